package io.clinictelemetry.streams.shared;

import io.clinictelemetry.contracts.operations.Health;
import io.clinictelemetry.contracts.serde.RegistryException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Remembers why a stream thread failed until its successor has had the time to fail of the same
 * thing. Kafka Streams forgets at once: it is RUNNING again before the record that one thread after
 * the other fails at has come round.
 */
final class ThreadFailures {

  /** Longer than from one failure to the next: back-off, rebalance, and patience with a server. */
  static final Duration MEMORY = Duration.ofSeconds(20);

  private record Failure(String reason, long atNanos) {}

  private final LongSupplier nanoTime;
  private volatile Optional<Failure> latest = Optional.empty();

  /** In real time. */
  ThreadFailures() {
    this(System::nanoTime);
  }

  /**
   * @param nanoTime the clock, ns from any origin
   */
  ThreadFailures(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A thread failed now. */
  void add(Throwable failure) {
    latest = Optional.of(new Failure(reason(failure), nanoTime.getAsLong()));
  }

  /** The health of the component as Kafka Streams tells it, with what is known of failures. */
  Health judge(Health health) {
    return latest
        .filter(failure -> age(failure).compareTo(MEMORY) < 0)
        .map(
            failure ->
                new Health(
                    health.live(),
                    false,
                    "%s; a thread failed %d s ago: %s"
                        .formatted(health.detail(), age(failure).toSeconds(), failure.reason())))
        .orElse(health);
  }

  private Duration age(Failure failure) {
    return Duration.ofNanos(nanoTime.getAsLong() - failure.atNanos());
  }

  /** What the registry's absence is called where it is known; else what is at the bottom. */
  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && !(root instanceof RegistryException)) {
      root = root.getCause();
    }
    return Objects.requireNonNullElse(root.getMessage(), root.getClass().getSimpleName());
  }
}
