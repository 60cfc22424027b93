package io.clinictelemetry.domain.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.episodes.Subject;
import io.clinictelemetry.domain.load.LoadChange.Acknowledged;
import io.clinictelemetry.domain.load.LoadChange.Left;
import io.clinictelemetry.domain.load.LoadChange.Opened;
import io.clinictelemetry.domain.load.TopSources.Counted;
import io.clinictelemetry.domain.rules.Rule.Kind;
import io.clinictelemetry.domain.rules.Rule.Priority;
import io.clinictelemetry.domain.testing.Property;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The account of one hour. */
class HourLoadTest {

  private static final long T0 = 1_800_000_000_000L;
  private static final long DAY_MS = 86_400_000;

  /** What became of one alert; empty for what did not happen. */
  private record Life(Opened opened, OptionalLong acknowledgedAtMs, OptionalLong leftAtMs) {

    List<LoadChange> changes() {
      List<LoadChange> changes = new ArrayList<>();
      changes.add(opened);
      boolean acknowledged = acknowledgedAtMs.isPresent();
      acknowledgedAtMs.ifPresent(at -> changes.add(new Acknowledged("c", opened.openedAtMs(), at)));
      leftAtMs.ifPresent(at -> changes.add(new Left("c", opened.openedAtMs(), at, acknowledged)));
      return changes;
    }
  }

  private static Opened opened(int second, int source) {
    return new Opened(
        "c",
        T0 + second * 1_000L,
        new Source(Subject.Kind.DEVICE, "d" + source, "rule"),
        Priority.HIGH,
        Kind.TREATMENT,
        false,
        false,
        false);
  }

  private static Life life(Random random) {
    Opened opened =
        new Opened(
            "c",
            T0 + random.nextInt(3_600_000),
            new Source(
                List.of(Subject.Kind.values()).get(random.nextInt(2)),
                "s" + Math.round(Math.abs(random.nextGaussian() * 4)),
                "r" + random.nextInt(3)),
            List.of(Priority.values()).get(random.nextInt(3)),
            List.of(Kind.values()).get(random.nextInt(2)),
            random.nextInt(4) == 0,
            random.nextInt(4) == 0,
            random.nextInt(4) == 0);
    return new Life(
        opened,
        random.nextBoolean() ? OptionalLong.of(after(opened, random)) : OptionalLong.empty(),
        random.nextBoolean() ? OptionalLong.of(after(opened, random)) : OptionalLong.empty());
  }

  private static long after(Opened opened, Random random) {
    return opened.openedAtMs()
        + (random.nextBoolean()
            ? AcknowledgeTimes.BOUNDS_MS.get(random.nextInt(11)) + random.nextInt(3) - 1
            : random.nextInt(600_000));
  }

  /** Each alert's changes in their order, and those of different alerts in any. */
  private static HourLoad account(List<Life> lives, Random random) {
    List<List<LoadChange>> left = new ArrayList<>(lives.stream().map(Life::changes).toList());
    HourLoad load = HourLoad.EMPTY;
    Map<Source, Long> sources = new HashMap<>();
    while (!left.isEmpty()) {
      List<LoadChange> one = left.get(random.nextInt(left.size()));
      LoadChange next = one.remove(0);
      if (one.isEmpty()) {
        left.remove(one);
      }
      if (next instanceof Opened opened) {
        load = load.opened(opened, sources.merge(opened.source(), 1L, Long::sum));
      } else if (next instanceof Acknowledged acknowledged) {
        load = load.acknowledged(acknowledged).orElseThrow();
      } else {
        load = load.left((Left) next).orElseThrow();
      }
      addsUp(load);
    }
    return load;
  }

  private static void addsUp(HourLoad load) {
    Openings openings = load.openings();
    assertThat(openings.alerts())
        .isEqualTo(openings.high() + openings.medium() + openings.low())
        .isEqualTo(load.top().alerts() + load.ofOtherSources())
        .isEqualTo(load.acknowledged().total() + load.leftUnacknowledged() + load.waiting());
    assertThat(load.waiting()).isBetween(0L, load.active());
    assertThat(load.ofOtherSources()).isNotNegative();
    assertThat(load.stale()).isBetween(0L, openings.alerts());
  }

  @Test
  void isThatOfAnOracleWhateverTheOrderInWhichAlertsAreTold() {
    Property.forAll(
        500,
        random -> random.ints(random.nextInt(120)).mapToObj(i -> life(random)).toList(),
        (lives, random) -> {
          HourLoad load = account(lives, random);
          Openings openings = load.openings();
          assertThat(openings.alerts()).isEqualTo(lives.size());
          assertThat(openings.high()).isEqualTo(count(lives, a -> a.priority() == Priority.HIGH));
          assertThat(openings.medium())
              .isEqualTo(count(lives, a -> a.priority() == Priority.MEDIUM));
          assertThat(openings.technical()).isEqualTo(count(lives, a -> a.kind() == Kind.TECHNICAL));
          assertThat(openings.late()).isEqualTo(count(lives, Opened::late));
          assertThat(openings.shelved()).isEqualTo(count(lives, Opened::shelved));
          assertThat(openings.announced()).isEqualTo(count(lives, a -> !a.late() && !a.shelved()));
          assertThat(openings.chattering()).isEqualTo(count(lives, Opened::chattering));
          assertThat(load.acknowledged().counts()).isEqualTo(bucketsByDefinition(lives));
          assertThat(load.stale()).isEqualTo(lives.stream().filter(HourLoadTest::stale).count());
          assertThat(load.active())
              .isEqualTo(lives.stream().filter(life -> life.leftAtMs().isEmpty()).count());
          assertThat(load.top().sources()).isEqualTo(topByDefinition(lives));
          assertThat(load.sources())
              .isEqualTo(lives.stream().map(life -> life.opened().source()).distinct().count());
          assertThat(load).isEqualTo(account(lives, random));
        });
  }

  private static long count(List<Life> lives, Predicate<Opened> which) {
    return lives.stream().map(Life::opened).filter(which).count();
  }

  private static boolean stale(Life life) {
    return life.leftAtMs().isEmpty()
        || life.leftAtMs().getAsLong() > life.opened().openedAtMs() + DAY_MS;
  }

  private static List<Long> bucketsByDefinition(List<Life> lives) {
    List<Long> counts = new ArrayList<>();
    long over = Long.MIN_VALUE;
    List<Long> bounds = new ArrayList<>(AcknowledgeTimes.BOUNDS_MS);
    bounds.add(Long.MAX_VALUE);
    for (long bound : bounds) {
      long above = over;
      counts.add(
          lives.stream()
              .filter(life -> life.acknowledgedAtMs().isPresent())
              .mapToLong(life -> life.acknowledgedAtMs().getAsLong() - life.opened().openedAtMs())
              .filter(ms -> ms > above && ms <= bound)
              .count());
      over = bound;
    }
    return counts;
  }

  private static List<Counted> topByDefinition(List<Life> lives) {
    return lives.stream()
        .collect(Collectors.groupingBy(life -> life.opened().source(), Collectors.counting()))
        .entrySet()
        .stream()
        .map(entry -> new Counted(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparing((Counted counted) -> -counted.alerts())
                .thenComparing(counted -> counted.source().subjectId())
                .thenComparing(counted -> counted.source().rule())
                .thenComparing(counted -> counted.source().kind()))
        .limit(10)
        .toList();
  }

  @Test
  void isStaleOnceItIsOnTheListForMoreThanADay() {
    HourLoad one = HourLoad.EMPTY.opened(opened(0, 1), 1);
    assertThat(one.stale()).isEqualTo(1);

    assertThat(one.left(new Left("c", T0, T0 + DAY_MS, false)).orElseThrow().stale()).isZero();
    assertThat(one.left(new Left("c", T0, T0 + DAY_MS + 1, false)).orElseThrow().stale())
        .isEqualTo(1);
  }

  @Test
  void takesNothingOfAnAlertThatItDidNotCount() {
    Acknowledged acknowledged = new Acknowledged("c", T0, T0 + 1_000);
    assertThat(HourLoad.EMPTY.acknowledged(acknowledged)).isEqualTo(Optional.empty());
    assertThat(HourLoad.EMPTY.left(new Left("c", T0, T0, false))).isEmpty();

    HourLoad one = HourLoad.EMPTY.opened(opened(0, 1), 1);
    assertThat(one.left(new Left("c", T0, T0, true))).as("nobody acknowledged one").isEmpty();
    HourLoad seen = one.acknowledged(acknowledged).orElseThrow();
    assertThat(seen.acknowledged(acknowledged)).isEmpty();
    assertThat(seen.left(new Left("c", T0, T0, false))).isEmpty();
  }

  @Test
  void aCommandThatIsStampedBeforeTheOpeningTookNoTime() {
    HourLoad one = HourLoad.EMPTY.opened(opened(10, 1), 1);

    assertThat(
            one.acknowledged(new Acknowledged("c", T0 + 10_000, T0 + 9_000))
                .orElseThrow()
                .acknowledged()
                .counts()
                .get(0))
        .isEqualTo(1);
  }

  @Test
  void theHourIsAFullOneOfUtc() {
    assertThat(HourLoad.startMs(7_200_000)).isEqualTo(7_200_000);
    assertThat(HourLoad.startMs(7_199_999)).isEqualTo(3_600_000);
    assertThat(HourLoad.settledAtMs(3_600_000)).isEqualTo(7_200_000 + DAY_MS);
  }
}
