package io.clinictelemetry.producers.client;

import io.clinictelemetry.domain.intake.Plausibility;

/** Checks of arguments, with messages that name them. */
final class Checks {

  private static final int SHOWN = 40;

  private Checks() {}

  /** The pipeline's own rule: with another id, everything would go to quarantine. */
  static void id(String name, String value) {
    if (value.isBlank() || !Plausibility.isId(value)) {
      throw new IllegalArgumentException(
          "%s=%s: give 1 to %d characters, not only blanks and none of them a control character"
              .formatted(name, printable(value), Plausibility.MAX_ID_LENGTH));
    }
  }

  private static String printable(String value) {
    String shown = value.replaceAll("\\p{Cntrl}", "?");
    return shown.length() <= SHOWN
        ? "'" + shown + "'"
        : "'%s...' of %d characters".formatted(shown.substring(0, SHOWN), value.length());
  }

  static void notNegative(String name, float value) {
    if (!(value >= 0) || Float.isInfinite(value)) {
      throw new IllegalArgumentException("%s=%s: give a number from 0 up".formatted(name, value));
    }
  }

  static void notNegative(String name, Float value) {
    if (value != null) {
      notNegative(name, value.floatValue());
    }
  }
}
