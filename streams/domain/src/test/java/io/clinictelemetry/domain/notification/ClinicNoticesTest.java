package io.clinictelemetry.domain.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.notification.Happening.What;
import io.clinictelemetry.domain.notification.Told.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClinicNoticesTest {

  private static final long START = 1_000_000_000L;
  private static final String SOFT = "suction-soft-high";
  private static final String HARD = "suction-hard-high";

  private final Clinic clinic = new Clinic();

  /** A clinic whose state goes through what is remembered at every step, as in a notifier. */
  private static final class Clinic {
    private final Map<String, Told> alerts = new HashMap<>();
    private final List<String> told = new ArrayList<>();
    private Flood flood = new Flood();
    private Optional<Storm> storm = Optional.empty();
    private long nowMs = START;
    private long dueMs = ClinicNotices.NEVER;

    private void hear(String id, What what, boolean calls, String rule) {
      Told known = alerts.get(id);
      ClinicNotices notices = notices(known == null ? List.of() : List.of(known));
      long triggeredAtMs = known == null ? nowMs : known.triggeredAtMs();
      notices.heard(
          new Happening(id, what, nowMs, calls, rule, rule.contains("hard"), triggeredAtMs), nowMs);
      keep(notices);
    }

    private void opens(String rule, String... ids) {
      Arrays.stream(ids).forEach(id -> hear(id, What.OPENED, true, rule));
    }

    private void clears(String rule, String... ids) {
      Arrays.stream(ids).forEach(id -> hear(id, What.CLEARED, false, rule));
    }

    private void pass(long ms) {
      long end = nowMs + ms;
      while (dueMs <= end) {
        nowMs = Math.max(nowMs, dueMs);
        due(false);
      }
      nowMs = end;
    }

    private void due(boolean caughtUp) {
      ClinicNotices notices =
          notices(
              alerts.values().stream()
                  .filter(
                      one ->
                          one.place() == Place.HELD || (caughtUp && one.place() == Place.DORMANT))
                  .toList());
      notices.due(nowMs, caughtUp);
      keep(notices);
    }

    private ClinicNotices notices(List<Told> some) {
      Map<Long, Map<String, Integer>> bins = new TreeMap<>(flood.bins());
      return new ClinicNotices("c1", START, new Flood(bins, flood.isOn()), storm, some);
    }

    private void keep(ClinicNotices notices) {
      notices.alerts().forEach(one -> alerts.put(one.alertId(), one));
      flood = notices.flood();
      storm = notices.storm();
      for (Message message : notices.messages()) {
        told.add(
            message.key()
                + " "
                + message.version()
                + " "
                + message.event()
                + (message.firing() ? "!" : ""));
      }
      long held =
          alerts.values().stream()
              .filter(one -> one.place() == Place.HELD)
              .mapToLong(Told::releaseAtMs)
              .min()
              .orElse(ClinicNotices.NEVER);
      dueMs = Math.min(held, notices.dueMs(nowMs));
    }

    private List<String> takeTold() {
      List<String> all = List.copyOf(told);
      told.clear();
      return all;
    }
  }

  private static String[] ids(String prefix, int n) {
    return java.util.stream.IntStream.rangeClosed(1, n)
        .mapToObj(i -> prefix + i)
        .toArray(String[]::new);
  }

  @Test
  void anAlertIsToldWhenItOpensEscalatesAndClears() {
    clinic.opens(HARD, "a");
    clinic.pass(ClinicNotices.HOLD_MS - 1);
    assertThat(clinic.takeTold()).isEmpty();
    clinic.pass(1);
    clinic.hear("a", What.ESCALATED, true, HARD);
    clinic.hear("a", What.OTHER, true, HARD);
    clinic.clears(HARD, "a");

    assertThat(clinic.takeTold()).containsExactly("a 1 OPENED!", "a 2 ESCALATED!", "a 3 CLEARED");
  }

  @Test
  void aLatchedAlertThatClearsFiresUntilSomebodyTakesNote() {
    clinic.opens(HARD, "a");
    clinic.pass(2_000);
    clinic.hear("a", What.CLEARED, true, HARD);
    clinic.hear("a", What.ESCALATED, true, HARD);
    clinic.hear("a", What.OTHER, false, HARD);

    assertThat(clinic.takeTold())
        .containsExactly("a 1 OPENED!", "a 2 CLEARED!", "a 3 ESCALATED!", "a 4 ENDED");
  }

  @Test
  void anAlertThatEndsWhileItIsHeldIsToldAllTheSame() {
    clinic.opens(SOFT, "a");
    clinic.pass(300);
    clinic.clears(SOFT, "a");
    clinic.pass(60_000);

    assertThat(clinic.takeTold()).containsExactly("a 1 OPENED!", "a 2 CLEARED");
  }

  @Test
  void anAlertOnAShelfIsToldWhenTheShelfEnds() {
    clinic.hear("a", What.OPENED, false, SOFT);
    clinic.pass(2_000);
    assertThat(clinic.takeTold()).isEmpty();
    clinic.hear("a", What.OTHER, true, SOFT);
    clinic.pass(2_000);
    clinic.hear("a", What.OTHER, false, SOFT);
    clinic.hear("a", What.OTHER, true, SOFT);
    clinic.pass(2_000);

    assertThat(clinic.takeTold()).containsExactly("a 1 OPENED!", "a 2 ENDED", "a 3 OPENED!");
  }

  @Test
  void tenAlertsAreNoStormAndElevenAreOne() {
    clinic.opens(SOFT, ids("a", 10));
    clinic.pass(2_000);
    assertThat(clinic.takeTold()).hasSize(10).allMatch(told -> told.endsWith(" 1 OPENED!"));

    Clinic other = new Clinic();
    other.opens(SOFT, ids("a", 11));
    other.pass(2_000);
    assertThat(other.takeTold()).containsExactly("storm-c1-1000000000 1 OPENED!");
    assertThat(other.storm.orElseThrow().alerts()).isEqualTo(11);
  }

  @Test
  void thousandsOfHighPriorityOfOneRuleAreOneNotificationToTheEnd() {
    String[] ids = ids("a", 5_000);
    clinic.opens(HARD, ids);
    clinic.pass(2_000);
    assertThat(clinic.storm.orElseThrow())
        .extracting(Storm::alerts, Storm::calling, Storm::firstOutId, Storm::beganHigh)
        .containsExactly(5_000, 5_000, "a1", true);
    Arrays.stream(ids).forEach(id -> clinic.hear(id, What.ESCALATED, true, HARD));
    clinic.pass(20 * 60_000);
    clinic.clears(HARD, ids);

    assertThat(clinic.takeTold())
        .containsExactly(
            "storm-c1-1000000000 1 OPENED!",
            "storm-c1-1000000000 2 ESCALATED!",
            "storm-c1-1000000000 3 CLEARED");
  }

  @Test
  void aStormNeverHidesAnAlertOfHighPriorityOfAnotherRule() {
    clinic.opens(SOFT, ids("a", 30));
    clinic.pass(2_000);
    clinic.opens(HARD, "h");
    clinic.pass(2_000);

    assertThat(clinic.takeTold()).containsExactly("storm-c1-1000000000 1 OPENED!", "h 1 OPENED!");
  }

  @Test
  void aStormIsOverWhenTheFloodIsAndNoneOfItsAlertsCalls() {
    clinic.opens(SOFT, ids("a", 12));
    clinic.pass(2_000);
    clinic.clears(SOFT, ids("a", 12));
    assertThat(clinic.takeTold()).containsExactly("storm-c1-1000000000 1 OPENED!");
    clinic.pass(Flood.WINDOW_MS - 10_000);
    assertThat(clinic.takeTold()).isEmpty();
    clinic.pass(30_000);
    assertThat(clinic.takeTold()).containsExactly("storm-c1-1000000000 2 CLEARED");
    assertThat(clinic.dueMs).isEqualTo(ClinicNotices.NEVER);

    clinic.opens(SOFT, "b");
    clinic.pass(2_000);
    assertThat(clinic.takeTold()).containsExactly("b 1 OPENED!");
  }

  @Test
  void aStormThatBecomesOneOfHighPriorityIsEscalated() {
    clinic.opens(SOFT, ids("a", 12));
    clinic.pass(2_000);
    clinic.opens(HARD, ids("h", 11));
    clinic.pass(2_000);

    assertThat(clinic.takeTold())
        .containsExactly("storm-c1-1000000000 1 OPENED!", "storm-c1-1000000000 2 ESCALATED!");
  }

  @Test
  void ofWhatIsOlderThanTheNotifierOnlyWhatStillCallsIsTold() {
    clinic.nowMs = START - 3_600_000;
    clinic.opens(SOFT, "over", "still");
    clinic.clears(SOFT, "over");
    clinic.pass(3_600_000);
    assertThat(clinic.takeTold()).isEmpty();
    clinic.due(true);

    assertThat(clinic.takeTold()).containsExactly("still 1 OPENED!");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverHappensEveryAlertIsToldOnceAndInTheEndNobodyIsNeeded(long seed) {
    Random random = new Random(seed);
    Map<String, String> rules = new HashMap<>();
    Set<String> calling = new HashSet<>();
    Set<String> called = new HashSet<>();
    for (int step = 0; step < 3_000; step++) {
      int dice = random.nextInt(10);
      if (dice < 4) {
        String id = "a" + rules.size();
        rules.put(id, random.nextInt(4) == 0 ? HARD : SOFT + random.nextInt(3));
        boolean calls = random.nextInt(10) > 0;
        clinic.hear(id, What.OPENED, calls, rules.get(id));
        if (calls) {
          calling.add(id);
          called.add(id);
        }
      } else if (!calling.isEmpty() && dice < 9) {
        String id = List.copyOf(calling).get(random.nextInt(calling.size()));
        What what = List.of(What.ESCALATED, What.CLEARED, What.OTHER).get(random.nextInt(3));
        boolean calls = what == What.ESCALATED || random.nextInt(5) == 0;
        clinic.hear(id, what, calls, rules.get(id));
        if (!calls) {
          calling.remove(id);
        }
      } else {
        clinic.pass(random.nextInt(random.nextInt(5) == 0 ? 400_000 : 3_000));
      }
      consistent(calling);
    }
    List.copyOf(calling).forEach(id -> clinic.clears(rules.get(id), id));
    clinic.pass(2 * Flood.WINDOW_MS);
    consistent(Set.of());

    assertThat(clinic.storm).isEmpty();
    Map<String, Integer> versions = new HashMap<>();
    Map<String, String> last = new HashMap<>();
    for (String told : clinic.told) {
      List<String> words = List.of(told.split(" ", -1));
      int version = Integer.parseInt(words.get(1));
      assertThat(version).as(told).isEqualTo(versions.getOrDefault(words.get(0), 0) + 1);
      assertThat(version == 1).as(told).isEqualTo("OPENED!".equals(words.get(2)) && version == 1);
      versions.put(words.get(0), version);
      last.put(words.get(0), words.get(2));
    }
    assertThat(last.values()).allMatch(event -> !event.endsWith("!"));
    for (String id : rules.keySet()) {
      Place place = clinic.alerts.get(id).place();
      assertThat(place)
          .as(id)
          .isIn(
              called.contains(id) ? List.of(Place.ALONE, Place.IN_STORM) : List.of(Place.NOWHERE));
      assertThat(versions.containsKey(id)).as(id).isEqualTo(place == Place.ALONE);
    }
  }

  /** What is told is what calls: alone, in the storm, or held for a moment. */
  private void consistent(Set<String> calling) {
    Set<String> known = new HashSet<>();
    int inStorm = 0;
    for (Told told : clinic.alerts.values()) {
      if (told.calls()) {
        known.add(told.alertId());
        inStorm += told.place() == Place.IN_STORM ? 1 : 0;
      }
    }
    assertThat(known).isEqualTo(calling);
    assertThat(clinic.storm.map(Storm::calling).orElse(0)).isEqualTo(inStorm);
    assertThat(inStorm == 0 || clinic.storm.orElseThrow().firing()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void floodsAreThoseThatCountingEveryOpeningFinds(long seed) {
    Random random = new Random(seed);
    Flood flood = new Flood();
    List<Long> openings = new ArrayList<>();
    boolean expected = false;
    long nowMs = START;
    for (int step = 0; step < 2_000; step++) {
      nowMs += random.nextInt(random.nextInt(20) == 0 ? 900_000 : 60_000);
      if (random.nextBoolean()) {
        flood.opened(SOFT, nowMs);
        openings.add(nowMs);
        expected |= within(openings, nowMs) > 10;
      }
      flood.at(nowMs);
      expected &= within(openings, nowMs) >= 5;
      assertThat(flood.isOn()).as("step %d", step).isEqualTo(expected);
    }
  }

  /** Openings in the bins of 10 s of which some part is less than 10 minutes before. */
  private static long within(List<Long> openings, long nowMs) {
    return openings.stream().filter(at -> at / 10_000 * 10_000 > nowMs - 600_000).count();
  }
}
