package io.clinictelemetry.standalone.quarantine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** The newest records in quarantine, one line each, and counts of all. Keeps no bytes of them. */
final class Listing {

  private static final Comparator<Line> OLDEST_FIRST =
      Comparator.comparing(Line::time)
          .thenComparing(line -> line.origin().topic())
          .thenComparing(line -> line.origin().partition())
          .thenComparing(line -> line.origin().offset());

  private final int limit;
  private final PriorityQueue<Line> newest = new PriorityQueue<>(OLDEST_FIRST);
  private final Map<String, Long> byReason = new TreeMap<>();
  private long leftOut;

  /**
   * @param limit greatest number of records that get a line
   */
  Listing(int limit) {
    this.limit = limit;
  }

  void add(QuarantinedRecord record) {
    byReason.merge(record.reason(), 1L, Long::sum);
    newest.add(
        new Line(
            record.time(),
            record.origin(),
            Printable.text(
                "%-28s %-24s %-18s %9s  %s"
                    .formatted(
                        record.origin(),
                        record.time(),
                        record.reason(),
                        record.value() == null ? "not kept" : record.value().length + " B",
                        record.detail()))));
    if (newest.size() > limit) {
      newest.remove();
      leftOut++;
    }
  }

  /** What a person reads: the newest last, then the counts. */
  List<String> lines() {
    if (byReason.isEmpty()) {
      return List.of("No record in quarantine fits.");
    }
    List<String> lines = new ArrayList<>();
    if (leftOut > 0) {
      lines.add("%d older left out; --limit shows more".formatted(leftOut));
    }
    newest.stream().sorted(OLDEST_FIRST).map(Line::text).forEach(lines::add);
    lines.add("");
    byReason.forEach(
        (reason, count) -> lines.add("%-18s %d".formatted(Printable.text(reason), count)));
    long total = byReason.values().stream().mapToLong(Long::longValue).sum();
    lines.add("%-18s %d".formatted("together", total));
    return lines;
  }

  private record Line(Instant time, Coordinates origin, String text) {}
}
