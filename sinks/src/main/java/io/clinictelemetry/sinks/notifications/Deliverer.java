package io.clinictelemetry.sinks.notifications;

import io.clinictelemetry.sinks.database.Causes;
import io.clinictelemetry.sinks.notifications.Channel.Answer;
import io.clinictelemetry.sinks.notifications.Channel.Outcome;
import io.clinictelemetry.sinks.pipeline.Follower;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what waits for one channel, on a thread of its own: one that is away delays no other.
 */
final class Deliverer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);
  private static final Duration EVERY = Duration.ofMillis(200);
  private static final Duration REMIND_EVERY = Duration.ofMinutes(1);
  private static final Duration REMIND_AGAIN = Duration.ofSeconds(1);

  private final Channel channel;
  private final Outbox outbox;
  private final NotifierMetrics metrics;
  private final Clock clock;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Follower follower;
  private Instant remindAt = Instant.MIN;
  private volatile Optional<String> trouble = Optional.empty();

  Deliverer(Channel channel, Outbox outbox, NotifierMetrics metrics, Clock clock) {
    this.channel = channel;
    this.outbox = outbox;
    this.metrics = metrics;
    this.clock = clock;
    this.follower = new Follower("deliver to " + channel.name(), this::run);
    metrics.channel(channel.name());
  }

  void start() {
    follower.start();
  }

  /** Why it does not go on; empty while it does. */
  Optional<String> failure() {
    return follower.failure();
  }

  /** What keeps the channel from taking messages, for people; empty while it takes them. */
  Optional<String> trouble() {
    return trouble;
  }

  private void run() throws InterruptedException {
    do {
      try {
        while (stopping.getCount() > 0 && deliverSome()) {
          // more may wait
        }
        metrics.waiting(channel.name(), outbox.waiting());
        remind();
      } catch (JdbiException e) {
        LOG.warn("Cannot read what waits, trying again; reason={}", Causes.reason(e));
        LOG.debug("The failure", e);
      }
    } while (!stopping.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
  }

  private boolean deliverSome() throws InterruptedException {
    List<Delivery> messages = outbox.take();
    if (messages.isEmpty()) {
      return false;
    }
    Answer answer = deliver(messages);
    if (answer.outcome() == Outcome.REFUSED && messages.size() > 1) {
      // One of them is at fault; the others must not wait for it.
      for (Delivery message : messages) {
        deliver(List.of(message));
      }
    }
    return answer.outcome() != Outcome.AWAY;
  }

  private Answer deliver(List<Delivery> messages) throws InterruptedException {
    Answer answer = channel.deliver(messages, clock.instant());
    metrics.answered(channel.name(), answer.outcome(), messages, clock.instant());
    if (answer.outcome() == Outcome.TAKEN) {
      outbox.delivered(messages);
      trouble = Optional.empty();
    } else {
      outbox.failed(messages, answer);
      // Who was away may have forgotten what goes on.
      remindAt = answer.outcome() == Outcome.AWAY ? Instant.MIN : remindAt;
      trouble = Optional.of("%s: %s".formatted(channel.name(), answer.detail()));
      LOG.warn(
          "Not delivered, trying again; channel={} messages={} first={}-{} attempts={} reason={}",
          channel.name(),
          messages.size(),
          messages.get(0).key(),
          messages.get(0).version(),
          messages.get(0).attempts(),
          answer.detail());
    }
    return answer;
  }

  private void remind() throws InterruptedException {
    Instant now = clock.instant();
    if (now.isBefore(remindAt)) {
      return;
    }
    remindAt = now.plus(REMIND_EVERY);
    List<Delivery> firing = outbox.firingAfter("");
    while (!firing.isEmpty() && stopping.getCount() > 0) {
      if (channel.remind(firing, now).outcome() == Outcome.AWAY) {
        remindAt = now.plus(REMIND_AGAIN);
        return;
      }
      firing = outbox.firingAfter(firing.get(firing.size() - 1).key());
    }
  }

  /** Stops after the attempt in hand. Doing it again does nothing. */
  @Override
  public void close() {
    stopping.countDown();
    follower.join();
  }
}
