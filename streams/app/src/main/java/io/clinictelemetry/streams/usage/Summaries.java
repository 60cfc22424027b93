package io.clinictelemetry.streams.usage;

import io.clinictelemetry.avro.ChannelSummary;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.ReadingRollup;
import io.clinictelemetry.avro.SessionStatus;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.avro.UsageWindow;
import io.clinictelemetry.domain.usage.ChannelTotals;
import io.clinictelemetry.domain.usage.HourAccount;
import io.clinictelemetry.domain.usage.Rollup;
import io.clinictelemetry.domain.usage.SessionAccount;
import java.time.Instant;

/** The domain's accounts as records of the contract. */
final class Summaries {

  private Summaries() {}

  static SessionSummary session(SessionAccount account) {
    boolean suction =
        account.modality() == io.clinictelemetry.domain.limits.Modality.MICRODERMABRASION;
    ChannelSummary channel = channel(account.channel(), suction ? "Pa" : "uA");
    return SessionSummary.newBuilder()
        .setDeviceId(account.deviceId())
        .setSessionId(account.sessionId())
        .setClinicId(account.clinicId())
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
        .setTreatingMs(account.treatingMs())
        .setSamplesReceived(account.samplesReceived())
        .setSamplesBad(account.samplesBad())
        .setVacuum(suction ? channel : null)
        .setCurrent(suction ? null : channel)
        .setRevision(account.nextRevision())
        .build();
  }

  /** Null while nothing was measured: there is no smallest value of nothing. */
  private static ChannelSummary channel(ChannelTotals totals, String unit) {
    return totals.durationMs() == 0
        ? null
        : ChannelSummary.newBuilder()
            .setUnit(unit)
            .setMin(totals.min())
            .setMax(totals.max())
            .setSumUnitMs(totals.sumUnitMs())
            .setDurationMs(totals.durationMs())
            .build();
  }

  static DeviceUsage hour(HourAccount account) {
    return DeviceUsage.newBuilder()
        .setDeviceId(account.deviceId())
        .setClinicId(account.clinicId())
        .setWindow(UsageWindow.HOUR)
        .setWindowStart(Instant.ofEpochMilli(account.hour().startMs()))
        .setWindowEnd(Instant.ofEpochMilli(account.hour().endMs()))
        .setZoneId(account.zoneId())
        .setTreatingMs(account.treatingMs())
        .setUnassignedTreatingMs(account.unassignedTreatingMs())
        .setSessionsStarted(account.sessionsStarted())
        .setRevision(account.nextRevision())
        .build();
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
