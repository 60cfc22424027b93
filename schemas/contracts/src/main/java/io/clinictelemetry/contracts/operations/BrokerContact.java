package io.clinictelemetry.contracts.operations;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;

/**
 * Notices that nothing comes from the brokers any more. A Kafka consumer says nothing of that by
 * itself: it waits and tries again for ever, whether the brokers are away or stand still.
 *
 * <p>Where they answer, something always comes: a consumer asks again at least every few seconds,
 * if only for its place in the group. Safe for use by several threads.
 */
public final class BrokerContact {

  /** Several times what may lie between two answers. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String GROUP = "consumer-metrics";
  private static final String RECEIVED = "incoming-byte-total";

  private final Supplier<? extends Collection<? extends Metric>> metrics;
  private final LongSupplier nanoTime;
  private double received;
  private long changedAt;

  /**
   * Watches clients from now on.
   *
   * @param metrics of one or several clients, as they are at each call
   */
  public BrokerContact(Supplier<? extends Collection<? extends Metric>> metrics) {
    this(metrics, System::nanoTime);
  }

  /**
   * @param nanoTime the clock, ns from any origin
   */
  BrokerContact(Supplier<? extends Collection<? extends Metric>> metrics, LongSupplier nanoTime) {
    this.metrics = metrics;
    this.nanoTime = nanoTime;
    this.changedAt = nanoTime.getAsLong();
  }

  /**
   * For how long nothing has come, as far as this was asked; empty while that is not for long. To
   * be asked every few seconds: what came between two calls is taken for having come just now.
   */
  public synchronized Optional<Duration> silence() {
    double sum =
        metrics.get().stream()
            .filter(metric -> metric.metricName().group().equals(GROUP))
            .filter(metric -> metric.metricName().name().equals(RECEIVED))
            .mapToDouble(metric -> ((Number) metric.metricValue()).doubleValue())
            .sum();
    long now = nanoTime.getAsLong();
    if (sum != received) {
      received = sum;
      changedAt = now;
    }
    Duration silence = Duration.ofNanos(now - changedAt);
    return silence.compareTo(PATIENCE) < 0 ? Optional.empty() : Optional.of(silence);
  }

  /** The health of a component that would be ready if the brokers answered. */
  public Health judge(Health health) {
    if (!health.ready()) {
      return health;
    }
    return silence()
        .map(
            silence ->
                new Health(
                    health.live(),
                    false,
                    "%s, but nothing has come from the brokers for %d s"
                        .formatted(health.detail(), silence.toSeconds())))
        .orElse(health);
  }
}
