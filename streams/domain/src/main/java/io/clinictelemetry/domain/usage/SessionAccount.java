package io.clinictelemetry.domain.usage;

import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.SessionEnd;
import io.clinictelemetry.domain.intake.SessionStart;
import io.clinictelemetry.domain.intake.SuctionFrame;
import io.clinictelemetry.domain.limits.Modality;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one session did. Mutable; owned by the usage state.
 *
 * <p>A sample that covers time which another sample of the session has covered before adds only
 * what is new, so that no millisecond counts twice. Times are ms since 1970 UTC on the trusted
 * clock.
 */
public final class SessionAccount {

  private static final int PA_PER_KPA = 1_000;

  private final String deviceId;
  private final String sessionId;
  private final String clinicId;
  private final Modality modality;
  private String programme = "";
  private boolean testSession;
  private long plannedMs;
  private long startedAtMs;
  private OptionalLong endedAtMs = OptionalLong.empty();
  private Optional<SessionEnd.Reason> endReason = Optional.empty();
  private long treatingMs;
  private long samplesReceived;
  private long samplesBad;
  private ChannelTotals channel = new ChannelTotals();
  private Coverage coverage = new Coverage();
  private int revision;

  /**
   * A session of which the first event has come.
   *
   * @param startedAtMs its start, or the best estimate until the start event comes
   */
  public SessionAccount(
      String deviceId, String sessionId, String clinicId, Modality modality, long startedAtMs) {
    this.deviceId = deviceId;
    this.sessionId = sessionId;
    this.clinicId = clinicId;
    this.modality = modality;
    this.startedAtMs = startedAtMs;
  }

  /** The start event came, perhaps after frames. */
  public void started(SessionStart start, long atMs) {
    programme = start.programme();
    testSession = start.testSession();
    plannedMs = start.plannedMs();
    startedAtMs = atMs;
    fitEnd();
  }

  /** The end event came. It also overrules an end that was inferred. */
  public void ended(SessionEnd end, long atMs) {
    endedAtMs = OptionalLong.of(atMs);
    endReason = Optional.of(end.reason());
    fitEnd();
  }

  /** No end came in time: the session ended with its latest reading. No effect once it ended. */
  public void timedOut() {
    if (endReason.isPresent()) {
      return;
    }
    endedAtMs = OptionalLong.of(startedAtMs + coverage.endMs());
    endReason = Optional.of(SessionEnd.Reason.TIMEOUT);
  }

  /**
   * Adds a frame.
   *
   * @param correctedStartMs corrected time of its first sample
   * @param treating receives the stretches of treating time that are new
   */
  public void add(Frame frame, long correctedStartMs, TreatingTime treating) {
    samplesReceived += frame.count();
    long frameStart = frame.elapsedMs();
    for (Coverage.Stretch fresh : coverage.cover(frameStart, frameStart + frame.durationMs())) {
      addFresh(frame, correctedStartMs, fresh, treating);
    }
    for (int i = 0; i < frame.count(); i++) {
      if (frame.bad(i)) {
        samplesBad++;
      }
    }
    fitEnd();
  }

  /**
   * An end is never before the start, and a timeout, which may be inferred, not before a reading.
   */
  private void fitEnd() {
    if (endedAtMs.isPresent()) {
      boolean timeout = endReason.filter(SessionEnd.Reason.TIMEOUT::equals).isPresent();
      long earliest = startedAtMs + (timeout ? coverage.endMs() : 0);
      endedAtMs = OptionalLong.of(Math.max(endedAtMs.getAsLong(), earliest));
    }
  }

  private void addFresh(
      Frame frame, long correctedStartMs, Coverage.Stretch fresh, TreatingTime treating) {
    long runStart = -1;
    long runEnd = -1;
    for (int i = 0; i < frame.count(); i++) {
      long sampleStart = frame.elapsedMs() + (long) i * frame.intervalMs();
      long from = Math.max(sampleStart, fresh.from());
      long to = Math.min(sampleStart + frame.intervalMs(), fresh.to());
      if (from < to && frame.treating(i)) {
        treatingMs += to - from;
        channel.add(integerReading(frame, i), to - from);
        if (runEnd != from) {
          report(frame, correctedStartMs, runStart, runEnd, treating);
          runStart = from;
        }
        runEnd = to;
      }
    }
    report(frame, correctedStartMs, runStart, runEnd, treating);
  }

  private static void report(
      Frame frame, long correctedStartMs, long runStart, long runEnd, TreatingTime treating) {
    if (runEnd > runStart) {
      long shift = correctedStartMs - frame.elapsedMs();
      treating.add(shift + runStart, shift + runEnd);
    }
  }

  /** Pa or uA: integers, so that sums do not depend on the order of arrival. */
  private static long integerReading(Frame frame, int i) {
    return Math.round(frame.reading(i) * (frame instanceof SuctionFrame ? PA_PER_KPA : 1));
  }

  /** Duration from start to end, or to the latest reading while open, ms. */
  public long sessionMs() {
    return endedAtMs.isPresent()
        ? Math.max(0, endedAtMs.getAsLong() - startedAtMs)
        : coverage.endMs();
  }

  /** Counts one more publication; answers its number. */
  public int nextRevision() {
    return ++revision;
  }

  /** The device. */
  public String deviceId() {
    return deviceId;
  }

  /** The session. */
  public String sessionId() {
    return sessionId;
  }

  /** The clinic. */
  public String clinicId() {
    return clinicId;
  }

  /** What the session does to the skin. */
  public Modality modality() {
    return modality;
  }

  /** Name of the programme; empty when the start was lost. */
  public String programme() {
    return programme;
  }

  /** Whether nobody was treated. */
  public boolean testSession() {
    return testSession;
  }

  /** Planned duration, ms; 0 when the start was lost. */
  public long plannedMs() {
    return plannedMs;
  }

  /** Start. */
  public long startedAtMs() {
    return startedAtMs;
  }

  /** End; empty while open. */
  public OptionalLong endedAtMs() {
    return endedAtMs;
  }

  /** Why it ended; empty while open. */
  public Optional<SessionEnd.Reason> endReason() {
    return endReason;
  }

  /** Time with contact or current, ms. */
  public long treatingMs() {
    return treatingMs;
  }

  /** Number of samples received. */
  public long samplesReceived() {
    return samplesReceived;
  }

  /** Number of those that were bad. */
  public long samplesBad() {
    return samplesBad;
  }

  /** Suction in Pa or mean absolute current in uA, while treating. */
  public ChannelTotals channel() {
    return channel;
  }

  /** What samples have covered. */
  public Coverage coverage() {
    return coverage;
  }

  /** Number of publications. */
  public int revision() {
    return revision;
  }

  /** Sets what was remembered beside the identity and start. */
  public SessionAccount restore(
      String programme,
      boolean testSession,
      long plannedMs,
      OptionalLong endedAtMs,
      Optional<SessionEnd.Reason> endReason,
      long treatingMs,
      long samplesReceived,
      long samplesBad,
      ChannelTotals channel,
      Coverage coverage,
      int revision) {
    this.programme = programme;
    this.testSession = testSession;
    this.plannedMs = plannedMs;
    this.endedAtMs = endedAtMs;
    this.endReason = endReason;
    this.treatingMs = treatingMs;
    this.samplesReceived = samplesReceived;
    this.samplesBad = samplesBad;
    this.channel = channel;
    this.coverage = coverage;
    this.revision = revision;
    return this;
  }
}
