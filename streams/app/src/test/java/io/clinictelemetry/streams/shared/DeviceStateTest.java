package io.clinictelemetry.streams.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinictelemetry.domain.intake.Position;
import io.clinictelemetry.streams.testing.Committed;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered of a device, as bytes. */
class DeviceStateTest {

  private final RecordingLogic logic = new RecordingLogic();

  private DeviceState<RecordingLogic.Seen> random(long seed) {
    Random random = new Random(seed);
    DeviceState<RecordingLogic.Seen> state = DeviceState.empty(logic);
    long bootId = -1;
    long smallestDifferenceMs = Long.MAX_VALUE;
    for (int i = 0; i < random.nextInt(60); i++) {
      Position position = new Position(1 + random.nextInt(3), random.nextInt(100));
      if (random.nextInt(4) == 0) {
        state.order.arriveUnusable(position);
      } else {
        state.order.arrive(position);
      }
      if (random.nextInt(8) == 0) {
        state.order.declareGap();
      }
      long sentAtMs = random.nextLong() >>> 24;
      long differenceMs = (random.nextLong() >>> 24) - sentAtMs;
      if (position.bootId() > bootId) {
        bootId = position.bootId();
        smallestDifferenceMs = differenceMs;
      } else if (position.bootId() == bootId) {
        smallestDifferenceMs = Math.min(smallestDifferenceMs, differenceMs);
      }
      state.offsets.freeze("session-" + random.nextInt(20), random.nextLong());
    }
    if (bootId >= 0) {
      state.clock.observe(bootId, 0, smallestDifferenceMs);
    }
    state.application.events = random.nextInt();
    state.application.deadlineMs = random.nextLong();
    state.gapDeadlineMs = random.nextBoolean() ? DeviceState.NONE : random.nextLong() >>> 24;
    state.armedMs = random.nextBoolean() ? DeviceState.NONE : random.nextLong() >>> 24;
    return state;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
  void readsWhatItWrote(long seed) {
    DeviceState<RecordingLogic.Seen> state = random(seed);

    byte[] bytes = state.encode(logic);
    DeviceState<RecordingLogic.Seen> read = DeviceState.decode(bytes, logic);

    assertThat(read.encode(logic)).isEqualTo(bytes);
    assertThat(read.order.received().ranges()).isEqualTo(state.order.received().ranges());
    assertThat(read.order.unusable().ranges()).isEqualTo(state.order.unusable().ranges());
    assertThat(read.order.cursor()).isEqualTo(state.order.cursor());
    assertThat(read.order.horizon()).isEqualTo(state.order.horizon());
    assertThat(read.order.gapsDeclared()).isEqualTo(state.order.gapsDeclared());
    assertThat(read.clock.bootId()).isEqualTo(state.clock.bootId());
    assertThat(read.clock.smallestDifferenceMs()).isEqualTo(state.clock.smallestDifferenceMs());
    assertThat(read.offsets.offsets().entrySet())
        .as("in the order in which they are forgotten")
        .containsExactlyElementsOf(state.offsets.offsets().entrySet());
    assertThat(read.gapDeadlineMs).isEqualTo(state.gapDeadlineMs);
    assertThat(read.armedMs).isEqualTo(state.armedMs);
    assertThat(read.application.events).isEqualTo(state.application.events);
    assertThat(read.application.deadlineMs).isEqualTo(state.application.deadlineMs);
  }

  @Test
  void keepsTheLayoutOfItsVersion() {
    Committed.checkLayout(
        "device-2.hex", LongStream.range(0, 6).mapToObj(seed -> random(seed).encode(logic)));
  }

  @Test
  void readsWhatAnEarlierReleaseWrote() {
    List<byte[]> written = Committed.layout("device-1.hex");

    assertThat(written).hasSize(6);
    for (int seed = 0; seed < written.size(); seed++) {
      assertThat(DeviceState.decode(written.get(seed), logic).encode(logic))
          .as("the same fields, in the newest layout")
          .isEqualTo(random(seed).encode(logic));
    }
  }

  @Test
  void refusesANewerVersionAndSaysWhatToDo() {
    byte[] newer = random(1).encode(logic);
    newer[0]++;

    assertThatThrownBy(() -> DeviceState.decode(newer, logic))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "state of version 3, but this release reads up to 2: run the release that wrote it");
  }

  @Test
  void refusesBytesThatAreTorn() {
    byte[] bytes = random(1).encode(logic);

    assertThatThrownBy(() -> DeviceState.decode(Arrays.copyOf(bytes, bytes.length - 1), logic))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("state that ends too early");
  }
}
