package io.clinictelemetry.sinks.usage;

import static io.clinictelemetry.sinks.Records.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.ServiceEvent;
import io.clinictelemetry.avro.ServiceKind;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.sinks.Records;
import io.clinictelemetry.sinks.TestDatabase;
import io.clinictelemetry.sinks.database.Database;
import io.clinictelemetry.sinks.postgres.TopicWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random lives of a device, told in random order with repetitions and corrections, beside an oracle
 * that knows each life as a whole and walks through it.
 */
class MaintenanceOracleTest {

  private static final int DAYS = 60;
  private static final long HOUR_MS = 3_600_000;
  private static final Instant FROM = NOON.minus(Duration.ofDays(DAYS));

  private record Use(Instant at, Modality modality, long treatingMs) {}

  private final List<Use> sessions = new ArrayList<>();
  private final List<Use> unassigned = new ArrayList<>();
  private final TreeMap<Instant, Long> pump = new TreeMap<>();
  private final List<ServiceEvent> told = new ArrayList<>();
  private final List<ServiceEvent> valid = new ArrayList<>();

  private void live(Random random) {
    long counterMs = random.nextInt(900) * HOUR_MS;
    for (int hour = 0; hour < DAYS * 24; hour++) {
      Instant at = FROM.plus(Duration.ofHours(hour));
      if (random.nextInt(12) == 0) {
        Use use =
            new Use(
                at.plusSeconds(random.nextInt(3_600)),
                random.nextBoolean() ? Modality.MICRODERMABRASION : Modality.MICROCURRENT,
                random.nextInt(8) * HOUR_MS / 10);
        sessions.add(use);
        counterMs += use.treatingMs;
        if (random.nextInt(500) == 0) {
          counterMs = 0; // a new pump, of which nobody told
        }
        pump.put(at, counterMs);
      }
      if (random.nextInt(60) == 0) {
        unassigned.add(new Use(at, Modality.MICRODERMABRASION, random.nextInt((int) HOUR_MS)));
      }
    }
    for (int i = random.nextInt(12); i > 0; i--) {
      serviced(random, i);
    }
  }

  private void serviced(Random random, int number) {
    ServiceKind[] kinds = ServiceKind.values();
    ServiceEvent event =
        Records.service(
            "d-1",
            "e-" + number,
            kinds[1 + random.nextInt(kinds.length - 1)],
            FROM.plusSeconds(random.nextInt(DAYS * 86_400)));
    told.add(event);
    if (random.nextInt(3) == 0) {
      event =
          ServiceEvent.newBuilder(event)
              .setRevision(2)
              .setDoneAt(FROM.plusSeconds(random.nextInt(DAYS * 86_400)))
              .setWithdrawn(random.nextBoolean())
              .build();
      told.add(event);
    }
    if (random.nextInt(3) == 0) {
      told.add(event);
    }
    if (!event.getWithdrawn()) {
      valid.add(event);
    }
  }

  private void tell(TopicWriter writer, Random random) {
    List<Runnable> tellings = new ArrayList<>();
    int number = 0;
    for (Use use : sessions) {
      SessionSummary session = Records.session("d-1", "s-" + number++, 1);
      session.setStartedAt(use.at);
      session.setModality(use.modality);
      session.setTreatingMs(use.treatingMs);
      tellings.add(() -> writer.write(TopicCatalogue.SESSIONS, session));
    }
    TreeMap<Instant, DeviceUsage> hours = new TreeMap<>();
    pump.forEach((at, ms) -> hour(hours, at).setPumpCounterMs(ms));
    for (Use use : unassigned) {
      hour(hours, use.at).setUnassignedTreatingMs(use.treatingMs);
      hour(hours, use.at).setModality(use.modality);
    }
    hours
        .values()
        .forEach(hour -> tellings.add(() -> writer.write(TopicCatalogue.USAGE_HOURLY, hour)));
    DeviceUsage first = Records.usage("d-1", "c-1", "UTC", FROM, 0, 1);
    tellings.add(() -> writer.write(TopicCatalogue.USAGE_DAILY, first));
    told.forEach(
        event ->
            tellings.add(() -> writer.write(TopicCatalogue.SERVICE_EVENTS, "d-1", NOON, event)));
    Collections.shuffle(tellings, random);
    tellings.forEach(Runnable::run);
  }

  private static DeviceUsage hour(Map<Instant, DeviceUsage> hours, Instant at) {
    return hours.computeIfAbsent(at, start -> Records.usage("d-1", "c-1", "UTC", start, 0, 1));
  }

  private Optional<Instant> last(ServiceKind kind, Instant at) {
    return valid.stream()
        .filter(event -> event.getKind() == kind && !event.getDoneAt().isAfter(at))
        .map(ServiceEvent::getDoneAt)
        .max(Comparator.naturalOrder());
  }

  private double treatingH(Modality modality, Instant from, Instant at) {
    long ms = 0;
    for (Use use : sessions) {
      if (use.modality == modality && !use.at.isBefore(from) && !use.at.isAfter(at)) {
        ms += use.treatingMs;
      }
    }
    for (Use use : unassigned) {
      if (use.modality == modality && !use.at.isBefore(from) && !use.at.isAfter(at)) {
        ms += use.treatingMs;
      }
    }
    return (double) ms / HOUR_MS;
  }

  private long tips(Instant from, Instant at) {
    return sessions.stream()
        .filter(use -> use.modality == Modality.MICRODERMABRASION && use.treatingMs > 0)
        .filter(use -> !use.at.isBefore(from) && !use.at.isAfter(at))
        .count();
  }

  /** Walks along the counter: what it grew by, and all that it shows once it fell. */
  private double pumpH(Optional<Instant> serviced, Instant at) {
    Long base = serviced.map(pump::lowerEntry).map(entry -> entry.getValue()).orElse(null);
    long latest = 0;
    boolean fell = false;
    for (var reading : pump.headMap(at).entrySet()) {
      latest = reading.getValue();
      if (serviced.isPresent() && !reading.getKey().isBefore(serviced.get())) {
        base = base == null ? reading.getValue() : base;
        fell |= reading.getValue() < base;
      }
    }
    return (double) (latest - (serviced.isEmpty() || fell || base == null ? 0 : base)) / HOUR_MS;
  }

  private double used(String part, Instant at) {
    return switch (part) {
      case "FILTER" ->
          treatingH(
              Modality.MICRODERMABRASION,
              last(ServiceKind.FILTER_CHANGED, at).orElse(Instant.EPOCH),
              at);
      case "TIP" -> tips(last(ServiceKind.TIP_CHANGED, at).orElse(Instant.EPOCH), at);
      case "PUMP" -> pumpH(last(ServiceKind.SERVICED, at), at);
      default ->
          Duration.between(
                      last(ServiceKind.CALIBRATED, at)
                          .orElse(Instant.parse("2024-05-01T00:00:00Z")),
                      at)
                  .toMillis()
              / (24.0 * HOUR_MS);
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void countsWhatTheLifeOfTheDeviceHadHoweverItIsTold(long seed) {
    Random random = new Random(seed);
    live(random);
    try (Database database = TestDatabase.create()) {
      TopicWriter writer = new TopicWriter(database.jdbi());
      tell(writer, random);
      writer.write(
          TopicCatalogue.DEVICES,
          Records.device("d-1", "c-1", DeviceClass.SALON, Modality.MICRODERMABRASION));
      MaintenanceQueries queries = new MaintenanceQueries(database.jdbi());
      for (int asked = 0; asked < 10; asked++) {
        Instant at = NOON.minusSeconds(random.nextInt(30 * 86_400));
        List<MaintenanceRow> rows =
            queries.rows(
                new MaintenanceQuestion(
                    at, Optional.empty(), Optional.empty(), Optional.empty(), 100));
        assertThat(rows)
            .extracting(MaintenanceRow::part)
            .containsExactlyInAnyOrder("FILTER", "TIP", "PUMP", "CALIBRATION");
        rows.forEach(row -> compare(row, at));
      }
    }
  }

  private void compare(MaintenanceRow row, Instant at) {
    double used = used(row.part(), at);
    assertThat(row.used()).as("%s at %s", row.part(), at).isCloseTo(used, within(1e-6));
    assertThat(row.status())
        .isEqualTo(
            row.used() >= row.overdueFrom()
                ? "OVERDUE"
                : row.used() >= row.dueFrom() ? "DUE" : "OK");
    Instant monthAgo = at.minus(Duration.ofDays(28));
    double recent =
        switch (row.part()) {
          case "FILTER" -> treatingH(Modality.MICRODERMABRASION, monthAgo, at);
          case "TIP" -> tips(monthAgo, at);
          case "PUMP" -> row.usedPerDay() * 28;
          default -> 28;
        };
    assertThat(row.usedPerDay()).isCloseTo(recent / 28, within(1e-9));
    if (row.dueForecast() != null) {
      double days = (row.dueFrom() - used) / row.usedPerDay();
      assertThat(Duration.between(at, row.dueForecast()).toMillis() / (24.0 * HOUR_MS))
          .isCloseTo(days, within(1e-6));
    } else {
      assertThat(row.status().equals("OK") && row.usedPerDay() > 0.2).isFalse();
    }
  }
}
