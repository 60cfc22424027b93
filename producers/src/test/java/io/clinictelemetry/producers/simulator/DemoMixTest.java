package io.clinictelemetry.producers.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.Modality;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemoMixTest {

  private static final List<DeviceProfile> DEVICES =
      FleetPlan.of(new FleetOptions(24, 3, 1, Programme.SHORT, true, Path.of("unused"))).devices();

  /** The 100 sessions after the first of each device. */
  private static Stream<Optional<Disturbance>> drawn(Programme programme) {
    return DEVICES.stream()
        .flatMap(
            device ->
                Stream.iterate(1, n -> n + 1)
                    .limit(100)
                    .map(
                        session -> {
                          Dice dice = Dice.of(7, device.index(), session);
                          Modality modality = dice.pick(device.inventory().getModalities());
                          return DemoMix.draw(dice, device, programme, modality, session);
                        }));
  }

  @Test
  void allFaultsThatFitAndAllControlsHappenAtTheirRates() {
    Map<Boolean, Long> counts =
        drawn(Programme.SHORT)
            .flatMap(Optional::stream)
            .collect(Collectors.partitioningBy(FaultKind.class::isInstance, Collectors.counting()));
    Set<Disturbance> expected = new HashSet<>(DemoMix.OF_SHORT_SESSIONS);
    expected.addAll(List.of(ControlKind.values()));

    assertThat(drawn(Programme.SHORT).flatMap(Optional::stream).collect(Collectors.toSet()))
        .isEqualTo(expected);
    assertThat(counts.get(true) / 2_400.0).isBetween(0.05, 0.11);
    assertThat(counts.get(false) / 2_400.0).isBetween(0.08, 0.15);
  }

  @Test
  void onlyAProgrammeOfFullLengthHasATimerThatDoesNotStop() {
    assertThat(drawn(Programme.FULL).flatMap(Optional::stream)).contains(FaultKind.TIMER_STUCK);
  }
}
