package io.clinictelemetry.standalone.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * What a bad network makes of a stream, by seed: some things come twice, some later than others,
 * some never. The same calls give the same disorder.
 *
 * @param <T> what is sent
 */
public final class Disorder<T> {

  /** In a thousand, of what is sent. */
  private static final int TWICE = 30;

  private static final int LOST = 5;
  private static final int A_LITTLE_LATER = 30;
  private static final int MUCH_LATER = 5;

  /** Shorter than a gap waits, so that order is restored. */
  private static final long LITTLE_MS = 1_500;

  /** Longer than a gap waits, so that it comes out of order. */
  private static final long MUCH_MS = 6_000;

  private final Random random;
  private final PriorityQueue<Held<T>> held = new PriorityQueue<>();
  private long count;

  /** Disorder of its own for each seed. */
  public Disorder(long seed) {
    random = new Random(seed);
  }

  /** Takes what is sent now. */
  public void send(T sent, long nowMs) {
    int chance = random.nextInt(1_000);
    if (chance < LOST) {
      return;
    }
    int later = random.nextInt(1_000);
    long delayMs =
        later < A_LITTLE_LATER
            ? random.nextLong(LITTLE_MS)
            : later < A_LITTLE_LATER + MUCH_LATER ? MUCH_MS : 0;
    hold(sent, nowMs + delayMs);
    if (chance < LOST + TWICE) {
      hold(sent, nowMs + random.nextLong(MUCH_MS));
    }
  }

  private void hold(T sent, long dueMs) {
    held.add(new Held<>(dueMs, count++, sent));
  }

  /** What arrives up to now, in the order of arrival. */
  public List<T> arriving(long nowMs) {
    List<T> arriving = new ArrayList<>();
    while (!held.isEmpty() && held.peek().dueMs <= nowMs) {
      arriving.add(held.remove().sent);
    }
    return arriving;
  }

  private record Held<T>(long dueMs, long number, T sent) implements Comparable<Held<T>> {
    @Override
    public int compareTo(Held<T> other) {
      int byTime = Long.compare(dueMs, other.dueMs);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }
}
