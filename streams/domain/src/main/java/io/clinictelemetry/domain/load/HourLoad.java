package io.clinictelemetry.domain.load;

import java.time.Duration;
import java.util.Optional;

/**
 * The account of one clinic and hour. An alert belongs to the hour of the log clock, UTC, in which
 * it opened, whatever becomes of it later.
 *
 * @param openings what opened
 * @param acknowledged those that somebody acknowledged, by how long it took
 * @param leftAcknowledged of those that were acknowledged, how many left the active list
 * @param leftUnacknowledged those that left it though nobody had acknowledged them: cleared by
 *     themselves, or reset
 * @param leftInTime those that left it before they were stale
 * @param top the sources with the most
 * @param sources number of sources with any
 * @param floodMs time in floods of alerts, ms
 * @param floodsBegun number of floods that began
 */
public record HourLoad(
    Openings openings,
    AcknowledgeTimes acknowledged,
    long leftAcknowledged,
    long leftUnacknowledged,
    long leftInTime,
    TopSources top,
    long sources,
    long floodMs,
    long floodsBegun) {

  /** Length of the hour, ms. */
  public static final long HOUR_MS = Duration.ofHours(1).toMillis();

  /** An alert that is on the active list for longer is stale, ms (ISA-18.2, EEMUA 191). */
  public static final long STALE_AFTER_MS = Duration.ofHours(24).toMillis();

  /** An hour in which nothing opened yet. */
  public static final HourLoad EMPTY =
      new HourLoad(Openings.NONE, AcknowledgeTimes.NONE, 0, 0, 0, TopSources.NONE, 0, 0, 0);

  /** The start of the hour of a time, ms since 1970 UTC. */
  public static long startMs(long atMs) {
    return Math.floorDiv(atMs, HOUR_MS) * HOUR_MS;
  }

  /**
   * An alert opened.
   *
   * @param ofSource how many of its source there are by now in the hour, this one included
   */
  public HourLoad opened(LoadChange.Opened opened, long ofSource) {
    return new HourLoad(
        openings.plus(opened),
        acknowledged,
        leftAcknowledged,
        leftUnacknowledged,
        leftInTime,
        top.with(opened.source(), ofSource),
        sources + (ofSource == 1 ? 1 : 0),
        floodMs,
        floodsBegun);
  }

  /** One was acknowledged; empty when none is waiting for it: it is not of this account. */
  public Optional<HourLoad> acknowledged(LoadChange.Acknowledged change) {
    if (waiting() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new HourLoad(
            openings,
            acknowledged.plus(change.atMs() - change.openedAtMs()),
            leftAcknowledged,
            leftUnacknowledged,
            leftInTime,
            top,
            sources,
            floodMs,
            floodsBegun));
  }

  /** One left the active list; empty when none like it is on it: it is not of this account. */
  public Optional<HourLoad> left(LoadChange.Left change) {
    if (change.acknowledged() ? leftAcknowledged == acknowledged.total() : waiting() == 0) {
      return Optional.empty();
    }
    boolean inTime = change.atMs() - change.openedAtMs() <= STALE_AFTER_MS;
    return Optional.of(
        new HourLoad(
            openings,
            acknowledged,
            leftAcknowledged + (change.acknowledged() ? 1 : 0),
            leftUnacknowledged + (change.acknowledged() ? 0 : 1),
            leftInTime + (inTime ? 1 : 0),
            top,
            sources,
            floodMs,
            floodsBegun));
  }

  /** So much of a flood was in the hour. */
  public HourLoad flooded(FloodWatch.Flooded flooded) {
    return new HourLoad(
        openings,
        acknowledged,
        leftAcknowledged,
        leftUnacknowledged,
        leftInTime,
        top,
        sources,
        floodMs + flooded.ms(),
        floodsBegun + flooded.begun());
  }

  /** Alerts on the active list that nobody has acknowledged. */
  public long waiting() {
    return openings.alerts() - acknowledged.total() - leftUnacknowledged;
  }

  /** Alerts on the active list. */
  public long active() {
    return openings.alerts() - leftAcknowledged - leftUnacknowledged;
  }

  /**
   * Alerts that were on the active list for longer than {@link #STALE_AFTER_MS}, once the last of
   * the hour is as old as that.
   */
  public long stale() {
    return openings.alerts() - leftInTime;
  }

  /** Alerts of sources that are not among the first. */
  public long ofOtherSources() {
    return openings.alerts() - top.alerts();
  }

  /** The log clock from which on {@link #stale} is known, ms since 1970 UTC. */
  public static long settledAtMs(long hourStartMs) {
    return hourStartMs + HOUR_MS + STALE_AFTER_MS;
  }
}
