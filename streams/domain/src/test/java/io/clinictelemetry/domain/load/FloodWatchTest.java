package io.clinictelemetry.domain.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.load.FloodWatch.Flooded;
import io.clinictelemetry.domain.testing.Property;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Floods of alerts, from when to when. */
class FloodWatchTest {

  private static final long MIN_MS = 60_000;
  private static final long HOUR_MS = 60 * MIN_MS;
  private static final long T0 = 500_000 * HOUR_MS;

  /** Longer than any flood of the tests lasts. */
  private static final long LATER = T0 + 24 * HOUR_MS;

  private final FloodWatch watch = new FloodWatch();

  private void opens(int alerts, long atMs) {
    for (int i = 0; i < alerts; i++) {
      watch.opened(T0 + atMs);
    }
  }

  @Test
  void tenInTenMinutesAreNoFlood() {
    opens(10, 0);

    assertThat(watch.judge(LATER)).isEmpty();
    assertThat(watch.isForgotten()).isTrue();
  }

  @Test
  void elevenAreOneUntilFewerThanFiveAreLeftOfTheLastTenMinutes() {
    opens(7, 0);
    opens(4, 5 * MIN_MS);

    // The seven are out of the ten minutes when the bin at +10 min ends them.
    assertThat(watch.judge(LATER)).containsExactly(Map.entry(T0, new Flooded(5 * MIN_MS, 1)));
  }

  @Test
  void aFloodGoesOnWhileThereAreFive() {
    opens(7, 0);
    opens(5, 5 * MIN_MS);

    assertThat(watch.judge(LATER)).containsExactly(Map.entry(T0, new Flooded(10 * MIN_MS, 1)));
  }

  @Test
  void whatIsTenMinutesOldToTheBinIsNotOfTheLastTenMinutes() {
    opens(1, 0);
    opens(10, 10 * MIN_MS - 1);
    assertThat(watch.judge(LATER)).hasSize(1);

    opens(1, 2 * HOUR_MS);
    opens(10, 2 * HOUR_MS + 10 * MIN_MS);
    assertThat(watch.judge(LATER + HOUR_MS)).isEmpty();
  }

  @Test
  void aFloodThatGoesOnIntoTheNextHourBeganInTheFirst() {
    opens(11, 55 * MIN_MS);

    assertThat(watch.judge(LATER))
        .containsExactly(
            Map.entry(T0, new Flooded(5 * MIN_MS, 1)),
            Map.entry(T0 + HOUR_MS, new Flooded(5 * MIN_MS, 0)));
  }

  @Test
  void aBinIsJudgedOnceTheClockIsPastIt() {
    opens(11, 0);

    assertThat(watch.dueMs()).isEqualTo(T0 + 10_000);
    assertThat(watch.judge(T0 + 9_999)).isEmpty();
    assertThat(watch.judge(T0 + 10_000)).containsExactly(Map.entry(T0, new Flooded(10_000, 1)));
    assertThat(watch.dueMs()).isEqualTo(T0 + 20_000);
    assertThat(watch.judge(T0 + 20_000)).containsExactly(Map.entry(T0, new Flooded(10_000, 0)));
  }

  @Test
  void anAlertIsForgottenAfterTenMinutes() {
    opens(1, 0);
    watch.judge(T0 + 10_000);

    assertThat(watch.dueMs()).isEqualTo(T0 + 10 * MIN_MS);
    watch.judge(watch.dueMs());
    assertThat(watch.isForgotten()).isTrue();
    assertThat(watch.dueMs()).isEqualTo(FloodWatch.NEVER);
  }

  @Test
  void neitherTheOrderNorWhenItIsJudgedChangesAFlood() {
    Property.forAll(
        400,
        FloodWatchTest::bursts,
        (openings, random) -> {
          Map<Long, Flooded> expected = oracle(openings);

          List<Long> shuffled = new ArrayList<>(openings);
          Collections.shuffle(shuffled, random);
          FloodWatch atOnce = new FloodWatch();
          shuffled.forEach(atOnce::opened);
          assertThat(atOnce.judge(LATER)).isEqualTo(expected);

          assertThat(asTold(openings, random, false)).isEqualTo(expected);
          assertThat(asTold(openings, random, true)).as("when it is due").isEqualTo(expected);
        });
  }

  /** As the stage does it: the clock goes on, and what is before it was told. */
  private static Map<Long, Flooded> asTold(List<Long> openings, Random random, boolean whenDue) {
    Map<Long, Flooded> hours = new TreeMap<>();
    List<Long> left = new ArrayList<>(openings);
    FloodWatch watch = new FloodWatch();
    for (long clock = T0; clock <= LATER; clock += 1 + random.nextInt(900_000)) {
      long now = clock;
      List<Long> told = left.stream().filter(at -> at < now).toList();
      left.removeAll(told);
      told.forEach(watch::opened);
      if (!whenDue || watch.dueMs() <= now) {
        watch
            .judge(now)
            .forEach(
                (hour, flooded) ->
                    hours.merge(
                        hour,
                        flooded,
                        (a, b) -> new Flooded(a.ms() + b.ms(), a.begun() + b.begun())));
        watch = new FloodWatch(watch.openings(), watch.flooding(), watch.nextBin());
      }
    }
    assertThat(left).isEmpty();
    assertThat(watch.isForgotten()).isTrue();
    return hours;
  }

  private static List<Long> bursts(Random random) {
    List<Long> openings = new ArrayList<>();
    for (int burst = random.nextInt(8); burst >= 0; burst--) {
      long from = T0 + random.nextInt((int) (3 * HOUR_MS));
      int spread = 1 + random.nextInt(15 * (int) MIN_MS);
      for (int alert = random.nextInt(25); alert >= 0; alert--) {
        openings.add(from + random.nextInt(spread));
      }
    }
    return openings;
  }

  /** Looks at every bin, and at every alert for each. */
  private static Map<Long, Flooded> oracle(List<Long> openings) {
    Map<Long, Flooded> hours = new TreeMap<>();
    boolean flooding = false;
    for (long bin = T0; bin < LATER; bin += 10_000) {
      long end = bin + 10_000;
      long within = openings.stream().filter(at -> at < end && at >= end - 600_000).count();
      boolean before = flooding;
      flooding = before ? within >= 5 : within > 10;
      if (flooding) {
        Flooded more = new Flooded(10_000, before ? 0 : 1);
        hours.merge(
            bin / HOUR_MS * HOUR_MS,
            more,
            (a, b) -> new Flooded(a.ms() + b.ms(), a.begun() + b.begun()));
      }
    }
    return hours;
  }
}
