package io.clinictelemetry.producers.client;

import java.time.Instant;

/**
 * A running session and its sample clock, which counts intervals from the start. Times of samples
 * hang on it, so that setting the wall clock in a session moves none of them.
 */
final class OpenSession {

  private final String sessionId;
  private final SessionPlan plan;
  private final Instant startedAt;
  private final int intervalMs;
  private long intervals;
  private long firstPending;
  private PendingFrame pending;

  OpenSession(String sessionId, SessionPlan plan, Instant startedAt, int intervalMs) {
    this.sessionId = sessionId;
    this.plan = plan;
    this.startedAt = startedAt;
    this.intervalMs = intervalMs;
  }

  String sessionId() {
    return sessionId;
  }

  SessionPlan plan() {
    return plan;
  }

  Instant startedAt() {
    return startedAt;
  }

  /** Null when no sample waits. */
  PendingFrame pending() {
    return pending;
  }

  void begin(PendingFrame frame) {
    pending = frame;
    firstPending = intervals;
  }

  void sampled(int count) {
    intervals += count;
  }

  PendingFrame.Frame pendingFrame() {
    long elapsedMs = firstPending * intervalMs;
    return new PendingFrame.Frame(
        startedAt.plusMillis(elapsedMs), elapsedMs, intervalMs, plan.zone());
  }

  void pendingPosted() {
    pending = null;
  }
}
