package io.clinictelemetry.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.intake.DeviceOrder.Arrival;
import org.junit.jupiter.api.Test;

class DeviceOrderTest {

  private final DeviceOrder order = new DeviceOrder();

  private static Position at(long bootId, long seq) {
    return new Position(bootId, seq);
  }

  /** Takes all events of boot 0 before the number. */
  private void takeUpTo(long seq) {
    for (long i = 0; i < seq; i++) {
      assertThat(order.arrive(at(0, i))).isEqualTo(Arrival.NEXT);
      assertThat(order.advance()).isEmpty();
    }
  }

  @Test
  void aDeviceThatIsFirstHeardInTheMiddleOfABootWaitsForItsBeginning() {
    assertThat(order.arrive(at(3, 7))).isEqualTo(Arrival.WAITS);
    assertThat(order.cursor()).contains(at(3, 0));
    assertThat(order.firstWaiting()).contains(at(3, 7));
  }

  @Test
  void aDeviceThatIsFirstHeardAtTheBeginningOfABootIsTakenAtOnce() {
    assertThat(order.arrive(at(3, 0))).isEqualTo(Arrival.NEXT);
    assertThat(order.advance()).isEmpty();
    assertThat(order.cursor()).contains(at(3, 1));
  }

  @Test
  void whatWaitedBehindAGapFollowsWhenTheGapCloses() {
    takeUpTo(1);
    assertThat(order.arrive(at(0, 2))).isEqualTo(Arrival.WAITS);
    assertThat(order.arrive(at(0, 1))).isEqualTo(Arrival.NEXT);
    assertThat(order.advance()).contains(at(0, 2));
    assertThat(order.advance()).isEmpty();
    assertThat(order.gapsDeclared()).isZero();
  }

  @Test
  void aGapIsDeclaredEarlyWhenTooManyEventsWaitBehindIt() {
    takeUpTo(1);
    order.arriveUnusable(at(0, 2));
    for (long i = 0; i < DeviceOrder.MAX_WAITING; i++) {
      assertThat(order.arrive(at(0, 3 + i))).isEqualTo(Arrival.WAITS);
      assertThat(order.mustDeclareGap()).isFalse();
    }
    assertThat(order.arrive(at(0, 3 + DeviceOrder.MAX_WAITING))).isEqualTo(Arrival.WAITS);
    assertThat(order.mustDeclareGap()).isTrue();

    assertThat(order.declareGap()).contains(at(0, 3));
    for (long i = 1; i <= DeviceOrder.MAX_WAITING; i++) {
      assertThat(order.advance()).contains(at(0, 3 + i));
    }
    assertThat(order.advance()).isEmpty();
    assertThat(order.mustDeclareGap()).isFalse();
    assertThat(order.arrive(at(0, 1))).isEqualTo(Arrival.OUT_OF_ORDER);
  }

  @Test
  void aDeclaredGapIsCountedAndWhatComesForItIsOutOfOrder() {
    takeUpTo(1);
    order.arrive(at(0, 2));

    assertThat(order.declareGap()).contains(at(0, 2));
    assertThat(order.advance()).isEmpty();
    assertThat(order.gapsDeclared()).isEqualTo(1);
    assertThat(order.arrive(at(0, 1))).isEqualTo(Arrival.OUT_OF_ORDER);
    assertThat(order.arrive(at(0, 1))).isEqualTo(Arrival.DUPLICATE);
    assertThat(order.cursor()).contains(at(0, 3));
  }

  @Test
  void aLaterBootWaitsBecauseTheEarlierOneMayHaveMoreToSay() {
    takeUpTo(2);
    assertThat(order.arrive(at(1, 0))).isEqualTo(Arrival.WAITS);
    assertThat(order.arrive(at(0, 2))).isEqualTo(Arrival.NEXT);
    assertThat(order.advance()).isEmpty();
    assertThat(order.declareGap()).contains(at(1, 0));
  }

  @Test
  void anUnusableEventClosesTheGapAtItsPlace() {
    takeUpTo(1);
    order.arrive(at(0, 2));

    assertThat(order.arriveUnusable(at(0, 1))).contains(at(0, 2));
    assertThat(order.waitingAtCursor()).contains(at(0, 2));
    assertThat(order.advance()).isEmpty();
    assertThat(order.cursor()).contains(at(0, 3));
    assertThat(order.gapsDeclared()).isZero();
  }

  @Test
  void aUsableCopyOfAnUnusableEventIsTakenOnceOutOfOrder() {
    takeUpTo(1);
    order.arriveUnusable(at(0, 1));

    assertThat(order.arrive(at(0, 1))).isEqualTo(Arrival.OUT_OF_ORDER);
    assertThat(order.arrive(at(0, 1))).isEqualTo(Arrival.DUPLICATE);
  }

  @Test
  void aUsableCopyOfAnUnusableEventAheadOfTheGapWaitsForItsTurn() {
    takeUpTo(1);
    order.arriveUnusable(at(0, 2));

    assertThat(order.arrive(at(0, 2))).isEqualTo(Arrival.WAITS);
    assertThat(order.arrive(at(0, 1))).isEqualTo(Arrival.NEXT);
    assertThat(order.advance()).contains(at(0, 2));
  }

  @Test
  void anUnusableCopyOfATakenEventChangesNothing() {
    takeUpTo(2);

    assertThat(order.arriveUnusable(at(0, 1))).isEmpty();
    assertThat(order.arrive(at(0, 1))).isEqualTo(Arrival.DUPLICATE);
  }

  @Test
  void anEventThatWasRefusedWhenItsTurnCameMayComeAgain() {
    takeUpTo(1);
    order.arrive(at(0, 1));
    order.markUnusable(at(0, 1));
    order.advance();

    assertThat(order.cursor()).contains(at(0, 2));
    assertThat(order.arrive(at(0, 1))).isEqualTo(Arrival.OUT_OF_ORDER);
  }

  @Test
  void nobodyWaitsForUnusableEvents() {
    takeUpTo(1);
    order.arriveUnusable(at(0, 2));

    assertThat(order.firstWaiting()).isEmpty();
    assertThat(order.declareGap()).isEmpty();
  }

  @Test
  void aFloodOfUnusableEventsWithGapsIsForgottenAgain() {
    takeUpTo(1);
    for (long seq = 2; seq < 2_000; seq += 2) {
      order.arriveUnusable(at(0, seq));
    }

    assertThat(order.received().ranges()).hasSizeLessThanOrEqualTo(DeviceOrder.MAX_RANGES);
    assertThat(order.unusable().ranges()).hasSizeLessThanOrEqualTo(DeviceOrder.MAX_RANGES);
    assertThat(order.arrive(at(0, 1))).isEqualTo(Arrival.BEYOND_HORIZON);
    assertThat(order.arrive(at(0, 2_000))).isEqualTo(Arrival.WAITS);
  }

  @Test
  void gapsAreDeclaredEarlyOnlyUntilThereIsRoomAgain() {
    takeUpTo(1);
    order.declareGap();
    for (long seq = 2; seq <= 2L * DeviceOrder.MAX_RANGES; seq += 2) {
      assertThat(order.arrive(at(0, seq))).isEqualTo(Arrival.WAITS);
      assertThat(order.mustDeclareGap()).isFalse();
    }
    order.arrive(at(0, 2L * DeviceOrder.MAX_RANGES + 2));

    assertThat(order.mustDeclareGap()).isTrue();
    assertThat(order.declareGap()).contains(at(0, 2));
    order.advance();
    assertThat(order.mustDeclareGap()).isFalse();
    assertThat(order.horizon()).contains(at(0, 2));
  }

  @Test
  void theNinthBootForgetsTheFirst() {
    for (long boot = 0; boot < DeviceOrder.MAX_BOOTS; boot++) {
      if (order.arrive(at(boot, 0)) == Arrival.WAITS) {
        order.declareGap();
      }
      order.advance();
    }
    assertThat(order.arrive(at(0, 0))).isEqualTo(Arrival.DUPLICATE);

    order.arrive(at(DeviceOrder.MAX_BOOTS, 0));

    assertThat(order.arrive(at(0, 0))).isEqualTo(Arrival.BEYOND_HORIZON);
    assertThat(order.arrive(at(0, 1))).isEqualTo(Arrival.OUT_OF_ORDER);
    assertThat(order.arrive(at(1, 0))).isEqualTo(Arrival.DUPLICATE);
  }
}
