package io.clinictelemetry.domain.rules.signals;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;

/**
 * The mean of the signed current over the last 10 s of good samples, and up to one second more,
 * since it forgets by the second. Mutable.
 */
public final class DirectCurrent {

  /** What the mean is over, ms; also the longest hole in it. */
  public static final long WINDOW_MS = 10_000;

  private static final long SECOND_MS = 1_000;

  private static final class Second {
    private double uaMs;
    private long ms;
  }

  private final Deque<Second> seconds = new ArrayDeque<>();
  private long totalMs;
  private long endElapsedMs;

  /** Adds a good sample; not a number counts for nothing. */
  void next(float netUa, long elapsedMs, int intervalMs) {
    if (Float.isNaN(netUa)) {
      return;
    }
    if (Math.abs(elapsedMs - endElapsedMs) > WINDOW_MS) {
      seconds.clear();
      totalMs = 0;
    }
    endElapsedMs = elapsedMs + intervalMs;
    if (seconds.isEmpty() || seconds.peekLast().ms >= SECOND_MS) {
      seconds.addLast(new Second());
    }
    Second last = seconds.peekLast();
    last.uaMs += (double) netUa * intervalMs;
    last.ms += intervalMs;
    totalMs += intervalMs;
    while (totalMs - seconds.peekFirst().ms >= WINDOW_MS) {
      totalMs -= seconds.removeFirst().ms;
    }
  }

  /** The size of the mean, uA; not a number before there is a window of samples. */
  public double meanUa() {
    if (totalMs < WINDOW_MS) {
      return Double.NaN;
    }
    double uaMs = 0;
    for (Second second : seconds) {
      uaMs += second.uaMs;
    }
    return Math.abs(uaMs / (double) totalMs);
  }

  void write(DoubleConsumer out) {
    out.accept((double) endElapsedMs);
    out.accept(seconds.size());
    for (Second second : seconds) {
      out.accept(second.uaMs);
      out.accept((double) second.ms);
    }
  }

  void read(DoubleSupplier in) {
    endElapsedMs = (long) in.getAsDouble();
    int size = (int) in.getAsDouble();
    for (int i = 0; i < size; i++) {
      Second second = new Second();
      second.uaMs = in.getAsDouble();
      second.ms = (long) in.getAsDouble();
      seconds.addLast(second);
      totalMs += second.ms;
    }
  }
}
