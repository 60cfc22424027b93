package io.clinictelemetry.domain.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * From the opening of alerts to their acknowledgement, as a histogram whose buckets are always the
 * same: those of several hours or clinics are added bucket by bucket.
 *
 * @param counts number of alerts in each bucket; one more than there are bounds, the last for those
 *     beyond all of them
 */
public record AcknowledgeTimes(List<Long> counts) {

  /**
   * Upper bounds of the buckets, ms, each within its bucket. 60 s and 5 min are when alerts of high
   * and medium priority are escalated, 24 h is when one is stale; the rest are engineering
   * defaults.
   */
  public static final List<Long> BOUNDS_MS =
      List.of(
          10_000L,
          30_000L,
          60_000L,
          120_000L,
          300_000L,
          600_000L,
          1_800_000L,
          3_600_000L,
          14_400_000L,
          43_200_000L,
          86_400_000L);

  /** None. */
  public static final AcknowledgeTimes NONE =
      new AcknowledgeTimes(Collections.nCopies(BOUNDS_MS.size() + 1, 0L));

  /** As remembered. */
  public AcknowledgeTimes {
    counts = List.copyOf(counts);
  }

  /**
   * With one more.
   *
   * @param ms how long it took; below 0 counts as 0, for commands are stamped in another topic
   */
  AcknowledgeTimes plus(long ms) {
    int bucket = 0;
    while (bucket < BOUNDS_MS.size() && ms > BOUNDS_MS.get(bucket)) {
      bucket++;
    }
    List<Long> more = new ArrayList<>(counts);
    more.set(bucket, counts.get(bucket) + 1);
    return new AcknowledgeTimes(more);
  }

  /** Number of alerts that were acknowledged. */
  public long total() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}
