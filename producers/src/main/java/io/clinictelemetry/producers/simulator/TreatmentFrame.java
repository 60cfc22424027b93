package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.avro.Modality;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is drawn for a session of either modality: its length, its end, its fault, its bad samples.
 *
 * @param planned samples of the whole programme
 * @param samples samples until the end, at most as many
 * @param endReason why it ends then
 * @param fault the fault in it
 * @param badSamples numbers of the samples that the sensor spoils
 */
record TreatmentFrame(
    int planned,
    int samples,
    EndReason endReason,
    Optional<PlannedFault> fault,
    Set<Integer> badSamples) {

  /** From lifting the wand after a fault until the device shuts down, in samples. */
  private static final int SHUTDOWN_AFTER = 25;

  private static final double STOPPED_EARLY = 0.1;
  private static final double WITH_BAD_SAMPLES = 0.3;

  static TreatmentFrame draw(
      Dice dice, Modality modality, DeviceClass deviceClass, Programme programme, boolean faulty) {
    int planned = planned(dice, modality, deviceClass, programme, faulty);
    if (faulty) {
      PlannedFault fault = fault(dice, modality);
      boolean shutsDown = dice.chance(0.5);
      return new TreatmentFrame(
          planned,
          shutsDown ? fault.end() + SHUTDOWN_AFTER : planned,
          shutsDown ? EndReason.DEVICE_FAULT : EndReason.COMPLETED,
          Optional.of(fault),
          Set.of());
    }
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
      Dice dice, Modality modality, DeviceClass deviceClass, Programme programme, boolean faulty) {
    int seconds;
    if (programme == Programme.SHORT) {
      seconds = faulty ? dice.between(40, 70) : dice.between(20, 90);
    } else if (modality == Modality.MICRODERMABRASION) {
      // Below the soft limit of the session's duration, which is 10 min at home and 30 elsewhere.
      seconds = 60 * (deviceClass == DeviceClass.HOME ? dice.between(5, 9) : dice.between(15, 28));
    } else {
      seconds =
          60 * (deviceClass == DeviceClass.HOME ? dice.between(10, 18) : dice.between(20, 50));
    }
    return seconds * Treatment.PER_SECOND;
  }

  private static PlannedFault fault(Dice dice, Modality modality) {
    FaultKind kind = FaultKind.of(modality);
    return switch (kind) {
      // The rule waits 0.3 s: six samples span 0.5 s.
      case REGULATOR_STUCK -> new PlannedFault(kind, dice.between(50, 90), dice.between(45, 65), 6);
      case OUTPUT_SPIKE -> new PlannedFault(kind, dice.between(120, 150), 2, 2);
    };
  }
}
