package io.clinictelemetry.domain.limits;

/** What a device does to the skin. */
public enum Modality {
  /** Abrasion with suction. */
  MICRODERMABRASION,
  /** Electrical current below the threshold of feeling. */
  MICROCURRENT
}
