package io.clinictelemetry.domain.device;

import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.limits.Limit;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The device's clock is off by more than its limit in this boot. It counts as right again when it
 * has been for {@link #RIGHT_FOR_MS}: a clock that jumps to and fro is one trouble, not many.
 *
 * @param rightSinceMs since when it is right, corrected, ms since 1970 UTC; empty while it is wrong
 */
record ClockError(OptionalLong rightSinceMs) {

  /** Engineering default. */
  static final long RIGHT_FOR_MS = 60_000;

  /** Of a device never heard of. */
  static final ClockError NONE = new ClockError(OptionalLong.empty());

  static boolean isWrong(TakenEvent taken, Limit limit) {
    return offS(taken) > limit.value();
  }

  /** After the event. */
  ClockError next(TakenEvent taken, Limit limit) {
    if (isWrong(taken, limit)) {
      return NONE;
    }
    return rightSinceMs.isPresent() ? this : new ClockError(OptionalLong.of(taken.atMs()));
  }

  /** What the event says, which was taken into account. */
  Optional<Verdict> judge(TakenEvent taken, Limit limit) {
    if (isWrong(taken, limit)) {
      double offS = offS(taken);
      String explanation =
          String.format(
              Locale.ROOT,
              "The device's clock is %.1f s %s, more than %.1f s.",
              offS,
              taken.clockOffsetMs() < 0 ? "ahead" : "behind",
              limit.value());
      return Optional.of(new Verdict.Holds(taken.atMs(), offS, limit, explanation));
    }
    long sinceMs = rightSinceMs.orElse(taken.atMs());
    return taken.atMs() - sinceMs >= RIGHT_FOR_MS
        ? Optional.of(new Verdict.Over(sinceMs))
        : Optional.empty();
  }

  private static double offS(TakenEvent taken) {
    return Math.abs(taken.clockOffsetMs() / 1_000.0);
  }
}
