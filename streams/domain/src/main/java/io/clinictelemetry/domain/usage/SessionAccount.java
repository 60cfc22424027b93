package io.clinictelemetry.domain.usage;

import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.SessionEnd;
import io.clinictelemetry.domain.intake.SessionStart;
import io.clinictelemetry.domain.intake.SuctionFrame;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one session did. Mutable; owned by the usage state.
 *
 * <p>Times are ms since 1970 UTC on the trusted clock. Nothing here depends on the order in which
 * start, readings and end come.
 */
public final class SessionAccount {

  /** Shortest time without treatment that is a pause and no stroke, ms. Engineering default. */
  public static final long SHORTEST_PAUSE_MS = 10_000;

  /** A session that lasted for less than this share of its plan was aborted, %. */
  public static final int ABORTED_BELOW_PCT = 20;

  private static final int PA_PER_KPA = 1_000;

  /**
   * An end as the device told it.
   *
   * @param atMs when, ms since 1970 UTC
   */
  public record End(long atMs, SessionEnd.Reason reason) {

    private boolean overrules(End other) {
      return atMs > other.atMs || (atMs == other.atMs && reason.compareTo(other.reason) > 0);
    }
  }

  /**
   * Treating time in one hour.
   *
   * @param ownMs in which a reading of the session treats, ms
   * @param assignedMs part of it that belongs to no session that started later, ms
   */
  public record InHour(long ownMs, long assignedMs) {}

  /**
   * What an earlier release counted.
   *
   * @param treatingMs treating time that is in no hour of {@link #hours}, ms
   * @param startMs the start that is counted in its hour, ms since 1970 UTC
   */
  public record Carried(long treatingMs, OptionalLong startMs) {

    /** Nothing. */
    public static final Carried NONE = new Carried(0, OptionalLong.empty());
  }

  private final String deviceId;
  private final String sessionId;
  private final String clinicId;
  private final Modality modality;
  private String model = "";
  private Optional<DeviceClass> deviceClass = Optional.empty();
  private String programme = "";
  private boolean testSession;
  private long plannedMs;
  private boolean startTold;
  private long startedAtMs;
  private Optional<End> end = Optional.empty();
  private boolean timedOut;
  private long samplesReceived;
  private long samplesBad;
  private int intervalMs = Integer.MAX_VALUE;
  private ChannelTotals channel;
  private Coverage coverage = new Coverage();
  private Coverage strokes = new Coverage(SHORTEST_PAUSE_MS - 1);
  private TreeMap<Long, InHour> hours = new TreeMap<>();
  private Carried carried = Carried.NONE;
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
    this.channel = new ChannelTotals(modality);
  }

  /** What the inventory says of the device; what it said first stays. */
  public void describe(String deviceModel, Optional<DeviceClass> madeFor) {
    if (deviceClass.isEmpty()) {
      model = deviceModel;
      deviceClass = madeFor;
    }
  }

  /** The start event came, perhaps after frames. */
  public void started(SessionStart start, long atMs) {
    programme = start.programme();
    testSession = start.testSession();
    plannedMs = start.plannedMs();
    startedAtMs = atMs;
    startTold = true;
  }

  /** The end event came. It overrules an end that was inferred; of several the latest holds. */
  public void ended(SessionEnd told, long atMs) {
    End other = new End(atMs, told.reason());
    if (end.map(other::overrules).orElse(true)) {
      end = Optional.of(other);
    }
  }

  /** No end came in time: the session ended with its latest reading. No effect once it ended. */
  public void timedOut() {
    timedOut = true;
  }

  /**
   * Adds a frame.
   *
   * @param correctedStartMs corrected time of its first sample
   * @param treating receives the stretches in which it treats
   */
  public void add(Frame frame, long correctedStartMs, TreatingTime treating) {
    samplesReceived += frame.count();
    intervalMs = Math.min(intervalMs, frame.intervalMs());
    long elapsed = frame.elapsedMs();
    coverage.add(elapsed, elapsed + frame.durationMs());
    if (!startTold) {
      startedAtMs = Math.min(startedAtMs, correctedStartMs - elapsed);
    }
    int first = -1;
    for (int i = 0; i < frame.count(); i++) {
      if (frame.treating(i)) {
        channel.add(integerReading(frame, i), frame.intervalMs());
        first = first < 0 ? i : first;
      } else {
        if (frame.bad(i)) {
          samplesBad++;
        }
        addStroke(frame, correctedStartMs, first, i, treating);
        first = -1;
      }
    }
    addStroke(frame, correctedStartMs, first, frame.count(), treating);
  }

  private void addStroke(
      Frame frame, long correctedStartMs, int first, int behind, TreatingTime treating) {
    if (first >= 0) {
      long from = (long) first * frame.intervalMs();
      long to = (long) behind * frame.intervalMs();
      strokes.add(frame.elapsedMs() + from, frame.elapsedMs() + to);
      treating.add(correctedStartMs + from, correctedStartMs + to);
    }
  }

  /** Pa or uA: integers, so that sums do not depend on the order of arrival. */
  private static long integerReading(Frame frame, int i) {
    return Math.round(frame.reading(i) * (frame instanceof SuctionFrame ? PA_PER_KPA : 1));
  }

  /** The treating time of one hour is this now; answers whether it was another. */
  boolean put(long hourStartMs, InHour treating) {
    return !treating.equals(hours.put(hourStartMs, treating));
  }

  /** The session has no part in the hour any more. */
  void remove(long hourStartMs) {
    hours.remove(hourStartMs);
  }

  /** The start that an earlier release counted is counted otherwise from now on. */
  void forgetCarriedStart() {
    carried = new Carried(carried.treatingMs, OptionalLong.empty());
  }

  /** Start, or the best estimate while the start event has not come. */
  public long startedAtMs() {
    return startedAtMs;
  }

  /**
   * End; empty while open. It is never before the start, and a timeout, which may be inferred, not
   * before a reading.
   */
  public OptionalLong endedAtMs() {
    if (end.isPresent()) {
      boolean timeout = end.get().reason() == SessionEnd.Reason.TIMEOUT;
      long earliest = startedAtMs + (timeout ? coverage.endMs() : 0);
      return OptionalLong.of(Math.max(end.get().atMs(), earliest));
    }
    return timedOut ? OptionalLong.of(startedAtMs + coverage.endMs()) : OptionalLong.empty();
  }

  /** Why it ended; empty while open. */
  public Optional<SessionEnd.Reason> endReason() {
    return end.map(End::reason)
        .or(() -> timedOut ? Optional.of(SessionEnd.Reason.TIMEOUT) : Optional.empty());
  }

  /** Duration from start to end, or to the latest reading while open, ms. */
  public long sessionMs() {
    OptionalLong endedAtMs = endedAtMs();
    return endedAtMs.isPresent() ? endedAtMs.getAsLong() - startedAtMs : coverage.endMs();
  }

  /** What became of it; empty while open. */
  public Optional<Outcome> outcome() {
    if (endReason().isEmpty()) {
      return Optional.empty();
    }
    if (testSession) {
      return Optional.of(Outcome.TEST);
    }
    boolean aborted = sessionMs() * 100 < plannedMs * ABORTED_BELOW_PCT;
    return Optional.of(aborted ? Outcome.ABORTED : Outcome.COMPLETED);
  }

  /** What it costs by the clinic's list; empty where the list has no price for it. */
  public Optional<Revenue> price(Prices prices) {
    long durationMs = plannedMs > 0 ? plannedMs : sessionMs();
    return deviceClass.flatMap(made -> prices.of(modality, made, startedAtMs, durationMs));
  }

  /**
   * Time with contact or current, ms, that belongs to no session that started later. It is up to
   * date once the hours are settled.
   */
  public long treatingMs() {
    return carried.treatingMs + hours.values().stream().mapToLong(InHour::assignedMs).sum();
  }

  /** Time with contact or current by the session's own readings, ms. */
  public long ownTreatingMs() {
    return carried.treatingMs + hours.values().stream().mapToLong(InHour::ownMs).sum();
  }

  /**
   * Time between start and end for which the device gave signs of life, ms: a silence of the
   * session of more than {@link SignsOfLife#LINK_MS} is not in it.
   */
  public long poweredMs() {
    long powered = sessionMs();
    for (Coverage.Stretch silence : uncovered()) {
      powered -= silence.lengthMs() > SignsOfLife.LINK_MS ? silence.lengthMs() : 0;
    }
    return powered;
  }

  /** Times of at least {@link #SHORTEST_PAUSE_MS} without treatment, in elapsed ms. */
  public List<Coverage.Stretch> pauses() {
    return between(strokes, SHORTEST_PAUSE_MS);
  }

  /** Times for which at least one sample is missing, in elapsed ms. */
  public List<Coverage.Stretch> gaps() {
    return between(coverage, intervalMs);
  }

  private List<Coverage.Stretch> uncovered() {
    return between(coverage, 1);
  }

  /** Parts of the session that are not in the set and so long, ms. */
  private List<Coverage.Stretch> between(Coverage set, long shortestMs) {
    List<Coverage.Stretch> between = new ArrayList<>();
    long until = 0;
    for (Coverage.Stretch stretch : set.stretches()) {
      addLong(between, until, Math.min(stretch.from(), sessionMs()), shortestMs);
      until = stretch.to();
    }
    addLong(between, until, sessionMs(), shortestMs);
    return between;
  }

  private static void addLong(
      List<Coverage.Stretch> stretches, long from, long to, long shortestMs) {
    if (to - from >= shortestMs) {
      stretches.add(new Coverage.Stretch(from, to));
    }
  }

  /**
   * Samples that would have come if none were missing: those received, and one for each whole
   * interval in the gaps.
   */
  public long samplesExpected() {
    return samplesReceived + gaps().stream().mapToLong(gap -> gap.lengthMs() / intervalMs).sum();
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

  /** Maker's name of the device's model; empty while the inventory does not know it. */
  public String model() {
    return model;
  }

  /** Who the device is made for; empty while the inventory does not know it. */
  public Optional<DeviceClass> deviceClass() {
    return deviceClass;
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

  /** Whether the start event has come. */
  public boolean startTold() {
    return startTold;
  }

  /** The end as the device told it. */
  public Optional<End> end() {
    return end;
  }

  /** Whether no end came in time. */
  public boolean hasTimedOut() {
    return timedOut;
  }

  /** Number of samples received. */
  public long samplesReceived() {
    return samplesReceived;
  }

  /** Number of those that were bad. */
  public long samplesBad() {
    return samplesBad;
  }

  /** Shortest time from one sample to the next, ms; the largest number there is without one. */
  public int intervalMs() {
    return intervalMs;
  }

  /** Suction in Pa or mean absolute current in uA, while treating. */
  public ChannelTotals channel() {
    return channel;
  }

  /** What samples have covered, in elapsed ms. */
  public Coverage coverage() {
    return coverage;
  }

  /** When it treated, in elapsed ms, with what is shorter than a pause in it. */
  public Coverage strokes() {
    return strokes;
  }

  /** Treating time of each hour that it has a part in, by the hour's start, ms since 1970 UTC. */
  public Map<Long, InHour> hours() {
    return hours;
  }

  /** What an earlier release counted. */
  public Carried carried() {
    return carried;
  }

  /** Number of publications. */
  public int revision() {
    return revision;
  }

  /** Sets how often it was published, of one that begins again. */
  public SessionAccount publishedBefore(int times) {
    revision = times;
    return this;
  }

  /** Sets what was remembered of the start. */
  public SessionAccount restoreStart(
      String programme, boolean testSession, long plannedMs, boolean startTold) {
    this.programme = programme;
    this.testSession = testSession;
    this.plannedMs = plannedMs;
    this.startTold = startTold;
    return this;
  }

  /** Sets what was remembered of the end. */
  public SessionAccount restoreEnd(Optional<End> end, boolean timedOut) {
    this.end = end;
    this.timedOut = timedOut;
    return this;
  }

  /** Sets what was remembered of the readings. */
  public SessionAccount restoreReadings(
      long samplesReceived,
      long samplesBad,
      int intervalMs,
      ChannelTotals channel,
      Coverage coverage,
      Coverage strokes) {
    this.samplesReceived = samplesReceived;
    this.samplesBad = samplesBad;
    this.intervalMs = intervalMs;
    this.channel = channel;
    this.coverage = coverage;
    this.strokes = strokes;
    return this;
  }

  /** Sets what was remembered of the treating time. */
  public SessionAccount restoreHours(SortedMap<Long, InHour> hours, Carried carried) {
    this.hours = new TreeMap<>(hours);
    this.carried = carried;
    return this;
  }
}
