package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.avro.Modality;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is drawn for a session of either modality: its length, its end, what disturbs it, its bad
 * samples.
 *
 * @param planned samples of the whole programme
 * @param samples samples until the end
 * @param endReason why it ends then
 * @param disturbance what is unusual in it
 * @param badSamples numbers of the samples that the sensor spoils
 */
record TreatmentFrame(
    int planned,
    int samples,
    EndReason endReason,
    Optional<PlannedDisturbance> disturbance,
    Set<Integer> badSamples) {

  /** From the end of a fault until the device shuts down, in samples. */
  private static final int SHUTDOWN_AFTER = 25;

  /** Strokes before something happens, in samples. */
  private static final int SUCTION_SETTLED = 40;

  private static final double SHUTS_DOWN = 0.5;
  private static final double STOPPED_EARLY = 0.1;
  private static final double WITH_BAD_SAMPLES = 0.3;

  static TreatmentFrame draw(
      Dice dice,
      Modality modality,
      DeviceClass deviceClass,
      Programme programme,
      Optional<Disturbance> disturbance) {
    return disturbance
        .map(kind -> disturbed(dice, modality, deviceClass, programme, kind))
        .orElseGet(() -> usual(dice, planned(dice, modality, deviceClass, programme, false)));
  }

  private static TreatmentFrame disturbed(
      Dice dice,
      Modality modality,
      DeviceClass deviceClass,
      Programme programme,
      Disturbance kind) {
    int planned = planned(dice, modality, deviceClass, programme, true);
    int settled =
        modality == Modality.MICROCURRENT ? CurrentProgramme.settled(programme) : SUCTION_SETTLED;
    PlannedDisturbance plan =
        kind == FaultKind.TIMER_STUCK && programme == Programme.FULL
            ? untilSomebodyNotices(dice, settled, ClassLimits.of(deviceClass))
            : PlannedDisturbance.draw(dice, kind, settled);
    int samples = planned;
    EndReason reason = EndReason.COMPLETED;
    if (kind == FaultKind.TIMER_STUCK) {
      samples = plan.end();
    } else if (shutsDown(dice, kind)) {
      samples = plan.end() + SHUTDOWN_AFTER;
      reason = EndReason.DEVICE_FAULT;
    }
    return new TreatmentFrame(planned, samples, reason, Optional.of(plan), Set.of());
  }

  /** Some minutes after the session should have been stopped at the latest. */
  private static PlannedDisturbance untilSomebodyNotices(
      Dice dice, int settled, ClassLimits limits) {
    int minute = 60 * Treatment.PER_SECOND;
    int allowed = limits.hardCurrentMin() * minute;
    return new PlannedDisturbance(
        FaultKind.TIMER_STUCK, settled, allowed + dice.between(1, 10) * minute, allowed);
  }

  private static boolean shutsDown(Dice dice, Disturbance kind) {
    // An empty battery does not come back.
    return kind == FaultKind.BATTERY_LOW || (kind instanceof FaultKind && dice.chance(SHUTS_DOWN));
  }

  private static TreatmentFrame usual(Dice dice, int planned) {
    boolean stopped = dice.chance(STOPPED_EARLY);
    int samples = stopped ? (int) (planned * dice.between(0.3, 0.9)) : planned;
    Set<Integer> bad = new HashSet<>();
    if (dice.chance(WITH_BAD_SAMPLES)) {
      for (int i = dice.between(1, 3); i > 0; i--) {
        bad.add(dice.between(0, samples - 1));
      }
    }
    return new TreatmentFrame(
        planned,
        samples,
        stopped ? EndReason.OPERATOR_STOP : EndReason.COMPLETED,
        Optional.empty(),
        bad);
  }

  private static int planned(
      Dice dice,
      Modality modality,
      DeviceClass deviceClass,
      Programme programme,
      boolean disturbed) {
    int seconds;
    if (programme == Programme.SHORT) {
      // A disturbance happens within the first phase of a current.
      int least = modality == Modality.MICROCURRENT ? 75 : 40;
      seconds = disturbed ? dice.between(least, least + 15) : dice.between(20, 90);
    } else if (modality == Modality.MICRODERMABRASION) {
      // Below the soft limit of the session's duration, which is 10 min at home and 30 elsewhere.
      seconds = 60 * (deviceClass == DeviceClass.HOME ? dice.between(5, 9) : dice.between(15, 28));
    } else {
      seconds =
          60 * (deviceClass == DeviceClass.HOME ? dice.between(10, 18) : dice.between(20, 50));
    }
    return seconds * Treatment.PER_SECOND;
  }
}
