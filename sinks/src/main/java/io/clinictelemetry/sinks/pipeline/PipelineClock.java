package io.clinictelemetry.sinks.pipeline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether the pipeline sees. It appends a tick to each telemetry partition each second; when they
 * stop, silence from devices and from the pipeline look alike, and only somebody outside can tell.
 */
public final class PipelineClock {

  /** Age of the oldest partition's latest tick beyond which the pipeline is blind. */
  public static final Duration BLIND_AFTER = Duration.ofSeconds(10);

  /** How the pipeline is. */
  public enum State {
    /** The watch has only just started and has seen no tick yet. */
    STARTING,
    /** Ticks come on every partition. */
    LIVE,
    /** Ticks are missing: readings out of range may go unseen. */
    BLIND
  }

  /**
   * How the pipeline is now.
   *
   * @param tickAgeMs age of the latest tick of the partition whose ticks are oldest, ms; null
   *     before any
   * @param blindPartitions number of partitions without recent ticks
   */
  public record Reading(State state, Long tickAgeMs, int blindPartitions) {}

  private final Clock clock;
  private final Instant startedAt;
  private final Map<Integer, Instant> ticks = new ConcurrentHashMap<>();

  /** Starts with no tick seen. */
  public PipelineClock(Clock clock) {
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  /** Names a partition that must have ticks. */
  void expect(int partition) {
    ticks.putIfAbsent(partition, Instant.MIN);
  }

  /**
   * Takes note of a tick.
   *
   * @param appendedAt the broker's append time
   */
  void tick(int partition, Instant appendedAt) {
    ticks.merge(partition, appendedAt, (a, b) -> a.isAfter(b) ? a : b);
  }

  /** How the pipeline is now. */
  public Reading read() {
    Instant now = clock.instant();
    Instant oldest = ticks.values().stream().min(Instant::compareTo).orElse(Instant.MIN);
    int blind =
        (int) ticks.values().stream().filter(at -> at.isBefore(now.minus(BLIND_AFTER))).count();
    Long age =
        oldest.equals(Instant.MIN) ? null : Math.max(0, Duration.between(oldest, now).toMillis());
    if (!ticks.isEmpty() && blind == 0) {
      return new Reading(State.LIVE, age, 0);
    }
    boolean early = now.isBefore(startedAt.plus(BLIND_AFTER));
    return new Reading(early ? State.STARTING : State.BLIND, age, blind);
  }
}
