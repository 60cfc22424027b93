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

  /** Faults of one session; the session of a stuck timer would not end while one watches. */
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

  /** Rules that the pipeline has: a fault that none of them sees would only be a miss. */
  static final Set<AlertRule> SEEN =
      EnumSet.of(
          AlertRule.SUCTION_HARD_HIGH,
          AlertRule.SUCTION_SOFT_HIGH,
          AlertRule.CURRENT_HARD_PEAK,
          AlertRule.CURRENT_SOFT_HIGH);

  private DemoMix() {}

  /** What disturbs a session; empty for most. */
  static Optional<Disturbance> draw(
      Dice dice, DeviceProfile profile, Modality modality, int session) {
    return draw(dice, profile, modality, session, SEEN);
  }

  /**
   * As the other.
   *
   * @param seen rules that the pipeline has
   */
  static Optional<Disturbance> draw(
      Dice dice, DeviceProfile profile, Modality modality, int session, Set<AlertRule> seen) {
    if (session == 0 && profile.firstSessionFaulty()) {
      return pick(dice, AT_FIRST.stream(), profile, modality, seen);
    }
    if (dice.chance(FAULTS)) {
      return pick(dice, OF_SHORT_SESSIONS.stream(), profile, modality, seen);
    }
    return dice.chance(CONTROLS)
        ? pick(dice, Stream.of(ControlKind.values()), profile, modality, seen)
        : Optional.empty();
  }

  private static Optional<Disturbance> pick(
      Dice dice,
      Stream<? extends Disturbance> from,
      DeviceProfile profile,
      Modality modality,
      Set<AlertRule> seen) {
    List<Disturbance> fitting =
        from.<Disturbance>map(kind -> kind)
            .filter(kind -> kind.modality().equals(Optional.of(modality)))
            .filter(profile::canHave)
            .filter(kind -> seen.containsAll(kind.expectedRules()))
            .toList();
    return fitting.isEmpty() ? Optional.empty() : Optional.of(dice.pick(fitting));
  }
}
