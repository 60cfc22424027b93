package io.clinictelemetry.domain.usage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The stretches of a session that samples have covered, in ms of elapsed time. Mutable.
 *
 * <p>A session with more holes than can be remembered has its earliest ones forgotten: what comes
 * to fill those later adds nothing, so that no millisecond counts twice.
 */
public final class Coverage {

  /**
   * How many stretches are remembered: two hours of frames of which every other one is lost.
   * Engineering default.
   */
  public static final int MAX_STRETCHES = 4_096;

  /** A stretch {@code [from, to)}, ms. */
  public record Stretch(long from, long to) {}

  private final List<Stretch> stretches;

  /** Nothing covered. */
  public Coverage() {
    this(List.of());
  }

  /** As remembered. */
  public Coverage(List<Stretch> stretches) {
    this.stretches = new ArrayList<>(stretches);
  }

  /**
   * Covers {@code [from, to)}.
   *
   * @return the parts that had not been covered before, in order
   */
  public List<Stretch> cover(long from, long to) {
    if (!stretches.isEmpty()) {
      Stretch last = stretches.get(stretches.size() - 1);
      if (from == last.to()) { // the usual case: the next frame
        stretches.set(stretches.size() - 1, new Stretch(last.from(), to));
        return List.of(new Stretch(from, to));
      }
    }
    List<Stretch> fresh = new ArrayList<>(1);
    List<Stretch> merged = new ArrayList<>(stretches.size() + 1);
    long start = from;
    long end = to;
    long uncovered = from;
    boolean placed = false;
    for (Stretch stretch : stretches) {
      if (stretch.to() < from) {
        merged.add(stretch);
      } else if (stretch.from() > to) {
        if (!placed) {
          merged.add(new Stretch(start, end));
          placed = true;
        }
        merged.add(stretch);
      } else {
        if (uncovered < Math.min(stretch.from(), to)) {
          fresh.add(new Stretch(uncovered, Math.min(stretch.from(), to)));
        }
        uncovered = stretch.to();
        start = Math.min(start, stretch.from());
        end = Math.max(end, stretch.to());
      }
    }
    if (!placed) {
      merged.add(new Stretch(start, end));
    }
    if (uncovered < to) {
      fresh.add(new Stretch(uncovered, to));
    }
    stretches.clear();
    stretches.addAll(merged);
    if (stretches.size() > MAX_STRETCHES) {
      Stretch first = stretches.remove(0);
      stretches.set(0, new Stretch(first.from(), stretches.get(0).to()));
    }
    return fresh;
  }

  /** The stretches, sorted, disjoint and not touching. */
  public List<Stretch> stretches() {
    return Collections.unmodifiableList(stretches);
  }

  /** Last covered instant of elapsed time, ms; 0 when nothing is covered. */
  public long endMs() {
    return stretches.isEmpty() ? 0 : stretches.get(stretches.size() - 1).to();
  }
}
