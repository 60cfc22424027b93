package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Modality;
import java.util.Optional;
import java.util.Set;

/** What operators do every day and no alert may follow, except one where a value hovers. */
public enum ControlKind implements Disturbance {
  /** The probe leaves the skin for less than 3 s. */
  PROBE_LIFTED(Modality.MICROCURRENT),
  /** Strokes beside the skin, where no vacuum forms. */
  FREE_AIR_STROKES(Modality.MICRODERMABRASION),
  /** The set current falls and climbs, and the current follows. */
  RAMPS(Modality.MICROCURRENT),
  /** Vacuum hovers at its soft limit: one alert, and no chatter. */
  HOVERING_VACUUM(Modality.MICRODERMABRASION, Optional.of(AlertRule.SUCTION_SOFT_HIGH)),
  /** Current hovers at its soft limit: one alert, and no chatter. */
  HOVERING_CURRENT(Modality.MICROCURRENT, Optional.of(AlertRule.CURRENT_SOFT_HIGH)),
  /** From the body to the neck, where half the vacuum is allowed. */
  ZONE_CHANGE(Modality.MICRODERMABRASION);

  private final Modality modality;
  private final Optional<AlertRule> expectedRule;

  ControlKind(Modality modality) {
    this(modality, Optional.empty());
  }

  ControlKind(Modality modality, Optional<AlertRule> expectedRule) {
    this.modality = modality;
    this.expectedRule = expectedRule;
  }

  @Override
  public Optional<Modality> modality() {
    return Optional.of(modality);
  }

  @Override
  public Set<AlertRule> expectedRules() {
    return expectedRule.map(Set::of).orElseGet(Set::of);
  }

  @Override
  public Set<AlertRule> companions() {
    return Set.of();
  }
}
