package io.clinictelemetry.domain.intake;

import io.clinictelemetry.domain.intake.Rejection.Reason;
import java.util.Optional;

/**
 * Whether an event can be what a device measured. Not a number is possible (a broken sensor says
 * so) and makes a bad sample; what no sensor could say condemns the event. All bounds are
 * engineering defaults.
 */
public final class Plausibility {

  /** Most samples of a frame. */
  public static final int MAX_SAMPLES = 64;

  /** Most characters of an id. */
  public static final int MAX_ID_LENGTH = 200;

  private static final long MAX_TIME_MS = 253_402_300_799_999L; // end of the year 9999
  private static final long MAX_COUNTER = 1L << 53; // what every language's numbers hold
  private static final int MAX_INTERVAL_MS = 60_000;
  private static final long MAX_ELAPSED_MS = 7L * 24 * 3_600_000;
  private static final float MAX_KPA = 120; // beyond a perfect vacuum at sea level
  private static final float MIN_KPA = -20;
  private static final float MAX_UA = 1_000_000; // three orders above any such device
  private static final float MAX_V = 1_000_000;
  private static final float MAX_MM_S = 100_000; // faster than any hand
  private static final float MAX_PCT = 1_000;
  private static final float MAX_HZ = 1_000_000;
  private static final float MAX_CM2 = 20_000; // the whole skin

  private Plausibility() {}

  /** Empty when the event may be used. */
  public static Optional<Rejection> check(TelemetryEvent event) {
    if (!isId(event.deviceId())
        || !isId(event.clinicId())
        || !event.sessionId().map(Plausibility::isId).orElse(true)) {
      return reject(
          Reason.INVALID_ID,
          "ids of device, clinic and session have 1 to "
              + MAX_ID_LENGTH
              + " characters, and no control characters");
    }
    if (!dated(event.sentAtMs()) || !dated(event.deviceTimeMs())) {
      return reject(Reason.IMPOSSIBLE_NUMBER, "a time before 1970 or after the year 9999");
    }
    if (!isPlace(event.position())) {
      return reject(
          Reason.IMPOSSIBLE_NUMBER, "boot and sequence " + event.position() + " are no counters");
    }
    Payload payload = event.payload();
    if (payload instanceof Frame frame) {
      return checkFrame(frame);
    }
    if (payload instanceof SessionStart start
        && (start.plannedMs() < 0 || start.plannedMs() > MAX_ELAPSED_MS)) {
      return reject(Reason.IMPOSSIBLE_NUMBER, "planned duration " + start.plannedMs() + " ms");
    }
    boolean ofSession = payload instanceof SessionStart || payload instanceof SessionEnd;
    if (ofSession && event.sessionId().isEmpty()) {
      return reject(Reason.PAYLOAD_MISMATCH, "start or end of a session without its id");
    }
    return Optional.empty();
  }

  /**
   * Whether a text can be the id of a device, a clinic or a session. Control characters are refused
   * because not every store takes them: an alert that no database holds would be lost to people.
   */
  public static boolean isId(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_ID_LENGTH
        && text.chars().noneMatch(Character::isISOControl);
  }

  private static boolean dated(long timeMs) {
    return timeMs >= 0 && timeMs <= MAX_TIME_MS;
  }

  /** Whether a position can stand in a device's order. */
  public static boolean isPlace(Position position) {
    return counts(position.bootId()) && counts(position.seq());
  }

  private static boolean counts(long counter) {
    return counter >= 0 && counter <= MAX_COUNTER;
  }

  private static Optional<Rejection> checkFrame(Frame frame) {
    if (frame.count() < 1 || frame.count() > MAX_SAMPLES) {
      return reject(
          Reason.INCONSISTENT_FRAME, frame.count() + " samples; a frame has 1 to " + MAX_SAMPLES);
    }
    if (!complete(frame)) {
      return reject(Reason.INCONSISTENT_FRAME, "arrays of different lengths");
    }
    if (frame.intervalMs() < 1 || frame.intervalMs() > MAX_INTERVAL_MS) {
      return reject(Reason.IMPOSSIBLE_NUMBER, "sample interval " + frame.intervalMs() + " ms");
    }
    if (frame.elapsedMs() < 0 || frame.elapsedMs() > MAX_ELAPSED_MS) {
      return reject(Reason.IMPOSSIBLE_NUMBER, "session duration " + frame.elapsedMs() + " ms");
    }
    return frame instanceof SuctionFrame suction
        ? checkSuction(suction)
        : checkCurrent((CurrentFrame) frame);
  }

  private static Optional<Rejection> checkSuction(SuctionFrame frame) {
    return outside(frame.vacuumKpa(), MIN_KPA, MAX_KPA, "kPa")
        .or(() -> frame.motionMmS().flatMap(speeds -> outside(speeds, 0, MAX_MM_S, "mm/s")))
        .or(() -> outside(frame.setKpa(), 0, MAX_KPA, "set suction", "kPa"))
        .or(() -> outside(frame.pumpDutyPct(), 0, MAX_PCT, "duty cycle", "%"));
  }

  private static Optional<Rejection> checkCurrent(CurrentFrame frame) {
    if (Float.isNaN(frame.setUa())) {
      return reject(Reason.IMPOSSIBLE_NUMBER, "set current is not a number");
    }
    return outside(frame.setUa(), 0, MAX_UA, "set current", "uA")
        .or(() -> outside(frame.currentUa(), 0, MAX_UA, "uA"))
        .or(() -> outside(frame.peakUa(), 0, MAX_UA, "uA at the peak"))
        .or(() -> outside(frame.netUa(), -MAX_UA, MAX_UA, "uA net"))
        .or(() -> outside(frame.voltageV(), -MAX_V, MAX_V, "V"))
        // Without any contact an impedance is infinite.
        .or(() -> outside(frame.impedanceKohm(), 0, Float.POSITIVE_INFINITY, "kOhm"))
        .or(() -> outside(frame.frequencyHz(), 0, MAX_HZ, "frequency", "Hz"))
        .or(() -> outside(frame.electrodeAreaCm2(), 0, MAX_CM2, "electrode area", "cm2"));
  }

  private static boolean complete(Frame frame) {
    if (frame instanceof SuctionFrame suction) {
      return suction.contact().length == suction.count()
          && suction.motionMmS().map(speeds -> speeds.length == suction.count()).orElse(true)
          && suction.flaggedBad().length == suction.count();
    }
    CurrentFrame current = (CurrentFrame) frame;
    return current.peakUa().length == current.count()
        && current.netUa().length == current.count()
        && current.voltageV().length == current.count()
        && current.impedanceKohm().length == current.count()
        && current.flaggedBad().length == current.count();
  }

  private static Optional<Rejection> outside(float[] values, float min, float max, String unit) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] < min || values[i] > max) { // false for not a number
        return reject(Reason.IMPOSSIBLE_NUMBER, "sample " + i + " is " + values[i] + " " + unit);
      }
    }
    return Optional.empty();
  }

  private static Optional<Rejection> outside(
      float value, float min, float max, String what, String unit) {
    return value < min || value > max // false for not a number
        ? reject(Reason.IMPOSSIBLE_NUMBER, what + " " + value + " " + unit)
        : Optional.empty();
  }

  private static Optional<Rejection> reject(Reason reason, String detail) {
    return Optional.of(new Rejection(reason, detail));
  }
}
