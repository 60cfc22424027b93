package io.clinictelemetry.standalone;

import io.clinictelemetry.contracts.operations.Health;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Turns a signal to stop (Ctrl-C, SIGTERM) into an orderly end of the main thread: the thread is
 * interrupted, closes what it opened, and only then the JVM ends.
 */
public final class Interruption implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration HEALTH_CHECK = Duration.ofSeconds(1);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread main = Thread.currentThread();
  private final Thread hook = new Thread(this::stop, "stop-signal");
  private final Runnable announcement;
  private volatile boolean stopping;

  /**
   * From now on a signal interrupts the calling thread.
   *
   * @param announcement tells the person who sent it that it was heard
   */
  public Interruption(Runnable announcement) {
    this.announcement = announcement;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void stop() {
    stopping = true;
    announcement.run();
    main.interrupt();
    try {
      if (!closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether a signal came. */
  public boolean requested() {
    return stopping;
  }

  /**
   * Waits until a signal comes (status 0) or the component is no longer live (status 1).
   *
   * @param cause told why the component is no longer live
   * @throws InterruptedException when interrupted without a signal
   */
  int await(Supplier<Health> health, Consumer<String> cause) throws InterruptedException {
    try {
      Health now = health.get();
      while (now.live()) {
        Thread.sleep(HEALTH_CHECK.toMillis());
        now = health.get();
      }
      cause.accept(now.detail());
      return 1;
    } catch (InterruptedException e) {
      if (stopping) {
        return 0;
      }
      throw e;
    }
  }

  /** All is closed: the JVM may end. */
  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the signal came: the hook runs, and ends now
    }
  }
}
