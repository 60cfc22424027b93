package io.clinictelemetry.streams.shared;

import io.clinictelemetry.contracts.serde.RegistryException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the schema registry to come back: its absence is no fault of the record. */
public final class RegistryPatience {

  /**
   * With the last attempt, which may take 5 s, below the transaction timeout of 10 s, so that the
   * open transaction outlives the wait.
   */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  static final Duration PAUSE = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(RegistryPatience.class);

  private final LongSupplier nanoTime;
  private final Runnable pause;

  /** Patience in real time. */
  public RegistryPatience() {
    this(System::nanoTime, RegistryPatience::sleep);
  }

  /**
   * @param nanoTime the clock, ns from any origin
   * @param pause called between two attempts
   */
  RegistryPatience(LongSupplier nanoTime, Runnable pause) {
    this.nanoTime = nanoTime;
    this.pause = pause;
  }

  /**
   * Tries until the registry answers or patience ends.
   *
   * @throws TaskMigratedException when patience ended; the stream thread then aborts what it has
   *     not committed, joins its group anew, and begins again where it had committed. Any other
   *     exception would end the thread, and the next one would have to wait until the group takes
   *     the dead one for lost
   * @throws RegistryException when the registry refuses for a reason that does not pass by itself
   */
  public <T> T whileAway(Supplier<T> attempt) {
    long startedAt = nanoTime.getAsLong();
    while (true) {
      try {
        return attempt.get();
      } catch (RegistryException e) {
        if (e.kind() != RegistryException.Kind.UNAVAILABLE) {
          throw e;
        }
        if (nanoTime.getAsLong() - startedAt > PATIENCE.toNanos()) {
          throw new TaskMigratedException("the schema registry does not answer", e);
        }
        LOG.warn("waiting for the schema registry: {}", e.getMessage());
        pause.run();
      }
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
