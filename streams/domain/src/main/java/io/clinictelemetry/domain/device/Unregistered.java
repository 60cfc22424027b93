package io.clinictelemetry.domain.device;

import io.clinictelemetry.domain.intake.TakenEvent;

/** The inventory does not have the device, so that it is judged by the strictest class. */
final class Unregistered {

  private Unregistered() {}

  static Verdict judge(TakenEvent taken, boolean registered) {
    return registered
        ? new Verdict.Over(taken.atMs())
        : new Verdict.Holds(
            taken.atMs(),
            0,
            Verdict.builtIn(1),
            "The inventory does not have the device; it is judged as the strictest class.");
  }
}
