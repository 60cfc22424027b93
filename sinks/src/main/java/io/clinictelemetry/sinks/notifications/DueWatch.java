package io.clinictelemetry.sinks.notifications;

import io.clinictelemetry.sinks.database.Causes;
import io.clinictelemetry.sinks.pipeline.Follower;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what time alone brings about: tells what was held, ends storms, forgets what is long over.
 */
final class DueWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DueWatch.class);
  private static final Duration EVERY = Duration.ofMillis(200);
  private static final Duration FORGET_EVERY = Duration.ofHours(1);

  /** As long as alert events are kept. */
  private static final Duration KEPT = Duration.ofDays(365);

  private final NoticeWriter writer;
  private final Jdbi jdbi;
  private final Clock clock;
  private final Follower follower = Follower.every(EVERY, "due-notifications", this::work);
  private Instant forgetAt = Instant.MIN;

  DueWatch(NoticeWriter writer, Jdbi jdbi, Clock clock) {
    this.writer = writer;
    this.jdbi = jdbi;
    this.clock = clock;
  }

  void start() {
    follower.start();
  }

  /** Why it does not go on; empty while it does. */
  Optional<String> failure() {
    return follower.failure();
  }

  private void work() {
    try {
      writer.due();
      forget();
    } catch (JdbiException e) {
      LOG.warn("Cannot tell what is due, trying again; reason={}", Causes.reason(e));
      LOG.debug("The failure", e);
    }
  }

  private void forget() {
    Instant now = clock.instant();
    if (now.isBefore(forgetAt)) {
      return;
    }
    int rows = jdbi.inTransaction(handle -> NoticeTables.forget(handle, now.minus(KEPT)));
    forgetAt = now.plus(FORGET_EVERY);
    LOG.debug("Forgot what is long over; rows={}", rows);
  }

  /** Stops. Doing it again does nothing. */
  @Override
  public void close() {
    follower.close();
  }
}
