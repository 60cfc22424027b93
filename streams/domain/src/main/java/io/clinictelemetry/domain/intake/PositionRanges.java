package io.clinictelemetry.domain.intake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A set of positions, kept as sorted, disjoint, non-adjacent ranges. Mutable. */
public final class PositionRanges {

  /**
   * Consecutive positions of one boot.
   *
   * @param bootId the boot
   * @param from first sequence number
   * @param to last sequence number, inclusive
   */
  public record Range(long bootId, long from, long to) {

    Position first() {
      return new Position(bootId, from);
    }

    Position last() {
      return new Position(bootId, to);
    }
  }

  private final List<Range> ranges;

  /** The empty set. */
  public PositionRanges() {
    this(List.of());
  }

  /** As remembered. */
  public PositionRanges(List<Range> ranges) {
    this.ranges = new ArrayList<>(ranges);
  }

  /** The ranges in order. */
  public List<Range> ranges() {
    return Collections.unmodifiableList(ranges);
  }

  boolean contains(Position position) {
    int i = lastStartingAtOrBefore(position);
    return i >= 0 && ranges.get(i).last().compareTo(position) >= 0;
  }

  /** Adds one position that is not in the set. */
  void add(Position position) {
    int before = lastStartingAtOrBefore(position);
    Range left = before >= 0 ? ranges.get(before) : null;
    Range right = before + 1 < ranges.size() ? ranges.get(before + 1) : null;
    boolean joinsLeft =
        left != null && left.bootId() == position.bootId() && left.to() == position.seq() - 1;
    boolean joinsRight =
        right != null && right.bootId() == position.bootId() && right.from() == position.seq() + 1;
    if (joinsLeft && joinsRight) {
      ranges.set(before, new Range(left.bootId(), left.from(), right.to()));
      ranges.remove(before + 1);
    } else if (joinsLeft) {
      ranges.set(before, new Range(left.bootId(), left.from(), position.seq()));
    } else if (joinsRight) {
      ranges.set(before + 1, new Range(right.bootId(), position.seq(), right.to()));
    } else {
      ranges.add(before + 1, new Range(position.bootId(), position.seq(), position.seq()));
    }
  }

  /** Removes one position; answers whether it was there. */
  boolean remove(Position position) {
    int i = lastStartingAtOrBefore(position);
    if (i < 0 || ranges.get(i).last().compareTo(position) < 0) {
      return false;
    }
    Range range = ranges.remove(i);
    if (range.to() > position.seq()) {
      ranges.add(i, new Range(range.bootId(), position.seq() + 1, range.to()));
    }
    if (range.from() < position.seq()) {
      ranges.add(i, new Range(range.bootId(), range.from(), position.seq() - 1));
    }
    return true;
  }

  /** The lowest range that ends at or after the position; null when there is none. */
  Range firstEndingAtOrAfter(Position position) {
    int i = lastStartingAtOrBefore(position);
    if (i >= 0 && ranges.get(i).last().compareTo(position) >= 0) {
      return ranges.get(i);
    }
    return i + 1 < ranges.size() ? ranges.get(i + 1) : null;
  }

  /** Removes all positions up to and including the given one. */
  void removeUpTo(Position position) {
    while (!ranges.isEmpty() && ranges.get(0).first().compareTo(position) <= 0) {
      Range lowest = ranges.remove(0);
      if (lowest.last().compareTo(position) > 0) {
        ranges.add(0, new Range(lowest.bootId(), position.seq() + 1, lowest.to()));
        return;
      }
    }
  }

  /** Number of positions from the given one on. */
  long countFrom(Position position) {
    long count = 0;
    for (int i = ranges.size() - 1; i >= 0; i--) {
      Range range = ranges.get(i);
      if (range.last().compareTo(position) < 0) {
        break;
      }
      long from = range.first().compareTo(position) < 0 ? position.seq() : range.from();
      count += range.to() - from + 1;
    }
    return count;
  }

  int size() {
    return ranges.size();
  }

  long boots() {
    long boots = 0;
    long latest = -1;
    for (Range range : ranges) {
      if (range.bootId() != latest) {
        latest = range.bootId();
        boots++;
      }
    }
    return boots;
  }

  private int lastStartingAtOrBefore(Position position) {
    int low = 0;
    int high = ranges.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (ranges.get(middle).first().compareTo(position) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }
}
