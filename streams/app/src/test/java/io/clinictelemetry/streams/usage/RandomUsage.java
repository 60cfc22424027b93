package io.clinictelemetry.streams.usage;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.CurrentFrame;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.DeviceState;
import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.avro.EventKind;
import io.clinictelemetry.avro.Heartbeat;
import io.clinictelemetry.avro.ListPrice;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.OpeningPeriod;
import io.clinictelemetry.avro.OpeningTime;
import io.clinictelemetry.avro.PriceList;
import io.clinictelemetry.avro.PricePer;
import io.clinictelemetry.avro.ServiceEvent;
import io.clinictelemetry.avro.ServiceKind;
import io.clinictelemetry.avro.SessionEnded;
import io.clinictelemetry.avro.SessionStarted;
import io.clinictelemetry.avro.SkinSensitivity;
import io.clinictelemetry.avro.SuctionFrame;
import io.clinictelemetry.avro.TimeZonePeriod;
import io.clinictelemetry.avro.Zone;
import io.clinictelemetry.streams.testing.Draw;
import io.clinictelemetry.streams.testing.Sent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Days of a small fleet at random: clinics whose offsets are whole, half and quarter hours, around
 * midnight and both shifts of their clocks; sessions that overlap, lose their start or end, tell
 * parts of themselves twice and differently; readings without a session; faults.
 */
final class RandomUsage {

  private static final List<String> ZONES =
      List.of(
          "Europe/Berlin",
          "America/New_York",
          "Asia/Kathmandu",
          "Asia/Kolkata",
          "Australia/Lord_Howe",
          "Pacific/Chatham",
          "America/St_Johns");

  private static final Instant FIRST = Instant.parse("2026-01-10T00:00:00Z");
  private static final Instant LAST = Instant.parse("2026-12-10T00:00:00Z");
  private static final long MINUTE_MS = 60_000;

  /** Into so many pieces at most a device's log is mixed: 64 are remembered. */
  private static final int PIECES = 24;

  private static final int MOST_LOST = 16;

  private final Random random;
  private final List<Clinic> clinics = new ArrayList<>();
  private final List<List<DeviceEvent>> devices = new ArrayList<>();

  private RandomUsage(Random random) {
    this.random = random;
  }

  static RandomUsage of(long seed) {
    RandomUsage usage = new RandomUsage(new Random(seed * 7_919));
    long around = 0;
    for (int i = 1; i <= 2; i++) {
      String zone = Draw.one(usage.random, ZONES.toArray(String[]::new));
      // One log holds both, so they are not far apart.
      around =
          i == 1
              ? usage.moment(ZoneId.of(zone)).toEpochMilli()
              : around + usage.random.nextInt(2_000) * MINUTE_MS;
      usage.clinics.add(usage.clinic("clinic-" + i, zone, around));
      usage.devices.add(usage.device("d" + i, "clinic-" + i, around));
    }
    return usage;
  }

  List<Clinic> clinics() {
    return clinics;
  }

  /** What is delivered of each device, in the order of sending. */
  List<List<DeviceEvent>> devices() {
    return devices;
  }

  /**
   * What is told of a device's service at about that time, some of it corrected or withdrawn. Dice
   * of its own make it, so that it can be asked for again.
   */
  List<ServiceEvent> services(String deviceId) {
    List<DeviceEvent> events = devices.get(deviceId.equals("d1") ? 0 : 1);
    LongSummaryStatistics times =
        events.stream()
            .mapToLong(event -> endOf(event).toEpochMilli())
            .filter(ms -> ms > 0)
            .summaryStatistics();
    Random dice = new Random(times.getMin() + deviceId.hashCode());
    List<ServiceEvent> services = new ArrayList<>();
    for (int i = dice.nextInt(4); i > 0; i--) {
      for (int revision = 1 + dice.nextInt(2); revision > 0; revision--) {
        long startMs = dice.nextLong(times.getMin(), times.getMax());
        services.add(
            ServiceEvent.newBuilder()
                .setEventId("service-" + i)
                .setDeviceId(deviceId)
                .setKind(ServiceKind.SERVICED)
                .setStartedAt(Instant.ofEpochMilli(startMs))
                .setDoneAt(Instant.ofEpochMilli(startMs + dice.nextInt(4 * 3_600_000)))
                .setWithdrawn(dice.nextInt(5) == 0)
                .setRevision(revision)
                .build());
      }
    }
    return services;
  }

  /** A shift of the clock, a midnight, or any time. */
  private Instant moment(ZoneId zone) {
    Instant any =
        FIRST.plus(random.nextLong(Duration.between(FIRST, LAST).toMinutes()), ChronoUnit.MINUTES);
    ZoneOffsetTransition shift = zone.getRules().nextTransition(any);
    return switch (random.nextInt(3)) {
      case 0 -> LocalDate.ofInstant(any, zone).atStartOfDay(zone).toInstant();
      case 1 -> shift == null ? any : shift.getInstant();
      default -> any;
    };
  }

  /** Its opening hours and prices, and now and then its zone, change at about that time. */
  private Clinic clinic(String id, String zone, long aroundMs) {
    List<TimeZonePeriod> zones = new ArrayList<>();
    zones.add(new TimeZonePeriod(Instant.EPOCH, zone));
    if (random.nextInt(4) == 0) {
      zones.add(
          new TimeZonePeriod(
              Instant.ofEpochMilli(aroundMs + random.nextInt(20) * MINUTE_MS), "Asia/Tokyo"));
    }
    return Clinic.newBuilder()
        .setClinicId(id)
        .setName(id)
        .setTimeZones(zones)
        .setOpeningHours(
            List.of(
                new OpeningPeriod(Instant.EPOCH, open(8 * 60, 18 * 60 + 30)),
                new OpeningPeriod(Instant.ofEpochMilli(aroundMs), open(0, 24 * 60))))
        .setPriceLists(
            List.of(
                new PriceList(
                    Instant.ofEpochMilli(aroundMs),
                    "EUR",
                    List.of(
                        new ListPrice(
                            Modality.MICROCURRENT,
                            DeviceClass.SALON,
                            60_00L,
                            90_00L,
                            PricePer.HOUR)))))
        .build();
  }

  private static List<OpeningTime> open(int opens, int closes) {
    return IntStream.rangeClosed(1, 7)
        .mapToObj(day -> new OpeningTime(day, opens, closes))
        .toList();
  }

  private List<DeviceEvent> device(String id, String clinicId, long aroundMs) {
    List<DeviceEvent> events = new ArrayList<>();
    long at = aroundMs - random.nextInt(100) * MINUTE_MS;
    int sessions = 2 + random.nextInt(4);
    for (int i = 0; i < sessions; i++) {
      long lastedMs = session(events, id, clinicId, "s" + i, at);
      if (random.nextInt(3) == 0) {
        unassigned(events, id, clinicId, at + random.nextInt((int) lastedMs));
      }
      // The next one often begins before this one is over.
      at += random.nextInt(3) == 0 ? lastedMs / 2 : lastedMs + random.nextLong(15 * MINUTE_MS);
      if (random.nextBoolean()) {
        heartbeats(events, id, clinicId, at);
      }
    }
    events.sort(Comparator.comparing(RandomUsage::endOf));
    for (int seq = 0; seq < events.size(); seq++) {
      events.get(seq).setSeq(seq);
    }
    List<DeviceEvent> delivered = new ArrayList<>(events);
    for (int lost = random.nextInt(MOST_LOST); lost > 0 && delivered.size() > 2; lost--) {
      delivered.remove(1 + random.nextInt(delivered.size() - 1)); // the first one opens the boot
    }
    return delivered;
  }

  private long session(
      List<DeviceEvent> events, String id, String clinicId, String session, long startMs) {
    Modality modality = random.nextBoolean() ? Modality.MICRODERMABRASION : Modality.MICROCURRENT;
    long lastingMs = (1 + random.nextInt(50)) * MINUTE_MS + random.nextInt(1_000);
    events.add(
        event(id, clinicId, session, EventKind.SESSION_STARTED)
            .setSessionStarted(
                SessionStarted.newBuilder()
                    .setModality(modality)
                    .setProgramme("standard")
                    .setPlannedDurationMs((5 + random.nextInt(60)) * MINUTE_MS)
                    .setZone(Zone.FACE)
                    .setSkinSensitivity(SkinSensitivity.NORMAL)
                    .setStartedAt(Instant.ofEpochMilli(startMs))
                    .setTestSession(random.nextInt(8) == 0)
                    .build())
            .build());
    int intervalMs = Draw.one(random, 250, 997, 1_000);
    long elapsed = random.nextInt(2_000);
    while (elapsed < lastingMs) {
      int count = 40 + random.nextInt(25);
      events.add(
          frame(event(id, clinicId, session, kind(modality)), startMs, elapsed, intervalMs, count));
      elapsed += (long) count * intervalMs;
      switch (random.nextInt(8)) {
        case 0 -> elapsed = Math.max(0, elapsed - random.nextInt(20_000)); // told again
        case 1 -> elapsed += random.nextInt(30_000);
        case 2 -> elapsed += random.nextInt(300_000);
        default -> {}
      }
    }
    if (random.nextInt(4) > 0) {
      events.add(
          event(id, clinicId, session, EventKind.SESSION_ENDED)
              .setSessionEnded(
                  new SessionEnded(
                      Instant.ofEpochMilli(startMs + elapsed + random.nextInt(2_000)),
                      Draw.one(
                          random,
                          EndReason.COMPLETED,
                          EndReason.OPERATOR_STOP,
                          EndReason.DEVICE_FAULT,
                          EndReason.TIMEOUT)))
              .build());
    }
    return elapsed;
  }

  private void unassigned(List<DeviceEvent> events, String id, String clinicId, long atMs) {
    long at = atMs;
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int count = 1 + random.nextInt(64);
      events.add(frame(event(id, clinicId, null, EventKind.SUCTION), at, 0, 250, count));
      at += count * 250L - random.nextInt(3_000);
    }
  }

  private void heartbeats(List<DeviceEvent> events, String id, String clinicId, long atMs) {
    long at = atMs;
    for (int i = random.nextInt(12); i > 0; i--) {
      at += random.nextInt(4) == 0 ? random.nextInt(400_000) : 119_999 + random.nextInt(3);
      events.add(
          event(id, clinicId, null, EventKind.HEARTBEAT)
              .setHeartbeat(
                  Heartbeat.newBuilder()
                      .setState(random.nextInt(3) > 0 ? DeviceState.FAULT : DeviceState.IDLE)
                      .setPumpHours(random.nextInt(3) > 0 ? random.nextInt(8_000) / 8f : null)
                      .setMeasuredAt(Instant.ofEpochMilli(at))
                      .build())
              .build());
    }
  }

  private static EventKind kind(Modality modality) {
    return modality == Modality.MICROCURRENT ? EventKind.CURRENT : EventKind.SUCTION;
  }

  private DeviceEvent frame(
      DeviceEvent.Builder event, long startMs, long elapsed, int intervalMs, int count) {
    Instant at = Instant.ofEpochMilli(startMs + elapsed);
    List<Float> values = new ArrayList<>();
    List<Boolean> contact = new ArrayList<>();
    boolean touches = random.nextInt(4) > 0;
    for (int i = 0; i < count; i++) {
      touches ^= random.nextInt(20) == 0;
      contact.add(touches);
      values.add(
          random.nextInt(50) == 0 ? Float.NaN : (float) (touches ? 30 + random.nextInt(20) : 2));
    }
    if (event.getKind() == EventKind.SUCTION) {
      return event
          .setSuction(
              SuctionFrame.newBuilder()
                  .setFirstSampleAt(at)
                  .setSampleIntervalMs(intervalMs)
                  .setSampleCount(count)
                  .setElapsedMs(elapsed)
                  .setVacuumKpa(values)
                  .setContact(contact)
                  .setSetKpa(30)
                  .setPumpDutyPct(50)
                  .build())
          .build();
    }
    List<Float> little = Collections.nCopies(count, 1f);
    return event
        .setCurrent(
            CurrentFrame.newBuilder()
                .setFirstSampleAt(at)
                .setSampleIntervalMs(intervalMs)
                .setSampleCount(count)
                .setElapsedMs(elapsed)
                .setCurrentUa(values)
                .setPeakUa(Collections.nCopies(count, 60f))
                .setNetUa(little)
                .setVoltageV(little)
                .setImpedanceKohm(little)
                .setSetUa(100)
                .setFrequencyHz(80)
                .setElectrodeAreaCm2(4)
                .build())
        .build();
  }

  private static DeviceEvent.Builder event(
      String id, String clinicId, String session, EventKind kind) {
    return DeviceEvent.newBuilder()
        .setDeviceId(id)
        .setClinicId(clinicId)
        .setBootId(1)
        .setSeq(0)
        .setSentAt(Instant.EPOCH)
        .setSessionId(session)
        .setKind(kind);
  }

  /** When an event is over and can be sent. */
  static Instant endOf(DeviceEvent event) {
    return switch (event.getKind()) {
      case SESSION_STARTED -> event.getSessionStarted().getStartedAt();
      case SESSION_ENDED -> event.getSessionEnded().getEndedAt();
      case HEARTBEAT -> event.getHeartbeat().getMeasuredAt();
      case SUCTION -> {
        SuctionFrame frame = event.getSuction();
        yield frame
            .getFirstSampleAt()
            .plusMillis((long) frame.getSampleCount() * frame.getSampleIntervalMs());
      }
      default -> {
        CurrentFrame frame = event.getCurrent();
        yield frame
            .getFirstSampleAt()
            .plusMillis((long) frame.getSampleCount() * frame.getSampleIntervalMs());
      }
    };
  }

  /** The log when everything arrives as it happens. */
  List<Sent> inOrder() {
    List<Sent> log = new ArrayList<>();
    for (List<DeviceEvent> events : devices) {
      for (DeviceEvent event : events) {
        log.add(sent(event, endOf(event).toEpochMilli()));
      }
    }
    log.sort(Comparator.comparingLong(Sent::appendedAtMs));
    return log;
  }

  /** The same in pieces of any order, up to days later, and some of it twice. */
  List<Sent> mixed(Random how) {
    List<List<DeviceEvent>> pieces = new ArrayList<>();
    for (List<DeviceEvent> events : devices) {
      int length = 1 + events.size() / PIECES;
      for (int from = 0; from < events.size(); from += length) {
        pieces.add(events.subList(from, Math.min(events.size(), from + length)));
      }
    }
    Collections.shuffle(pieces, how);
    List<Sent> log = new ArrayList<>();
    List<Sent> inOrder = inOrder();
    long at = inOrder.get(inOrder.size() - 1).appendedAtMs();
    for (List<DeviceEvent> piece : pieces) {
      at += how.nextInt(4) == 0 ? how.nextInt(3_600_000) : how.nextInt(3_000);
      for (DeviceEvent event : piece) {
        log.add(sent(event, at));
        if (how.nextInt(10) == 0) {
          log.add(sent(event, at));
        }
      }
    }
    return log;
  }

  private static Sent sent(DeviceEvent event, long atMs) {
    return new Sent(
        DeviceEvent.newBuilder(event).setSentAt(Instant.ofEpochMilli(atMs)).build(), atMs);
  }
}
