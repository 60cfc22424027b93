package io.clinictelemetry.sinks;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.AlertKind;
import io.clinictelemetry.avro.AlertLoad;
import io.clinictelemetry.avro.AlertSource;
import io.clinictelemetry.avro.AlertState;
import io.clinictelemetry.avro.AlertTransition;
import io.clinictelemetry.avro.ChannelSummary;
import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.avro.LimitPolicy;
import io.clinictelemetry.avro.LimitSetting;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.Priority;
import io.clinictelemetry.avro.ReadingRollup;
import io.clinictelemetry.avro.ServiceEvent;
import io.clinictelemetry.avro.ServiceKind;
import io.clinictelemetry.avro.SessionStatus;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.avro.SubjectKind;
import io.clinictelemetry.avro.TimeZonePeriod;
import io.clinictelemetry.avro.UsageWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Plausible records of the output topics. */
public final class Records {

  /** When everything in these records happens. */
  public static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  private Records() {}

  /** A latched high-priority alert that opened at noon. */
  public static Alert.Builder alert(String id, String device) {
    return Alert.newBuilder()
        .setAlertId(id)
        .setSubjectKind(SubjectKind.DEVICE)
        .setSubjectId(device)
        .setClinicId("kathmandu")
        .setSessionId("s-1")
        .setRule("suction-hard-high")
        .setPriority(Priority.HIGH)
        .setKind(AlertKind.TREATMENT)
        .setState(AlertState.OPEN)
        .setLatched(true)
        .setAcknowledged(false)
        .setShelved(false)
        .setStartedAt(NOON)
        .setTriggeredAt(NOON.plusMillis(300))
        .setDetectedAt(NOON.plusMillis(900))
        .setEndedAt(null)
        .setMeasured(67.2)
        .setPeak(69.8)
        .setLimit(65)
        .setUnit("kPa")
        .setPolicy("default#1")
        .setExplanation("Suction reached 69.8 kPa, above the hard limit of 65 kPa for 0.3 s.")
        .setLate(false)
        .setRevision(1);
  }

  /** The same alert after its condition ended. */
  public static Alert.Builder cleared(Alert alert) {
    return Alert.newBuilder(alert)
        .setState(AlertState.CLEARED)
        .setEndedAt(alert.getStartedAt().plusSeconds(4))
        .setRevision(alert.getRevision() + 1);
  }

  /** The same alert after a reading that came out of order told of an earlier start. */
  public static Alert.Builder widened(Alert alert) {
    return Alert.newBuilder(alert)
        .setStartedAt(alert.getStartedAt().minusSeconds(1))
        .setPeak(alert.getPeak() + 2)
        .setRevision(alert.getRevision() + 1);
  }

  /** The transition that led to this state of an alert that was not widened. */
  public static AlertEvent event(Alert alert) {
    return event(
        alert,
        alert.getState() == AlertState.OPEN ? AlertTransition.OPENED : AlertTransition.CLEARED);
  }

  /** A transition that led to this state of an alert. */
  public static AlertEvent event(Alert alert, AlertTransition transition) {
    return AlertEvent.newBuilder()
        .setAlertId(alert.getAlertId())
        .setTransition(transition)
        .setAt(alert.getDetectedAt().plusSeconds(alert.getRevision()))
        .setAlert(alert)
        .build();
  }

  /** A clinic whose clocks follow one zone. */
  public static Clinic clinic(String id, String name, String zone) {
    return Clinic.newBuilder()
        .setClinicId(id)
        .setName(name)
        .setTimeZones(
            List.of(
                TimeZonePeriod.newBuilder()
                    .setEffectiveFrom(Instant.parse("2020-01-01T00:00:00Z"))
                    .setZoneId(zone)
                    .build()))
        .build();
  }

  /** A device of one modality. */
  public static Device device(String id, String clinic, DeviceClass type, Modality modality) {
    return Device.newBuilder()
        .setDeviceId(id)
        .setClinicId(clinic)
        .setModel("Derma 5")
        .setDeviceClass(type)
        .setModalities(List.of(modality))
        .setCommissionedAt(Instant.parse("2024-05-01T00:00:00Z"))
        .build();
  }

  /** Something done to a device at once. */
  public static ServiceEvent service(String device, String id, ServiceKind kind, Instant doneAt) {
    return ServiceEvent.newBuilder()
        .setDeviceId(device)
        .setEventId(id)
        .setKind(kind)
        .setDoneAt(doneAt)
        .build();
  }

  /** A closed suction session of one minute. */
  public static SessionSummary session(String device, String id, int revision) {
    return SessionSummary.newBuilder()
        .setDeviceId(device)
        .setSessionId(id)
        .setClinicId("kathmandu")
        .setModality(Modality.MICRODERMABRASION)
        .setProgramme("face-standard")
        .setStatus(SessionStatus.OPEN)
        .setStartedAt(NOON)
        .setPlannedMs(60_000)
        .setSessionMs(60_000)
        .setTreatingMs(41_300)
        .setSamplesReceived(600)
        .setSamplesBad(1)
        .setVacuum(
            ChannelSummary.newBuilder()
                .setUnit("Pa")
                .setMin(12_000)
                .setMax(38_000)
                .setSumUnitMs(1_200_000_000L)
                .setDurationMs(41_300)
                .build())
        .setRevision(revision)
        .build();
  }

  /** Usage of one hour. */
  public static DeviceUsage usage(
      String device, String clinic, String zone, Instant start, long treatingMs, int revision) {
    return DeviceUsage.newBuilder()
        .setDeviceId(device)
        .setClinicId(clinic)
        .setWindow(UsageWindow.HOUR)
        .setWindowStart(start)
        .setWindowEnd(start.plus(Duration.ofHours(1)))
        .setZoneId(zone)
        .setTreatingMs(treatingMs)
        .setUnassignedTreatingMs(0)
        .setSessionsStarted(3)
        .setRevision(revision)
        .build();
  }

  /** Ten seconds of suction. */
  public static ReadingRollup rollup(String device, Instant start, double mean) {
    return ReadingRollup.newBuilder()
        .setDeviceId(device)
        .setClinicId("kathmandu")
        .setSessionId("s-1")
        .setChannel("vacuum_kpa")
        .setWindowStart(start)
        .setWindowMs(10_000)
        .setMin(mean - 2)
        .setMean(mean)
        .setMax(mean + 2)
        .setSamples(100)
        .setRevision(1)
        .build();
  }

  /** A ledger entry that balances. */
  public static LedgerEntry ledger(String application, int partition) {
    return LedgerEntry.newBuilder()
        .setApplication(application)
        .setTopic("clinic.telemetry")
        .setPartition(partition)
        .setFirstOffset(0)
        .setNextOffset(100)
        .setInput(100)
        .setApplied(60)
        .setLate(5)
        .setDuplicate(3)
        .setQuarantined(2)
        .setTicks(29)
        .setBuffered(1)
        .setMissing(0)
        .setOutOfOrder(2)
        .setLogClock(NOON)
        .build();
  }

  /** One version of a clinic's limits; the second approves the first, which is a draft. */
  public static LimitPolicy policy(String scope, int version) {
    return LimitPolicy.newBuilder()
        .setScope(scope)
        .setVersion(version)
        .setPublishedAt(NOON)
        .setEffectiveFrom(version == 1 ? Instant.parse("9999-12-31T23:59:59.999Z") : NOON)
        .setAuthor("Okafor")
        .setReason("Peels are done here")
        .setLimits(
            List.of(
                LimitSetting.newBuilder()
                    .setName("suction-soft-high")
                    .setValue(35)
                    .setUnit("kPa")
                    .build()))
        .setApprovedBy(version == 1 ? null : "Ada")
        .setApproves(version == 1 ? null : 1)
        .build();
  }

  /**
   * Six alerts of an hour, four of them of one source: one acknowledged within 30 s, one after more
   * than a day, one over that nobody acknowledged, three that wait.
   */
  public static AlertLoad.Builder alertLoad(String clinic, Instant hour, int revision) {
    return AlertLoad.newBuilder()
        .setClinicId(clinic)
        .setHourStart(hour)
        .setToldAt(hour.plusSeconds(100))
        .setAlerts(6)
        .setHigh(1)
        .setMedium(2)
        .setLow(3)
        .setTreatment(5)
        .setTechnical(1)
        .setLate(1)
        .setShelved(1)
        .setAnnounced(4)
        .setChattering(2)
        .setAcknowledged(2)
        .setLeftUnacknowledged(1)
        .setWaiting(3)
        .setActive(4)
        .setStale(null)
        .setAcknowledgeBoundsMs(List.of(10_000L, 30_000L, 86_400_000L))
        .setAcknowledgeCounts(List.of(0L, 1L, 0L, 1L))
        .setSources(3)
        .setTopSources(List.of(source("suction-soft-high", 4), source("pump-wear", 1)))
        .setOtherSourceAlerts(1)
        .setFloodMs(90_000)
        .setFloodsBegun(1)
        .setRevision(revision);
  }

  private static AlertSource source(String rule, long alerts) {
    return AlertSource.newBuilder()
        .setSubjectKind(SubjectKind.DEVICE)
        .setSubjectId("d-1")
        .setRule(rule)
        .setAlerts(alerts)
        .build();
  }
}
