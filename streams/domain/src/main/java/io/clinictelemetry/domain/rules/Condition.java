package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.Limits;
import java.util.Optional;

/**
 * The life of one rule's condition on one subject: quiet, pending (on-delay), holding, and back.
 *
 * <p>A condition that begins for the third time within a minute is <em>chattering</em>: it ends
 * only when it has been back for a minute (flap guard).
 *
 * <p>Time is the session's elapsed time in ms; {@code atMs} is the same instant as corrected time,
 * ms since 1970 UTC. Mutable; owned by the state of one device.
 */
public final class Condition {

  /** What one sample says. */
  public enum Sample {
    /** Beyond the limit. */
    BREACH,
    /** Neither beyond the limit nor back from it. */
    BETWEEN,
    /** Back from the limit, or the rule does not apply. */
    BACK,
    /** Nothing: what it takes to judge it is bad or unknown. */
    UNKNOWN
  }

  /**
   * How it ends.
   *
   * @param offDelayMs how long it must be back, ms
   * @param flapGuardMs three beginnings within it are chattering, and it is the off-delay of what
   *     chatters, ms; 0 for none
   */
  public record Release(long offDelayMs, long flapGuardMs) {

    /** As a treatment is judged. */
    public static final Release GUARDED = new Release(Limits.OFF_DELAY_MS, FLAP_GUARD_MS);

    /** Each end for itself. */
    static final Release UNGUARDED = new Release(Limits.OFF_DELAY_MS, 0);
  }

  /** A change of the condition. */
  public sealed interface Change permits Began, Ended {}

  /**
   * The condition began.
   *
   * @param startedAtMs start of the first breaching sample, corrected, ms since 1970 UTC
   * @param triggeredAtMs end of the sample that completed the on-delay, corrected, ms since 1970
   *     UTC
   * @param measured value of that sample
   * @param peak value so far that was furthest beyond the limit
   * @param limit the limit that the sample was beyond
   * @param chattering whether it began for the third time within a minute
   */
  public record Began(
      long startedAtMs,
      long triggeredAtMs,
      double measured,
      double peak,
      double limit,
      boolean chattering)
      implements Change {}

  /**
   * The condition ended.
   *
   * @param endedAtMs start of the first sample that was back, corrected, ms since 1970 UTC
   * @param peak value that was furthest beyond the limit
   */
  public record Ended(long endedAtMs, double peak) implements Change {}

  /**
   * Flap guard, ms. Three cycles of occurring and clearing a minute, as alarm management has it
   * (aliresources.hexagon.com).
   */
  public static final long FLAP_GUARD_MS = 60_000;

  private static final long NEVER = Long.MIN_VALUE;

  private boolean holds;
  private boolean chattering;

  /** Session time at which it last began to hold, and at which it did before that, ms. */
  private long beganMs;

  private long beganBeforeMs;
  private long startedAtMs;
  private double peak;

  /**
   * Length of the present run, ms: of breaches while quiet, of samples that are back while holding.
   */
  private long runMs;

  private int runSamples;
  private long runStartedAtMs;
  private long runEndElapsedMs;

  /** A condition that does not hold. */
  public Condition() {
    this(false, false, NEVER, NEVER, 0, 0, 0, 0, 0, NEVER);
  }

  /** As remembered. */
  public Condition(
      boolean holds,
      boolean chattering,
      long beganMs,
      long beganBeforeMs,
      long startedAtMs,
      double peak,
      long runMs,
      int runSamples,
      long runStartedAtMs,
      long runEndElapsedMs) {
    this.holds = holds;
    this.chattering = chattering;
    this.beganMs = beganMs;
    this.beganBeforeMs = beganBeforeMs;
    this.startedAtMs = startedAtMs;
    this.peak = peak;
    this.runMs = runMs;
    this.runSamples = runSamples;
    this.runStartedAtMs = runStartedAtMs;
    this.runEndElapsedMs = runEndElapsedMs;
  }

  /**
   * Judges the next sample.
   *
   * @param sample what it says
   * @param value its value, in the rule's unit
   * @param elapsedMs its start, session time
   * @param atMs its start, corrected
   * @param intervalMs the time that it covers
   */
  public Optional<Change> next(
      Sample sample,
      double value,
      Threshold threshold,
      Release release,
      long elapsedMs,
      long atMs,
      int intervalMs) {
    if (sample == Sample.UNKNOWN) {
      return Optional.empty();
    }
    return holds
        ? whileHolding(sample, value, threshold, release, elapsedMs, atMs, intervalMs)
        : whileQuiet(sample, value, threshold, release, elapsedMs, atMs, intervalMs);
  }

  private Optional<Change> whileQuiet(
      Sample sample,
      double value,
      Threshold threshold,
      Release release,
      long elapsedMs,
      long atMs,
      int intervalMs) {
    if (sample != Sample.BREACH) {
      stopRun();
      return Optional.empty();
    }
    if (extendRun(elapsedMs, atMs, intervalMs, threshold.onDelayMs())) {
      peak = value;
    } else {
      peak = threshold.further(peak, value);
    }
    if (runMs < threshold.onDelayMs() || runSamples < threshold.onDelaySamples()) {
      return Optional.empty();
    }
    begin(elapsedMs + intervalMs, release.flapGuardMs());
    return Optional.of(
        new Began(startedAtMs, atMs + intervalMs, value, peak, threshold.limit(), chattering));
  }

  private void begin(long nowMs, long flapGuardMs) {
    holds = true;
    chattering = beganBeforeMs >= nowMs - flapGuardMs;
    beganBeforeMs = beganMs;
    beganMs = nowMs;
    startedAtMs = runStartedAtMs;
    stopRun();
  }

  private Optional<Change> whileHolding(
      Sample sample,
      double value,
      Threshold threshold,
      Release release,
      long elapsedMs,
      long atMs,
      int intervalMs) {
    if (sample != Sample.BACK) {
      if (sample == Sample.BREACH) {
        peak = threshold.further(peak, value);
      }
      stopRun();
      return Optional.empty();
    }
    long delayMs = chattering ? release.flapGuardMs() : release.offDelayMs();
    extendRun(elapsedMs, atMs, intervalMs, delayMs);
    return runMs < delayMs ? Optional.empty() : Optional.of(end(runStartedAtMs));
  }

  /**
   * Adds a sample to the present run. Time without good samples does not count; after more of it
   * than the delay itself the run is no longer one, and a new one begins.
   *
   * @return whether a new run began
   */
  private boolean extendRun(long elapsedMs, long atMs, int intervalMs, long delayMs) {
    boolean begins = runSamples == 0 || elapsedMs - runEndElapsedMs > Math.max(delayMs, intervalMs);
    if (begins) {
      runMs = 0;
      runSamples = 0;
      runStartedAtMs = atMs;
    }
    runMs += intervalMs;
    runSamples++;
    runEndElapsedMs = elapsedMs + intervalMs;
    return begins;
  }

  private void stopRun() {
    runMs = 0;
    runSamples = 0;
  }

  private Ended end(long endedAtMs) {
    holds = false;
    chattering = false;
    stopRun();
    return new Ended(endedAtMs, peak);
  }

  /**
   * Takes in a breach that came out of order, of a condition that holds: it has not ended before
   * the breach did.
   */
  void takeIn(long breachEndedAtMs, double furthest) {
    peak = furthest;
    if (runSamples > 0) {
      runStartedAtMs = Math.max(runStartedAtMs, breachEndedAtMs);
    }
  }

  /** When a condition that holds ended, if nothing more is ever known of it. */
  long endedAtMs(long knownUntilMs) {
    return runSamples > 0 ? runStartedAtMs : knownUntilMs;
  }

  /** Whether the condition holds. */
  public boolean holds() {
    return holds;
  }

  /**
   * Whether there is nothing to remember.
   *
   * @param nowMs session time, ms
   */
  boolean isQuiet(long nowMs) {
    return !holds && runSamples == 0 && beganMs < nowMs - FLAP_GUARD_MS;
  }

  /** Whether it holds, and does so for the third time within a minute. */
  public boolean chattering() {
    return chattering;
  }

  /** Session time at which it last began to hold, ms; long ago when it never did. */
  public long beganMs() {
    return beganMs;
  }

  /** Session time at which it began to hold the time before, ms; long ago when it never did. */
  public long beganBeforeMs() {
    return beganBeforeMs;
  }

  /**
   * Start of the first breaching sample of the condition that holds, corrected, ms since 1970 UTC.
   */
  public long startedAtMs() {
    return startedAtMs;
  }

  /** Value of the condition, or of the pending run, that was furthest beyond the limit. */
  public double peak() {
    return peak;
  }

  /** Length of the present run, ms. */
  public long runMs() {
    return runMs;
  }

  /** Samples of the present run. */
  public int runSamples() {
    return runSamples;
  }

  /** Start of the present run, corrected, ms since 1970 UTC. */
  public long runStartedAtMs() {
    return runStartedAtMs;
  }

  /** End of the latest sample of the present run, session time, ms. */
  public long runEndElapsedMs() {
    return runEndElapsedMs;
  }
}
