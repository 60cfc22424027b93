package io.clinictelemetry.standalone.usage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/**
 * Live rows beside those that the retained telemetry gives, both as they were at one moment of the
 * log clock.
 *
 * <p>When a row is published follows from the log, so most rows have on both sides a version of the
 * same moment, which must be the same. A device of which nothing was known when the log began may
 * be published some seconds earlier or later. Such versions are compared, too, unless something
 * happened so shortly before the cut that it is in one of them alone: the row is still moving.
 */
final class RowComparison {

  /** What became of a row. */
  enum Verdict {
    EQUAL,
    DIFFERENT,
    /** Not all that was told about it is retained. */
    NOT_WHOLE,
    /** It changed just before the cut, or only what came of it after the cut is known. */
    MOVING
  }

  private final LogCut cut;
  private final long publishedWithinMs;
  private final Map<RowKind, RowHistory> live;
  private final Map<RowKind, RowHistory> rebuilt;
  private final Map<String, Long> wholeFromMs = new HashMap<>();
  private final Map<RowKind, Map<Verdict, Integer>> counts = new EnumMap<>(RowKind.class);
  private final List<RowDifference> differences = new ArrayList<>();

  /**
   * @param publishedWithin log clock from what happened to its publication, at most
   * @param live the rows as they are
   * @param rebuilt the rows as they should be
   */
  RowComparison(
      LogCut cut,
      Duration publishedWithin,
      Map<RowKind, RowHistory> live,
      Map<RowKind, RowHistory> rebuilt) {
    this.cut = cut;
    this.publishedWithinMs = publishedWithin.toMillis();
    this.live = live;
    this.rebuilt = rebuilt;
    findSessionsBegunBefore();
    for (RowKind kind : RowKind.values()) {
      TreeSet<String> keys = new TreeSet<>(live.get(kind).keys());
      keys.addAll(rebuilt.get(kind).keys());
      keys.forEach(key -> compare(kind, key));
    }
  }

  /**
   * Of a session whose beginning is not retained neither plan nor outcome can be told, so no window
   * that it touches is whole.
   */
  private void findSessionsBegunBefore() {
    for (Map<RowKind, RowHistory> side : List.of(live, rebuilt)) {
      RowHistory sessions = side.get(RowKind.SESSIONS);
      for (String key : sessions.keys()) {
        sessions.at(key).map(RowVersion::row).ifPresent(this::begunBefore);
      }
    }
  }

  private void begunBefore(SpecificRecord session) {
    String device = RowKind.deviceId(session);
    long wholeMs = cut.of(device).wholeFromMs();
    if (RowKind.beganMs(session) < wholeMs && wholeMs != LogCut.NEVER) {
      wholeFromMs.merge(device, Math.max(wholeMs, RowKind.overMs(session)), Math::max);
    }
  }

  private void compare(RowKind kind, String key) {
    Optional<RowVersion> here = live.get(kind).at(key);
    Optional<RowVersion> there = rebuilt.get(kind).at(key);
    Verdict verdict = judge(kind, key, here, there);
    counts.computeIfAbsent(kind, k -> new EnumMap<>(Verdict.class)).merge(verdict, 1, Integer::sum);
    if (verdict == Verdict.DIFFERENT) {
      differences.add(
          new RowDifference(kind, key, here.map(RowVersion::row), there.map(RowVersion::row)));
    }
  }

  private Verdict judge(
      RowKind kind, String key, Optional<RowVersion> here, Optional<RowVersion> there) {
    List<RowVersion> known = Stream.of(here, there).flatMap(Optional::stream).toList();
    if (known.stream().anyMatch(version -> !whole(kind, version.row()))) {
      return Verdict.NOT_WHOLE;
    }
    if (missingBecauseItMoved(kind, key, here, there)) {
      return Verdict.MOVING;
    }
    if (known.size() < 2) {
      return known.isEmpty() || moving(known) ? Verdict.MOVING : Verdict.DIFFERENT;
    }
    if (RowDifference.same(here.orElseThrow().row(), there.orElseThrow().row())) {
      return Verdict.EQUAL;
    }
    boolean atOnce = here.get().publishedMs() == there.get().publishedMs();
    return !atOnce && moving(known) ? Verdict.MOVING : Verdict.DIFFERENT;
  }

  /** What a row was at the cut is lost when its topic was compacted since. */
  private boolean missingBecauseItMoved(
      RowKind kind, String key, Optional<RowVersion> here, Optional<RowVersion> there) {
    return (here.isEmpty() && live.get(kind).movedLater(key))
        || (there.isEmpty() && rebuilt.get(kind).movedLater(key));
  }

  private boolean whole(RowKind kind, SpecificRecord row) {
    String device = RowKind.deviceId(row);
    long wholeMs = cut.of(device).wholeFromMs();
    if (kind != RowKind.SESSIONS) {
      wholeMs = wholeFromMs.getOrDefault(device, wholeMs);
    }
    return RowKind.beganMs(row) >= wholeMs;
  }

  private boolean moving(List<RowVersion> versions) {
    return versions.stream()
        .anyMatch(
            version ->
                version.publishedMs()
                    >= cut.of(RowKind.deviceId(version.row())).clockMs() - publishedWithinMs);
  }

  /** The live row; empty where there is none. */
  Optional<SpecificRecord> live(RowKind kind, String key) {
    return live.get(kind).at(key).map(RowVersion::row);
  }

  /** Whether there is such a row, live or rebuilt. */
  boolean knows(RowKind kind, String key) {
    return live.get(kind).knows(key) || rebuilt.get(kind).knows(key);
  }

  /** What becomes of a row when it must not have moved after the cut either. */
  Verdict verdict(RowKind kind, String key) {
    return live.get(kind).movedLater(key) || rebuilt.get(kind).movedLater(key)
        ? Verdict.MOVING
        : judge(kind, key, live.get(kind).at(key), rebuilt.get(kind).at(key));
  }

  /** How many rows of the kind ended so. */
  int count(RowKind kind, Verdict verdict) {
    return counts.getOrDefault(kind, Map.of()).getOrDefault(verdict, 0);
  }

  /** How many rows of the kind were compared. */
  int compared(RowKind kind) {
    return count(kind, Verdict.EQUAL) + count(kind, Verdict.DIFFERENT);
  }

  /** The rows that differ, by kind and key. */
  List<RowDifference> differences() {
    return differences;
  }
}
