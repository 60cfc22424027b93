package io.clinictelemetry.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.intake.Intake.Taken;
import io.clinictelemetry.domain.intake.RandomLog.Entry;
import io.clinictelemetry.domain.intake.RandomLog.Kind;
import io.clinictelemetry.domain.testing.Property;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class DeviceOrderPropertyTest {

  private static final int LOGS = 400;

  /** A known device that has sent nothing yet. */
  private static Intake newIntake() {
    return new Intake(
        new DeviceOrder(
            new PositionRanges(),
            new PositionRanges(),
            Optional.of(new Position(0, 0)),
            Optional.empty(),
            0));
  }

  private static Intake read(List<Entry> log) {
    Intake intake = newIntake();
    for (Entry record : log) {
      arrive(intake, record);
    }
    intake.clock(Long.MAX_VALUE - 1);
    return intake;
  }

  private static void arrive(Intake intake, Entry record) {
    switch (record.kind()) {
      case USABLE -> intake.arrive(record.position(), record.appendedAtMs());
      case UNUSABLE -> intake.arriveUnusable(record.position(), record.appendedAtMs());
      case REFUSED -> intake.arriveRefused(record.position(), record.appendedAtMs());
    }
  }

  private static boolean isUsable(Entry record) {
    return record.kind() == Kind.USABLE;
  }

  private static Set<Position> usable(List<Entry> log) {
    Set<Position> positions = new HashSet<>();
    log.stream()
        .filter(DeviceOrderPropertyTest::isUsable)
        .forEach(record -> positions.add(record.position()));
    return positions;
  }

  /** The second and later usable events of a position. */
  private static List<Position> copies(List<Entry> log) {
    Set<Position> seen = new HashSet<>();
    return log.stream()
        .filter(DeviceOrderPropertyTest::isUsable)
        .map(Entry::position)
        .filter(position -> !seen.add(position))
        .toList();
  }

  /** When each position first came as a usable event. */
  private static Map<Position, Long> arrivals(List<Entry> log) {
    Map<Position, Long> arrivals = new HashMap<>();
    log.stream()
        .filter(DeviceOrderPropertyTest::isUsable)
        .forEach(record -> arrivals.putIfAbsent(record.position(), record.appendedAtMs()));
    return arrivals;
  }

  private static void assertRising(List<Taken> taken) {
    Position latest = new Position(0, -1);
    for (Taken event : taken) {
      if (!event.outOfOrder()) {
        assertThat(event.position()).isGreaterThan(latest);
        latest = event.position();
      }
    }
  }

  @Test
  void eachUsableEventIsTakenOnceAndAllItsCopiesAreDuplicates() {
    AtomicInteger outOfOrder = new AtomicInteger();

    Property.forAll(
        LOGS,
        RandomLog::ordinary,
        (log, random) -> {
          Intake intake = read(log);

          assertThat(intake.taken())
              .extracting(Taken::position)
              .containsExactlyInAnyOrderElementsOf(usable(log));
          assertThat(intake.duplicates()).containsAll(copies(log));
          assertThat(intake.beyondHorizon()).isEmpty();
          assertThat(intake.waiting()).isEmpty();
          outOfOrder.addAndGet((int) intake.taken().stream().filter(Taken::outOfOrder).count());
        });

    assertThat(outOfOrder.get())
        .as("events out of order, lest it was easy")
        .isGreaterThan(LOGS / 2);
  }

  @Test
  void whatIsTakenInOrderRisesAndNothingWaitsLongerThanTheGapWait() {
    Property.forAll(
        LOGS,
        RandomLog::ordinary,
        (log, random) -> {
          Intake intake = read(log);
          Map<Position, Long> arrivals = arrivals(log);

          assertRising(intake.taken());
          for (Taken event : intake.taken()) {
            assertThat(event.atMs() - arrivals.get(event.position()))
                .as("wait of %s", event)
                .isBetween(0L, DeviceOrder.GAP_WAIT_MS);
          }
        });
  }

  @Test
  void onlyWhatCameAfterTheGapWaitOrWasUnusableAtFirstIsOutOfOrder() {
    Property.forAll(
        LOGS,
        RandomLog::ordinary,
        (log, random) -> {
          Intake intake = read(log);

          for (Taken event : intake.taken()) {
            if (event.outOfOrder()) {
              assertThat(unusableBefore(log, event) || gapWasDeclared(log, event))
                  .as("%s may be out of order", event)
                  .isTrue();
            }
          }
        });
  }

  private static boolean unusableBefore(List<Entry> log, Taken event) {
    return log.stream()
        .anyMatch(
            record ->
                !isUsable(record)
                    && record.position().equals(event.position())
                    && record.appendedAtMs() <= event.atMs());
  }

  private static boolean gapWasDeclared(List<Entry> log, Taken event) {
    return log.stream()
        .anyMatch(
            record ->
                record.kind() != Kind.UNUSABLE
                    && record.position().compareTo(event.position()) > 0
                    && record.appendedAtMs() + DeviceOrder.GAP_WAIT_MS <= event.atMs());
  }

  @Test
  void writingAndReadingTheStateChangesNothing() {
    Property.forAll(
        LOGS / 3,
        random -> random.nextBoolean() ? RandomLog.ordinary(random) : RandomLog.terrible(random),
        (log, random) -> {
          Intake undisturbed = read(log);
          Intake restarted = newIntake();
          for (Entry record : log) {
            arrive(restarted, record);
            if (random.nextInt(4) == 0) {
              restarted.restart();
            }
          }
          restarted.clock(Long.MAX_VALUE - 1);

          assertThat(restarted.taken()).isEqualTo(undisturbed.taken());
          assertThat(restarted.duplicates()).isEqualTo(undisturbed.duplicates());
          assertThat(restarted.beyondHorizon()).isEqualTo(undisturbed.beyondHorizon());
        });
  }

  @Test
  void memoryIsBoundedAndWhatIsNotTakenForItIsBeyondTheHorizon() {
    AtomicInteger beyond = new AtomicInteger();

    Property.forAll(
        100,
        RandomLog::terrible,
        (log, random) -> {
          Intake intake = newIntake();
          for (Entry record : log) {
            Optional<Position> horizon = intake.order().horizon();
            arrive(intake, record);
            assertBounded(intake.order());
            if (!intake.order().horizon().equals(horizon)) {
              assertFull(intake.order());
            }
          }
          intake.clock(Long.MAX_VALUE - 1);

          assertThat(intake.waiting()).isEmpty();
          assertThat(intake.taken()).extracting(Taken::position).doesNotHaveDuplicates();
          assertRising(intake.taken());
          Set<Position> dealtWith = new HashSet<>(intake.beyondHorizon());
          intake.taken().forEach(event -> dealtWith.add(event.position()));
          assertThat(dealtWith).containsAll(usable(log));
          beyond.addAndGet(intake.beyondHorizon().size());
        });

    assertThat(beyond.get()).as("events beyond the horizon, lest it was easy").isGreaterThan(100);
  }

  private static void assertBounded(DeviceOrder order) {
    assertThat(order.received().size()).isLessThanOrEqualTo(DeviceOrder.MAX_RANGES);
    assertThat(order.unusable().size()).isLessThanOrEqualTo(DeviceOrder.MAX_RANGES);
    assertThat(order.received().boots()).isLessThanOrEqualTo(DeviceOrder.MAX_BOOTS);
  }

  /**
   * Something was forgotten just now, so hardly more could have been remembered: the event that
   * came may have closed a gap since, or replaced an unusable one.
   */
  private static void assertFull(DeviceOrder order) {
    assertThat(
            order.received().size() >= DeviceOrder.MAX_RANGES - 2
                || order.unusable().size() >= DeviceOrder.MAX_RANGES - 2
                || order.received().boots() == DeviceOrder.MAX_BOOTS)
        .isTrue();
  }

  @Test
  void whatIsBeyondTheHorizonLiesBeforeAllThatIsRemembered() {
    Property.forAll(
        100,
        RandomLog::terrible,
        (log, random) -> {
          Intake intake = newIntake();
          for (Entry record : log) {
            int before = intake.beyondHorizon().size();
            arrive(intake, record);
            if (intake.beyondHorizon().size() > before) {
              assertThat(record.position())
                  .isLessThan(intake.order().received().ranges().get(0).first())
                  .isLessThan(intake.order().cursor().orElseThrow());
            }
          }
        });
  }
}
