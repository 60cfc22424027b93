package io.clinictelemetry.sinks.dashboard.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The time from opening to acknowledgement, as a histogram says it: a quantile is in a bucket, and
 * more is not known.
 *
 * @param p50 bucket that half of them end in; null where none was acknowledged
 * @param p95 bucket that 95 % of them end in; null where none was acknowledged
 * @param buckets all of them
 */
record TimesView(Bucket p50, Bucket p95, List<Bucket> buckets) {

  /**
   * A bucket.
   *
   * @param overMs lower bound, ms, outside of the bucket; 0 is within the first
   * @param upToMs upper bound, ms, within the bucket; null for none
   * @param alerts number of alerts in it
   */
  record Bucket(long overMs, Long upToMs, long alerts) {}

  static TimesView of(List<LoadRow> rows) {
    Map<Long, Long> byBound = new TreeMap<>();
    for (LoadRow row : rows) {
      List<Long> bounds = new ArrayList<>(StoredJson.list(row.acknowledgeBoundsMs(), Long.class));
      bounds.add(Long.MAX_VALUE);
      List<Long> counts = StoredJson.list(row.acknowledgeCounts(), Long.class);
      for (int i = 0; i < counts.size(); i++) {
        byBound.merge(bounds.get(i), counts.get(i), Long::sum);
      }
    }
    List<Bucket> buckets = new ArrayList<>();
    long over = 0;
    for (Map.Entry<Long, Long> bucket : byBound.entrySet()) {
      long bound = bucket.getKey();
      buckets.add(new Bucket(over, bound == Long.MAX_VALUE ? null : bound, bucket.getValue()));
      over = bound;
    }
    return new TimesView(quantile(buckets, 0.5), quantile(buckets, 0.95), buckets);
  }

  private static Bucket quantile(List<Bucket> buckets, double share) {
    long total = buckets.stream().mapToLong(Bucket::alerts).sum();
    long before = 0;
    for (Bucket bucket : buckets) {
      before += bucket.alerts();
      if (bucket.alerts() > 0 && before >= share * total) {
        return bucket;
      }
    }
    return null;
  }
}
