package io.clinictelemetry.producers.client;

/** Checks of arguments, with messages that name them. */
final class Checks {

  private Checks() {}

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
