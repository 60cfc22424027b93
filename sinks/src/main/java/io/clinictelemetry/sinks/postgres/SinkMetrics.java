package io.clinictelemetry.sinks.postgres;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/** What operations people see of the sink. */
final class SinkMetrics {

  private final MeterRegistry registry;
  private final Counter batches;
  private final Timer transaction;
  private final MultiGauge lag;

  SinkMetrics(MeterRegistry registry) {
    this.registry = registry;
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
  }

  <T> T timed(Supplier<T> write) {
    return transaction.record(write);
  }

  void written(BatchWriter.Written written) {
    batches.increment();
    written
        .rows()
        .forEach(
            (table, rows) ->
                registry.counter("clinic.sink.rows.written", "table", table).increment(rows));
    for (Failure failure : written.failures()) {
      registry
          .counter(
              "clinic.sink.records.unstorable",
              "topic",
              failure.topic(),
              "reason",
              failure.reason())
          .increment();
    }
  }

  void retry(String because) {
    registry.counter("clinic.sink.retries", "because", because).increment();
  }

  void missing(TopicPartition partition, long records) {
    registry
        .counter("clinic.sink.records.missing", "topic", partition.topic())
        .increment((double) records);
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
