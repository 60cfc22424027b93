package io.clinictelemetry.streams.shared;

import io.clinictelemetry.domain.intake.Rejection;
import io.clinictelemetry.streams.shared.PartitionAccount.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what becomes of telemetry records, for operations people. */
final class IntakeMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(IntakeMetrics.class);

  private final MeterRegistry registry;
  private final String application;
  private final Map<Outcome, Counter> records = new EnumMap<>(Outcome.class);
  private final Counter gaps;

  IntakeMetrics(MeterRegistry registry, String application) {
    this.registry = registry;
    this.application = application;
    for (Outcome outcome : Outcome.values()) {
      records.put(
          outcome,
          Counter.builder("clinic.telemetry.records")
              .description("Telemetry records by what became of them")
              .tag("application", application)
              .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    gaps =
        Counter.builder("clinic.telemetry.gaps")
            .description("Gaps in devices' sequences that were declared")
            .tag("application", application)
            .register(registry);
  }

  void record(Outcome outcome) {
    records.get(outcome).increment();
  }

  void gap() {
    gaps.increment();
  }

  void quarantined(Rejection.Reason reason, int partition, long offset) {
    Counter.builder("clinic.telemetry.quarantined")
        .description("Telemetry records that could not be used, by reason")
        .tag("application", application)
        .tag("reason", reason.code())
        .register(registry)
        .increment();
    LOG.debug(
        "record in quarantine application={} partition={} offset={} reason={}",
        application,
        partition,
        offset,
        reason.code());
  }
}
