package io.clinictelemetry.sinks.postgres;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What operations people see of the rows that the sink writes. All are there from the start, so
 * that rates are right.
 */
final class SinkMetrics {

  private final MeterRegistry registry;

  SinkMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (Table<?> table : Tables.ALL) {
      rows(table.name());
      unstorable(table.topic().name());
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

  void written(BatchWriter.Written written) {
    written.rows().forEach((table, rows) -> rows(table).increment(rows));
    for (Failure failure : written.failures()) {
      unstorable(failure.topic()).increment();
    }
  }
}
