package io.clinictelemetry.streams.shared;

import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.domain.intake.Rejection;
import io.clinictelemetry.streams.shared.PartitionAccount.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what becomes of telemetry records, for operations people. The counters are of this
 * process, and count again what is processed again after a failure; the ledger is exact.
 */
final class IntakeMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(IntakeMetrics.class);

  /** The terms of the ledger, by the names that {@code ./clinic ledger} gives them. */
  private static final Map<String, ToLongFunction<LedgerEntry>> TERMS =
      new TreeMap<>(
          Map.of(
              "input", LedgerEntry::getInput,
              "applied", LedgerEntry::getApplied,
              "late", LedgerEntry::getLate,
              "duplicate", LedgerEntry::getDuplicate,
              "quarantined", LedgerEntry::getQuarantined,
              "ticks", LedgerEntry::getTicks,
              "buffered", LedgerEntry::getBuffered,
              "missing", LedgerEntry::getMissing,
              "out_of_order", LedgerEntry::getOutOfOrder));

  private final String application;
  private final Map<Outcome, Counter> records = new EnumMap<>(Outcome.class);
  private final Map<Outcome, Counter> samples = new EnumMap<>(Outcome.class);
  private final Map<Rejection.Reason, Counter> quarantined = new EnumMap<>(Rejection.Reason.class);
  private final Counter gaps;
  private final MultiGauge ledger;
  private final MultiGauge logClock;

  /** The latest of each partition that this process reads; guarded by itself. */
  private final Map<Integer, LedgerEntry> entries = new TreeMap<>();

  IntakeMetrics(MeterRegistry registry, String application) {
    this.application = application;
    for (Outcome outcome : Outcome.values()) {
      records.put(
          outcome,
          Counter.builder("clinic.telemetry.records")
              .description("Telemetry records by what became of them")
              .tag("application", application)
              .tag("outcome", word(outcome))
              .register(registry));
    }
    for (Outcome outcome : List.of(Outcome.APPLIED, Outcome.LATE)) {
      samples.put(
          outcome,
          Counter.builder("clinic.telemetry.samples")
              .description("Samples in the frames that were applied, in time or late")
              .tag("application", application)
              .tag("outcome", word(outcome))
              .register(registry));
    }
    for (Rejection.Reason reason : Rejection.Reason.values()) {
      quarantined.put(
          reason,
          Counter.builder("clinic.telemetry.quarantined")
              .description("Telemetry records that could not be used, by reason")
              .tag("application", application)
              .tag("reason", reason.code())
              .register(registry));
    }
    gaps =
        Counter.builder("clinic.telemetry.gaps")
            .description("Gaps in devices' sequences that were declared")
            .tag("application", application)
            .register(registry);
    ledger =
        MultiGauge.builder("clinic.ledger")
            .description("Terms of the conservation ledger, as last published")
            .baseUnit("records")
            .register(registry);
    logClock =
        MultiGauge.builder("clinic.log.clock")
            .description("Log clock of a partition, since 1970 UTC: how far time has come there")
            .baseUnit("seconds")
            .register(registry);
  }

  private static String word(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  void record(Outcome outcome) {
    records.get(outcome).increment();
  }

  /** Samples of a frame that was applied, or applied late. */
  void samples(Outcome outcome, int count) {
    samples.get(outcome).increment(count);
  }

  void gap() {
    gaps.increment();
  }

  void quarantined(Rejection.Reason reason, int partition, long offset) {
    quarantined.get(reason).increment();
    LOG.debug(
        "record in quarantine application={} partition={} offset={} reason={}",
        application,
        partition,
        offset,
        reason.code());
  }

  /** Shows the partition's account. */
  void ledger(LedgerEntry entry) {
    synchronized (entries) {
      entries.put(entry.getPartition(), entry);
      show();
    }
  }

  /** Another instance reads the partition from now on. */
  void forget(int partition) {
    synchronized (entries) {
      entries.remove(partition);
      show();
    }
  }

  private void show() {
    List<MultiGauge.Row<?>> terms = new ArrayList<>();
    List<MultiGauge.Row<?>> clocks = new ArrayList<>();
    entries.forEach(
        (partition, entry) -> {
          Tags tags = Tags.of("application", application, "partition", Integer.toString(partition));
          TERMS.forEach(
              (term, value) ->
                  terms.add(MultiGauge.Row.of(tags.and("term", term), value.applyAsLong(entry))));
          clocks.add(MultiGauge.Row.of(tags, entry.getLogClock().toEpochMilli() / 1_000.0));
        });
    ledger.register(terms, true);
    logClock.register(clocks, true);
  }
}
