package io.clinictelemetry.domain.device;

import io.clinictelemetry.domain.intake.TakenEvent;

/** More than one session is open on the device, which can give only one treatment. */
final class SessionOverlap {

  private SessionOverlap() {}

  static Verdict judge(TakenEvent taken, int openSessions) {
    return openSessions <= 1
        ? new Verdict.Over(taken.atMs())
        : new Verdict.Holds(
            taken.atMs(),
            openSessions,
            Verdict.builtIn(1),
            "A session began while another one of the device was open.");
  }
}
