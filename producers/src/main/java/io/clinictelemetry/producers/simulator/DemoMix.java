package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Modality;
import java.util.List;
import java.util.Optional;

/** How often what happens in the demonstration's fleet. */
final class DemoMix {

  private static final double LATER_FAULTS = 0.08;

  /** Over within half a minute of the start. */
  private static final List<Disturbance> AT_FIRST =
      List.of(FaultKind.REGULATOR_STUCK, FaultKind.OUTPUT_SPIKE);

  private static final List<Disturbance> LATER = AT_FIRST;

  private DemoMix() {}

  /** What disturbs a session; empty for most. */
  static Optional<Disturbance> draw(
      Dice dice, DeviceProfile profile, Modality modality, int session) {
    if (session == 0 && profile.firstSessionFaulty()) {
      return Optional.of(dice.pick(fitting(AT_FIRST, profile, modality)));
    }
    return session > 0 && dice.chance(LATER_FAULTS)
        ? Optional.of(dice.pick(fitting(LATER, profile, modality)))
        : Optional.empty();
  }

  private static List<Disturbance> fitting(
      List<Disturbance> from, DeviceProfile profile, Modality modality) {
    return from.stream()
        .filter(kind -> kind.modality().equals(Optional.of(modality)))
        .filter(profile::canHave)
        .toList();
  }
}
