package io.clinictelemetry.sinks.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that works for as long as its component runs. When it ends before, that is remembered:
 * all would stand still, and nobody would know why.
 */
public final class Follower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private final Work work;
  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile Optional<String> failure = Optional.empty();

  /** What the thread does until it is told to stop. */
  @FunctionalInterface
  public interface Work {
    /** Returns when it was told to stop; throws when it cannot go on. */
    void run() throws InterruptedException;
  }

  /**
   * A thread that has not started yet.
   *
   * @param name of the thread, for people
   */
  public Follower(String name, Work work) {
    this(name, stopping -> work);
  }

  private Follower(String name, Function<CountDownLatch, Work> work) {
    this.work = work.apply(stopping);
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /**
   * A thread that works again and again until it is closed; it has not started yet.
   *
   * @param pause before each time
   * @param name of the thread, for people
   * @param once what it does each time
   */
  public static Follower every(Duration pause, String name, Work once) {
    return new Follower(
        name,
        stopping ->
            () -> {
              while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                once.run();
              }
            });
  }

  private void run() {
    try {
      work.run();
    } catch (InterruptedException | RuntimeException | Error e) {
      LOG.error("{} stopped by a failure", thread.getName(), e);
      failure = Optional.of("%s stopped by a failure: %s".formatted(thread.getName(), e));
    }
  }

  /** Begins. Call it once. */
  public void start() {
    thread.start();
  }

  /** Why it ended before it was told to; empty while all is well. Only a restart helps. */
  public Optional<String> failure() {
    return failure;
  }

  /** Waits up to 5 s for its end, once it was told to stop. */
  public void join() {
    try {
      thread.join(STOP_TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends one that works again and again. Doing it again does nothing. */
  @Override
  public void close() {
    stopping.countDown();
    join();
  }
}
