package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Modality;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How often what happens in the demonstration's fleet. */
final class DemoMix {

  private static final double FAULTS = 0.08;
  private static final double CONTROLS = 0.12;

  /** Over within half a minute of the start. */
  private static final List<Disturbance> AT_FIRST =
      List.of(FaultKind.REGULATOR_STUCK, FaultKind.OUTPUT_SPIKE);

  /** Faults that fit into any session. A stuck timer shows in those of full length alone. */
  static final Set<FaultKind> OF_SHORT_SESSIONS =
      EnumSet.of(
          FaultKind.HOSE_LEAK,
          FaultKind.REGULATOR_STUCK,
          FaultKind.TIP_PARKED,
          FaultKind.SENSOR_FROZEN,
          FaultKind.ELECTRODE_DRIES,
          FaultKind.OUTPUT_SPIKE,
          FaultKind.POLARITY_STUCK,
          FaultKind.BATTERY_LOW);

  private DemoMix() {}

  /** What disturbs a session; empty for most. */
  static Optional<Disturbance> draw(
      Dice dice, DeviceProfile profile, Programme programme, Modality modality, int session) {
    if (session == 0 && profile.firstSessionFaulty()) {
      return pick(dice, AT_FIRST.stream(), profile, modality);
    }
    if (dice.chance(FAULTS)) {
      Stream<FaultKind> faults =
          programme == Programme.FULL
              ? Stream.concat(OF_SHORT_SESSIONS.stream(), Stream.of(FaultKind.TIMER_STUCK))
              : OF_SHORT_SESSIONS.stream();
      return pick(dice, faults, profile, modality);
    }
    return dice.chance(CONTROLS)
        ? pick(dice, Stream.of(ControlKind.values()), profile, modality)
        : Optional.empty();
  }

  private static Optional<Disturbance> pick(
      Dice dice, Stream<? extends Disturbance> from, DeviceProfile profile, Modality modality) {
    List<Disturbance> fitting =
        from.<Disturbance>map(kind -> kind)
            .filter(kind -> kind.modality().equals(Optional.of(modality)))
            .filter(profile::canHave)
            .toList();
    return fitting.isEmpty() ? Optional.empty() : Optional.of(dice.pick(fitting));
  }
}
