package io.clinictelemetry.domain.rules;

/** What every alert names: the rule that it is an episode of. */
public interface Rule {

  /** How soon a person must respond. */
  enum Priority {
    /** At once. */
    HIGH,
    /** Promptly. */
    MEDIUM,
    /** When there is time. */
    LOW
  }

  /** What needs attention. */
  enum Kind {
    /** The treatment. */
    TREATMENT,
    /** The equipment, or what connects it. */
    TECHNICAL
  }

  /** Name of the rule; part of the identity of its alerts, so it never changes. */
  String name();

  /** How soon a person must respond. */
  Priority priority();

  /** What needs attention. */
  Kind kind();

  /** UCUM unit of its value and limit. */
  String unit();

  /** Whether people may put it aside for a time. Hard limits call for action, so they never are. */
  default boolean mayBeShelved() {
    return !name().contains("-hard");
  }
}
