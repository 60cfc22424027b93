package io.clinictelemetry.sinks.batches;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/**
 * What operations people see of the reading of batches. All are there from the start, so that rates
 * are right.
 */
final class LoopMetrics {

  private final MeterRegistry registry;
  private final Clock clock;
  private final String prefix;
  private final Counter batches;
  private final Timer transaction;
  private final MultiGauge lag;
  private final AtomicLong lastCommitMs = new AtomicLong();

  /**
   * @param prefix of all names, for instance {@code clinic.sink}
   * @param topics that are read
   */
  LoopMetrics(MeterRegistry registry, Clock clock, String prefix, List<String> topics) {
    this.registry = registry;
    this.clock = clock;
    this.prefix = prefix;
    batches =
        Counter.builder(prefix + ".batches")
            .description("Batches committed to the database")
            .register(registry);
    transaction =
        Timer.builder(prefix + ".transaction")
            .description("Time to read a batch and commit it to the database")
            .publishPercentileHistogram()
            .register(registry);
    lag =
        MultiGauge.builder(prefix + ".lag")
            .description("Committed records that have not been written to the database")
            .baseUnit("records")
            .register(registry);
    TimeGauge.builder(prefix + ".last.commit", lastCommitMs, TimeUnit.MILLISECONDS, AtomicLong::get)
        .description("Time of the latest commit to the database, since 1970 UTC; 0 before any")
        .register(registry);
    topics.forEach(this::missing);
    for (Because because : Because.values()) {
      retries(because);
    }
  }

  /** Why something is tried again. */
  enum Because {
    DATABASE("database"),
    REGISTRY("registry"),
    BROKER("broker"),
    STALE_OFFSET("stale-offset");

    private final String word;

    Because(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  private Counter missing(String topic) {
    return Counter.builder(prefix + ".records.missing")
        .description("Records that retention removed before they were written")
        .tag("topic", topic)
        .register(registry);
  }

  private Counter retries(Because because) {
    return Counter.builder(prefix + ".retries")
        .description("Attempts that failed and were made again")
        .tag("because", because.word())
        .register(registry);
  }

  /** Writes, takes its time, and counts it when it was committed. */
  void timed(Runnable write) {
    transaction.record(write);
    batches.increment();
    lastCommitMs.set(clock.millis());
  }

  void retry(Because because) {
    retries(because).increment();
  }

  void missing(TopicPartition partition, long records) {
    missing(partition.topic()).increment((double) records);
  }

  void lag(Map<TopicPartition, Long> records) {
    List<MultiGauge.Row<?>> rows =
        records.entrySet().stream()
            .<MultiGauge.Row<?>>map(
                e ->
                    MultiGauge.Row.of(
                        Tags.of(
                            "topic",
                            e.getKey().topic(),
                            "partition",
                            Integer.toString(e.getKey().partition())),
                        e.getValue()))
            .toList();
    lag.register(rows, true);
  }
}
