package io.clinictelemetry.streams.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.AlertLoad;
import io.clinictelemetry.domain.episodes.Subject;
import io.clinictelemetry.domain.load.LoadChange;
import io.clinictelemetry.domain.load.LoadChange.Acknowledged;
import io.clinictelemetry.domain.load.LoadChange.Left;
import io.clinictelemetry.domain.load.LoadChange.Opened;
import io.clinictelemetry.domain.load.Source;
import io.clinictelemetry.domain.rules.Rule;
import io.clinictelemetry.streams.shared.Schedule;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** When the accounts of clinics are published, and when they are forgotten. */
class ClinicLoadsTest {

  /** A full hour, ms since 1970 UTC. */
  private static final long T0 = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();

  private static final long HOUR_MS = 3_600_000;
  private static final long DAY_MS = 24 * HOUR_MS;

  private final MockProcessorContext<Object, Object> context = new MockProcessorContext<>();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final List<AlertLoad> published = new ArrayList<>();
  private KeyValueStore<Bytes, byte[]> rows = store("rows");
  private KeyValueStore<Bytes, byte[]> due = store("due");
  private ClinicLoads loads = start();

  private KeyValueStore<Bytes, byte[]> store(String name) {
    KeyValueStore<Bytes, byte[]> store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    return store;
  }

  /** Goes on with what is in the stores. */
  private ClinicLoads start() {
    return new ClinicLoads(
        new LoadMemory(rows),
        new Schedule(due),
        (load, atMs) -> {
          assertThat(load.getToldAt().toEpochMilli()).isEqualTo(atMs);
          published.add(load);
        },
        new LoadMetrics(metrics));
  }

  private void opens(String clinic, long atMs) {
    opens(clinic, "d1", atMs);
  }

  private void opens(String clinic, String device, long atMs) {
    loads.changed(
        new Opened(
            clinic,
            T0 + atMs,
            new Source(Subject.Kind.DEVICE, device, "rule"),
            Rule.Priority.MEDIUM,
            Rule.Kind.TREATMENT,
            false,
            false,
            false));
  }

  private void leaves(long openedAtMs, long atMs, boolean acknowledged) {
    loads.changed(new Left("c", T0 + openedAtMs, T0 + atMs, acknowledged));
  }

  private void clock(long atMs) {
    loads.fireDue(T0 + atMs);
  }

  /** What was published since last asked. */
  private List<String> told() {
    List<String> lines =
        published.stream()
            .map(
                load ->
                    "+%d %s +%d #%d: %d alerts, %d active, %s stale, %d ms flood, %d begun"
                        .formatted(
                            load.getToldAt().toEpochMilli() - T0,
                            load.getClinicId(),
                            load.getHourStart().toEpochMilli() - T0,
                            load.getRevision(),
                            load.getAlerts(),
                            load.getActive(),
                            load.getStale(),
                            load.getFloodMs(),
                            load.getFloodsBegun()))
            .toList();
    published.clear();
    return lines;
  }

  private long entries(KeyValueStore<Bytes, byte[]> store) {
    long entries = 0;
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      for (; all.hasNext(); all.next()) {
        entries++;
      }
    }
    return entries;
  }

  @Test
  void anHourIsToldAtMostOnceInASecondOfTheClock() {
    opens("c", 100);
    clock(1_200);
    opens("c", 1_300);
    opens("other", 1_400);
    clock(1_999);
    assertThat(told())
        .containsExactly(
            "+1200 c +0 #1: 1 alerts, 1 active, null stale, 0 ms flood, 0 begun",
            "+1999 other +0 #1: 1 alerts, 1 active, null stale, 0 ms flood, 0 begun");

    clock(2_000);
    clock(3_000);
    assertThat(told())
        .containsExactly("+2000 c +0 #2: 2 alerts, 2 active, null stale, 0 ms flood, 0 begun");
  }

  @Test
  void whatIsStaleIsToldADayAfterTheHourAndTheHourIsForgotten() {
    opens("c", 0);
    opens("c", 1_000);
    clock(2_000);
    leaves(1_000, 5_000, false);
    clock(6_000);
    assertThat(told()).hasSize(2);

    clock(HOUR_MS + DAY_MS - 1);
    assertThat(told()).isEmpty();
    clock(HOUR_MS + DAY_MS);
    assertThat(told())
        .containsExactly("+90000000 c +0 #3: 2 alerts, 1 active, 1 stale, 0 ms flood, 0 begun");
    assertThat(entries(rows)).as("one is still on the list").isEqualTo(1);

    loads.changed(new Acknowledged("c", T0, T0 + 3 * DAY_MS));
    leaves(0, 3 * DAY_MS, true);
    clock(3 * DAY_MS);
    assertThat(published.get(0).getAcknowledgeCounts()).endsWith(1L);
    assertThat(told())
        .containsExactly("+259200000 c +0 #4: 2 alerts, 0 active, 1 stale, 0 ms flood, 0 begun");
    assertThat(entries(rows)).isZero();
    assertThat(entries(due)).isZero();
  }

  @Test
  void aFloodIsToldAsItGoesOnAndBelongsToTheHoursThatItIsIn() {
    for (int i = 0; i < 11; i++) {
      opens("c", "d" + i, HOUR_MS - 10_000);
    }
    clock(HOUR_MS);
    clock(HOUR_MS + 10_000);
    assertThat(told())
        .containsExactly(
            "+3600000 c +0 #1: 11 alerts, 11 active, null stale, 10000 ms flood, 1 begun",
            "+3610000 c +3600000 #1: 0 alerts, 0 active, null stale, 10000 ms flood, 0 begun");

    clock(2 * HOUR_MS);
    assertThat(told())
        .containsExactly(
            "+7200000 c +3600000 #2: 0 alerts, 0 active, null stale, 590000 ms flood, 0 begun");
  }

  @Test
  void whereTheClockJumpsFloodsAreToldBeforeTheirHoursAreForgotten() {
    for (int i = 0; i < 11; i++) {
      opens("c", "d" + i, HOUR_MS - 10_000);
      leaves(HOUR_MS - 10_000, HOUR_MS - 5_000, false);
    }
    clock(3 * DAY_MS);

    assertThat(told())
        .containsExactly(
            "+259200000 c +0 #1: 11 alerts, 0 active, 0 stale, 10000 ms flood, 1 begun",
            "+259200000 c +3600000 #1: 0 alerts, 0 active, 0 stale, 590000 ms flood, 0 begun");
    assertThat(entries(rows)).isZero();
    assertThat(entries(due)).isZero();
  }

  @Test
  void whatHasNoOpeningInTheAccountIsCountedAndChangesNothing() {
    leaves(0, 1_000, false);
    opens("c", 10_000);
    leaves(10_000, 11_000, true);
    clock(20_000);

    assertThat(told())
        .containsExactly("+20000 c +0 #1: 1 alerts, 1 active, null stale, 0 ms flood, 0 begun");
    assertThat(metrics.counter("clinic.alert.load.passed.over").count()).isEqualTo(2);
  }

  @Test
  void sourcesAreForgottenAfterTheirHourButNotAllAtOnce() {
    for (int i = 0; i < 12_000; i++) {
      opens("c", "d" + i, 1_000);
    }
    clock(HOUR_MS - 1);
    assertThat(published.get(0).getSources()).isEqualTo(12_000);
    assertThat(published.get(0).getTopSources()).hasSize(10);
    assertThat(published.get(0).getOtherSourceAlerts()).isEqualTo(11_990);
    long before = entries(rows);

    clock(HOUR_MS);
    assertThat(before - entries(rows)).isBetween(4_000L, 5_000L);
    for (int i = 0; i < 3; i++) {
      clock(HOUR_MS);
    }
    assertThat(entries(rows)).as("the hour, and no flood any more").isEqualTo(1);
  }

  @Test
  void theOrderOfTellersAndRestartsChangeNothing() {
    for (long seed = 0; seed < 60; seed++) {
      List<List<LoadChange>> tellers = tellers(new Random(seed));
      Map<String, AlertLoad> once = pass(tellers, new Random(seed + 1_000));
      Map<String, AlertLoad> again = pass(tellers, new Random(seed + 2_000));
      assertThat(again).as("seed %d", seed).isEqualTo(once);
      assertThat(once.values().stream().mapToLong(AlertLoad::getAlerts).sum())
          .as("seed %d", seed)
          .isEqualTo(
              tellers.stream().flatMap(List::stream).filter(Opened.class::isInstance).count());
    }
  }

  /** What some partitions tell, each in the order of its clock. */
  private static List<List<LoadChange>> tellers(Random random) {
    List<List<LoadChange>> tellers = new ArrayList<>();
    for (int teller = 0; teller < 3; teller++) {
      TreeMap<Long, LoadChange> changes = new TreeMap<>();
      for (int i = 0; i < 60; i++) {
        long at = T0 + HOUR_MS + Math.round(random.nextGaussian() * 600_000) * 3 + teller;
        long left = at + 3 + random.nextInt((int) (2 * HOUR_MS)) * 3L;
        String clinic = "c" + random.nextInt(2);
        Opened opened =
            new Opened(
                clinic,
                at,
                new Source(Subject.Kind.DEVICE, teller + "d" + random.nextInt(9), "rule"),
                List.of(Rule.Priority.values()).get(random.nextInt(3)),
                Rule.Kind.TREATMENT,
                random.nextInt(5) == 0,
                false,
                false);
        if (!changes.containsKey(at) && !changes.containsKey(left)) {
          changes.put(at, opened);
          changes.put(left, new Left(clinic, at, left, false));
        }
      }
      tellers.add(List.copyOf(changes.values()));
    }
    return tellers;
  }

  /** The last that is told of each hour when partitions are read in some order. */
  private Map<String, AlertLoad> pass(List<List<LoadChange>> tellers, Random random) {
    rows = store("rows");
    due = store("due");
    loads = start();
    int[] next = new int[tellers.size()];
    for (long clock = T0 - HOUR_MS; clock < T0 + 30 * HOUR_MS; clock += random.nextInt(400_000)) {
      for (int teller = 0; teller < next.length; teller++) {
        long until = clock + random.nextInt(300_000);
        List<LoadChange> changes = tellers.get(teller);
        while (next[teller] < changes.size() && changes.get(next[teller]).atMs() < until) {
          loads.changed(changes.get(next[teller]++));
        }
      }
      if (random.nextInt(20) == 0) {
        loads = start();
      }
      loads.fireDue(clock);
    }
    loads.fireDue(T0 + 40 * HOUR_MS);
    assertThat(entries(rows)).isZero();
    Map<String, AlertLoad> last = new HashMap<>();
    for (AlertLoad load : published) {
      last.put(
          load.getClinicId() + load.getHourStart(),
          AlertLoad.newBuilder(load).setRevision(0).setToldAt(Instant.EPOCH).build());
    }
    published.clear();
    return last;
  }
}
