package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Modality;
import java.util.Optional;
import java.util.Set;

/** The faults that the fleet can have, by their number in the catalogue of fault scenarios. */
public enum FaultKind {
  /** The regulator sticks: vacuum ramps to 70 kPa whatever was set. */
  REGULATOR_STUCK(
      3, Modality.MICRODERMABRASION, "suction-hard-high", Optional.of("suction-soft-high")),
  /** The output stage spikes: a peak of 1200 uA for two samples, the mean stays normal. */
  OUTPUT_SPIKE(8, Modality.MICROCURRENT, "current-hard-peak", Optional.empty());

  private final int number;
  private final Modality modality;
  private final String expectedRule;
  private final Optional<String> companion;

  FaultKind(int number, Modality modality, String expectedRule, Optional<String> companion) {
    this.number = number;
    this.modality = modality;
    this.expectedRule = expectedRule;
    this.companion = companion;
  }

  /** Number of the fault scenario. */
  public int number() {
    return number;
  }

  /** In which sessions it can happen. */
  public Modality modality() {
    return modality;
  }

  /** The rule that must raise an alert once the fault lasted. */
  public String expectedRule() {
    return expectedRule;
  }

  /** Rules that may raise one beside it. */
  public Set<String> companions() {
    return companion.map(Set::of).orElseGet(Set::of);
  }

  static FaultKind of(Modality modality) {
    return modality == Modality.MICROCURRENT ? OUTPUT_SPIKE : REGULATOR_STUCK;
  }
}
