package io.clinictelemetry.contracts.serde;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Remembers that the registry gave no answer, until it gives one. Not for long, because perhaps
 * nobody needs to ask again.
 */
final class RegistryTrouble {

  /** Longer than whoever waits for the registry pauses before asking again. */
  static final Duration MEMORY = Duration.ofSeconds(20);

  private record Silence(String message, long atNanos) {}

  private final LongSupplier nanoTime;
  private volatile Optional<Silence> latest = Optional.empty();

  /**
   * @param nanoTime the clock, ns from any origin
   */
  RegistryTrouble(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void noAnswer(String message) {
    latest = Optional.of(new Silence(message, nanoTime.getAsLong()));
  }

  void answered() {
    if (latest.isPresent()) {
      latest = Optional.empty();
    }
  }

  /** What was said of the latest question, if it had no answer. */
  Optional<String> message() {
    return latest
        .filter(silence -> nanoTime.getAsLong() - silence.atNanos() < MEMORY.toNanos())
        .map(Silence::message);
  }
}
