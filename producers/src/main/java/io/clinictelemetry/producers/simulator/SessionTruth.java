package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.avro.Modality;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One session. Times are the device's own stamps, as in the telemetry.
 *
 * @param deviceId the device
 * @param clinicId the clinic that it stands in
 * @param sessionId the session
 * @param modality what it did to the skin
 * @param deviceClass whom the device is made for
 * @param clockErrorMs how far the device's clock is ahead of true time, ms
 * @param planned how long it was planned to last
 * @param startedAt when it began
 * @param endedAt when it ended; empty while it is open
 * @param endReason why; empty while it is open
 * @param samples samples sent, bad ones included
 * @param treatingMsByQuarter time of the good samples with contact (suction), or with at least 10 %
 *     of the set current (microcurrent), ms, by the start of the {@link #QUARTER} of UTC in which
 *     it lies; quarters without such time are left out
 */
public record SessionTruth(
    String deviceId,
    String clinicId,
    String sessionId,
    Modality modality,
    DeviceClass deviceClass,
    long clockErrorMs,
    Duration planned,
    Instant startedAt,
    Optional<Instant> endedAt,
    Optional<EndReason> endReason,
    long samples,
    SortedMap<Instant, Long> treatingMsByQuarter) {

  /** Hours and days of every clock in use begin and end with one of these. */
  public static final Duration QUARTER = Duration.ofMinutes(15);

  /** A session that lasted for less than this share of its plan was aborted, %. */
  private static final int ABORTED_BELOW_PCT = 20;

  /** Copies the map. */
  public SessionTruth {
    treatingMsByQuarter = Collections.unmodifiableSortedMap(new TreeMap<>(treatingMsByQuarter));
  }

  /** The quarter of an hour of UTC in which an instant lies, by its start. */
  public static Instant quarterOf(Instant at) {
    return at.minusMillis(Math.floorMod(at.toEpochMilli(), QUARTER.toMillis()));
  }

  /** All of its treating time, ms. */
  public long treatingMs() {
    return treatingMsByQuarter.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether it ended long before its plan; false while it is open. */
  public boolean aborted() {
    Duration atLeast = planned.multipliedBy(ABORTED_BELOW_PCT).dividedBy(100);
    return endedAt.filter(end -> end.isBefore(startedAt.plus(atLeast))).isPresent();
  }
}
