package io.clinictelemetry.streams.usage;

import io.clinictelemetry.avro.AmountRange;
import io.clinictelemetry.avro.ChannelSummary;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.avro.HistogramBucket;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.ReadingRollup;
import io.clinictelemetry.avro.SessionGap;
import io.clinictelemetry.avro.SessionStatus;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.avro.UsageWindow;
import io.clinictelemetry.domain.usage.ChannelTotals;
import io.clinictelemetry.domain.usage.ClinicCalendar;
import io.clinictelemetry.domain.usage.Coverage.Stretch;
import io.clinictelemetry.domain.usage.Histogram;
import io.clinictelemetry.domain.usage.Outcome;
import io.clinictelemetry.domain.usage.Revenue;
import io.clinictelemetry.domain.usage.Rollup;
import io.clinictelemetry.domain.usage.SessionAccount;
import io.clinictelemetry.domain.usage.UsageTotals;
import io.clinictelemetry.domain.usage.Window;
import io.clinictelemetry.domain.usage.WindowOf;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The domain's accounts as records of the contract. */
final class Summaries {

  /** How many gaps a summary names; it tells how many there are. */
  static final int MAX_GAPS = 64;

  private static final double PA_MS_PER_KPA_S = 1e6;
  private static final double UA_MS_PER_C = 1e9;

  private Summaries() {}

  static SessionSummary session(SessionAccount account, ClinicCalendar calendar) {
    boolean suction =
        account.modality() == io.clinictelemetry.domain.limits.Modality.MICRODERMABRASION;
    ChannelSummary channel = channel(account, suction ? "Pa" : "uA");
    long dose = channel == null ? 0 : channel.getSumUnitMs();
    List<Stretch> pauses = account.pauses();
    List<Stretch> gaps = account.gaps();
    return SessionSummary.newBuilder()
        .setDeviceId(account.deviceId())
        .setSessionId(account.sessionId())
        .setClinicId(account.clinicId())
        .setModel(account.model())
        .setDeviceClass(deviceClass(account.deviceClass()))
        .setModality(Modality.valueOf(account.modality().name()))
        .setProgramme(account.programme())
        .setTestSession(account.testSession())
        .setStatus(account.endReason().isPresent() ? SessionStatus.CLOSED : SessionStatus.OPEN)
        .setStartedAt(Instant.ofEpochMilli(account.startedAtMs()))
        .setEndedAt(
            account.endedAtMs().isPresent()
                ? Instant.ofEpochMilli(account.endedAtMs().getAsLong())
                : null)
        .setEndReason(account.endReason().map(r -> EndReason.valueOf(r.name())).orElse(null))
        .setPlannedMs(account.plannedMs())
        .setSessionMs(account.sessionMs())
        .setPoweredMs(account.poweredMs())
        .setTreatingMs(account.treatingMs())
        .setPauseCount(pauses.size())
        .setPausedMs(length(pauses))
        .setSamplesReceived(account.samplesReceived())
        .setSamplesBad(account.samplesBad())
        .setSamplesExpected(account.samplesExpected())
        .setGapCount(gaps.size())
        .setMissingMs(length(gaps))
        .setGaps(gaps.stream().limit(MAX_GAPS).map(Summaries::gap).toList())
        .setVacuum(suction ? channel : null)
        .setCurrent(suction ? null : channel)
        .setDoseKpaS(suction ? dose / PA_MS_PER_KPA_S : null)
        .setChargeC(suction ? null : dose / UA_MS_PER_C)
        .setAborted(account.outcome().equals(Optional.of(Outcome.ABORTED)))
        .setCounts(account.outcome().equals(Optional.of(Outcome.COMPLETED)))
        .setListPrice(account.price(calendar.prices()).map(Summaries::amount).orElse(null))
        .setRevision(account.nextRevision())
        .build();
  }

  private static long length(List<Stretch> stretches) {
    return stretches.stream().mapToLong(Stretch::lengthMs).sum();
  }

  private static SessionGap gap(Stretch gap) {
    return new SessionGap(gap.from(), gap.to());
  }

  private static AmountRange amount(Revenue revenue) {
    return new AmountRange(revenue.currency(), revenue.lowMinor(), revenue.highMinor());
  }

  private static DeviceClass deviceClass(
      Optional<io.clinictelemetry.domain.limits.DeviceClass> known) {
    return known.map(made -> DeviceClass.valueOf(made.name())).orElse(DeviceClass.UNKNOWN);
  }

  /** Null while nothing was measured: there is no smallest value of nothing. */
  private static ChannelSummary channel(SessionAccount account, String unit) {
    ChannelTotals totals = account.channel();
    if (totals.durationMs() == 0) {
      return null;
    }
    Histogram histogram = totals.histogram();
    boolean distributed = histogram.size() > 0;
    long treatingMs = account.ownTreatingMs();
    return ChannelSummary.newBuilder()
        .setUnit(unit)
        .setMin(totals.min())
        .setMax(totals.max())
        .setSumUnitMs(totals.sumOver(treatingMs))
        .setDurationMs(treatingMs)
        .setMean(totals.mean())
        .setP50(distributed ? totals.percentile(50) : null)
        .setP95(distributed ? totals.percentile(95) : null)
        .setBucketWidth((long) histogram.width())
        .setHistogram(buckets(histogram))
        .build();
  }

  private static List<HistogramBucket> buckets(Histogram histogram) {
    List<HistogramBucket> buckets = new ArrayList<>(histogram.size());
    for (int i = 0; i < histogram.size(); i++) {
      buckets.add(new HistogramBucket(histogram.startOf(i), histogram.durationMs(i)));
    }
    return buckets;
  }

  static DeviceUsage hour(WindowOf of, UsageTotals totals, ClinicCalendar calendar) {
    return usage(UsageWindow.HOUR, of, totals, calendar);
  }

  static DeviceUsage day(WindowOf of, UsageTotals totals, ClinicCalendar calendar) {
    return usage(UsageWindow.DAY, of, totals, calendar);
  }

  private static DeviceUsage usage(
      UsageWindow length, WindowOf of, UsageTotals totals, ClinicCalendar calendar) {
    Window window = of.window();
    Long available =
        calendar.openingHours().known(window)
            ? calendar
                .openingHours()
                .within(window, calendar.clock().zoneAt(window.startMs()))
                .lengthMs()
            : null;
    Long planned = available == null ? null : available - of.scheduledMs();
    long assigned = totals.treatingMs() - totals.unassignedTreatingMs();
    return DeviceUsage.newBuilder()
        .setDeviceId(of.deviceId())
        .setClinicId(of.clinicId())
        .setModel(of.model())
        .setDeviceClass(deviceClass(of.deviceClass()))
        .setModality(modality(totals))
        .setWindow(length)
        .setWindowStart(Instant.ofEpochMilli(window.startMs()))
        .setWindowEnd(Instant.ofEpochMilli(window.endMs()))
        .setZoneId(of.zoneId())
        .setTreatingMs(totals.treatingMs())
        .setUnassignedTreatingMs(totals.unassignedTreatingMs())
        .setSessionMs(totals.sessionMs())
        .setPoweredMs(totals.poweredMs())
        .setSessionsStarted(totals.started())
        .setSessionsCompleted(totals.completed())
        .setSessionsAborted(totals.aborted())
        .setSessionsTest(totals.tests())
        .setAvailableMs(available)
        .setScheduledDowntimeMs(of.scheduledMs())
        .setUnscheduledDowntimeMs(totals.faultMs())
        .setUtilisationOfUptimeRatio(
            planned == null ? null : ratio(totals.sessionMs(), planned - totals.faultMs()))
        .setUtilisationOfPlannedRatio(planned == null ? null : ratio(totals.sessionMs(), planned))
        .setPerformanceRatio(ratio(assigned, totals.sessionMs()))
        .setLongestGapMs(totals.longestGapMs())
        .setFirstTreatmentAt(
            totals.treated().map(Stretch::from).map(Instant::ofEpochMilli).orElse(null))
        .setLastTreatmentAt(
            totals.treated().map(Stretch::to).map(Instant::ofEpochMilli).orElse(null))
        .setRevenue(totals.revenue().values().stream().map(Summaries::amount).toList())
        .setPumpCounterMs(totals.pumpMs().isPresent() ? totals.pumpMs().getAsLong() : null)
        .setRevision(of.nextRevision())
        .build();
  }

  private static Modality modality(UsageTotals totals) {
    return totals.modalities().size() == 1
        ? Modality.valueOf(totals.modalities().iterator().next().name())
        : Modality.UNKNOWN;
  }

  private static Double ratio(long part, long whole) {
    return whole > 0 ? (double) part / whole : null;
  }

  static ReadingRollup rollup(String deviceId, UsageState state, String channel, Rollup rollup) {
    return ReadingRollup.newBuilder()
        .setDeviceId(deviceId)
        .setClinicId(state.clinicId)
        .setSessionId(state.sessionId.isEmpty() ? null : state.sessionId)
        .setChannel(channel)
        .setWindowStart(Instant.ofEpochMilli(rollup.windowStartMs()))
        .setWindowMs(Rollup.WINDOW_MS)
        .setMin(rollup.min())
        .setMean(rollup.mean())
        .setMax(rollup.max())
        .setSamples(rollup.samples())
        .setRevision(rollup.nextRevision())
        .build();
  }
}
