package io.clinictelemetry.sinks.batches;

import java.time.Duration;

/** Waiting times between attempts: each twice the one before, up to a largest. */
final class Backoff {

  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LARGEST = Duration.ofSeconds(10);

  private Duration next = FIRST;

  /** The time to wait after one more failure. */
  Duration afterFailure() {
    Duration wait = next;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LARGEST) > 0 ? LARGEST : doubled;
    return wait;
  }

  /** Begins again with the shortest time. */
  void reset() {
    next = FIRST;
  }
}
