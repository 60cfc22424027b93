package io.clinictelemetry.sinks.notifications;

import io.clinictelemetry.domain.notification.Message.Event;
import io.clinictelemetry.sinks.database.Causes;
import io.clinictelemetry.sinks.pipeline.Follower;
import io.clinictelemetry.sinks.pipeline.PipelineClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells when the pipeline no longer sees, which it cannot tell itself, and when it sees again. */
final class BlindWatch implements AutoCloseable {

  /** Key of the notification. */
  static final String KEY = "pipeline-blind";

  private static final Logger LOG = LoggerFactory.getLogger(BlindWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final PipelineClock pipeline;
  private final Jdbi jdbi;
  private final NoticeTables tables;
  private final Clock clock;
  private final Follower follower = Follower.every(EVERY, "blind-watch", this::work);
  private Optional<Boolean> told = Optional.empty();

  BlindWatch(PipelineClock pipeline, Jdbi jdbi, NoticeTables tables, Clock clock) {
    this.pipeline = pipeline;
    this.jdbi = jdbi;
    this.tables = tables;
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
      look();
    } catch (JdbiException e) {
      LOG.warn("Cannot tell whether the pipeline is blind; reason={}", Causes.reason(e));
      LOG.debug("The failure", e);
    }
  }

  private void look() {
    PipelineClock.Reading reading = pipeline.read();
    boolean blind = reading.state() == PipelineClock.State.BLIND;
    if (reading.state() == PipelineClock.State.STARTING || told.equals(Optional.of(blind))) {
      return;
    }
    jdbi.useTransaction(handle -> tell(handle, reading, blind));
    told = Optional.of(blind);
  }

  private void tell(Handle handle, PipelineClock.Reading reading, boolean blind) {
    Optional<NoticeTables.Latest> latest = NoticeTables.latest(handle, KEY);
    if (latest.map(NoticeTables.Latest::firing).orElse(false) == blind) {
      return;
    }
    LOG.warn("The pipeline is {}; reading={}", blind ? "blind" : "no longer blind", reading);
    Instant now = clock.instant();
    long ageMs = Optional.ofNullable(reading.tickAgeMs()).orElse(0L);
    tables.tell(
        handle,
        KEY,
        latest.map(NoticeTables.Latest::version).orElse(0) + 1,
        blind ? Event.OPENED : Event.CLEARED,
        blind,
        Content.blind(reading, blind ? now.minusMillis(ageMs) : now));
  }

  /** Stops. Doing it again does nothing. */
  @Override
  public void close() {
    follower.close();
  }
}
