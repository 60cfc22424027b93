package io.clinictelemetry.sinks.postgres;

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
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * What operations people see of the sink. All are there from the start, so that rates are right.
 */
final class SinkMetrics {

  private final MeterRegistry registry;
  private final Clock clock;
  private final Counter batches;
  private final Timer transaction;
  private final MultiGauge lag;
  private final AtomicLong lastCommitMs = new AtomicLong();

  SinkMetrics(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
    batches =
        Counter.builder("clinic.sink.batches")
            .description("Batches committed to the database")
            .register(registry);
    transaction =
        Timer.builder("clinic.sink.transaction")
            .description("Time to read a batch and commit it to the database")
            .publishPercentileHistogram()
            .register(registry);
    lag =
        MultiGauge.builder("clinic.sink.lag")
            .description("Committed records that have not been written to the database")
            .baseUnit("records")
            .register(registry);
    TimeGauge.builder(
            "clinic.sink.last.commit", lastCommitMs, TimeUnit.MILLISECONDS, AtomicLong::get)
        .description("Time of the latest commit to the database, since 1970 UTC; 0 before any")
        .register(registry);
    for (Table<?> table : Tables.ALL) {
      rows(table.name());
      missing(table.topic().name());
      unstorable(table.topic().name());
    }
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

  private Counter rows(String table) {
    return Counter.builder("clinic.sink.rows.written")
        .description("Records written to the database, also those that changed nothing")
        .tag("table", table)
        .register(registry);
  }

  private Counter unstorable(String topic) {
    return Counter.builder("clinic.sink.records.unstorable")
        .description("Records that could not be stored and were noted in sink_errors")
        .tag("topic", topic)
        .register(registry);
  }

  private Counter missing(String topic) {
    return Counter.builder("clinic.sink.records.missing")
        .description("Records that retention removed before they were written")
        .tag("topic", topic)
        .register(registry);
  }

  private Counter retries(Because because) {
    return Counter.builder("clinic.sink.retries")
        .description("Attempts that failed and were made again")
        .tag("because", because.word())
        .register(registry);
  }

  <T> T timed(Supplier<T> write) {
    return transaction.record(write);
  }

  void written(BatchWriter.Written written) {
    batches.increment();
    lastCommitMs.set(clock.millis());
    written.rows().forEach((table, rows) -> rows(table).increment(rows));
    for (Failure failure : written.failures()) {
      unstorable(failure.topic()).increment();
    }
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
