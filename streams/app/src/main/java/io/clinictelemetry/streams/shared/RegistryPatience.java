package io.clinictelemetry.streams.shared;

import io.clinictelemetry.contracts.serde.RegistryException;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the schema registry to come back: its absence is no fault of the record. */
final class RegistryPatience {

  /** Well below the transaction timeout, so that the open transaction outlives the wait. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(RegistryPatience.class);

  private RegistryPatience() {}

  /**
   * Tries until the registry answers or patience ends.
   *
   * @throws RegistryException when patience ended; the stream thread is then replaced and tries
   *     again
   */
  static <T> T whileAway(Supplier<T> attempt) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return attempt.get();
      } catch (RegistryException e) {
        if (e.kind() != RegistryException.Kind.UNAVAILABLE || System.nanoTime() > giveUpAt) {
          throw e;
        }
        LOG.warn("waiting for the schema registry: {}", e.getMessage());
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
