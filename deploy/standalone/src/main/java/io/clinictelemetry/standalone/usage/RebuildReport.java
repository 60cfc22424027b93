package io.clinictelemetry.standalone.usage;

import io.clinictelemetry.standalone.usage.RowComparison.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** The result of a rebuild as lines for people. */
final class RebuildReport {

  private static final String TABLE = "%-9s %10s %10s %10s %10s %10s";
  private static final String FIELD = "    %-34s live %s, rebuilt %s";

  private RebuildReport() {}

  /**
   * Makes it.
   *
   * @param limit how many rows that differ are shown
   */
  static List<String> lines(RowComparison comparison, int limit) {
    List<String> lines = new ArrayList<>();
    lines.add(TABLE.formatted("rows", "compared", "equal", "different", "not whole", "moving"));
    for (RowKind kind : RowKind.values()) {
      lines.add(
          TABLE.formatted(
              kind.word(),
              ReadProgress.count(comparison.compared(kind)),
              ReadProgress.count(comparison.count(kind, Verdict.EQUAL)),
              ReadProgress.count(comparison.count(kind, Verdict.DIFFERENT)),
              ReadProgress.count(comparison.count(kind, Verdict.NOT_WHOLE)),
              ReadProgress.count(comparison.count(kind, Verdict.MOVING))));
    }
    lines.add(
        "not whole: part of it is not retained; moving: it just changed. Neither is compared.");
    int count = comparison.differences().size();
    comparison.differences().stream().limit(limit).forEach(row -> lines.addAll(lines(row)));
    if (count > limit) {
      lines.add("  and %,d more; --all shows them".formatted(count - limit));
    }
    lines.add(
        count == 0
            ? "No row differs."
            : count == 1 ? "1 row differs." : "%,d rows differ.".formatted(count));
    return lines;
  }

  /**
   * What was replaced, and what not and why.
   *
   * @param limit how many parts that were not are shown
   */
  static List<String> published(List<Publication.Outcome> outcomes, int limit) {
    List<String> lines = new ArrayList<>();
    if (outcomes.isEmpty()) {
      return lines;
    }
    List<Publication.Outcome> refused =
        outcomes.stream().filter(outcome -> outcome.refusal().isPresent()).toList();
    refused.stream()
        .limit(limit)
        .forEach(
            outcome ->
                lines.add(
                    "  not replaced: %s: %s"
                        .formatted(outcome.what(), outcome.refusal().orElseThrow())));
    if (refused.size() > limit) {
      lines.add("  and %,d more; --all shows them".formatted(refused.size() - limit));
    }
    int replaced =
        outcomes.stream()
            .filter(outcome -> outcome.refusal().isEmpty())
            .mapToInt(Publication.Outcome::rows)
            .sum();
    lines.add(
        "Replaced: %,d rows; not replaced: %,d."
            .formatted(replaced, refused.stream().mapToInt(Publication.Outcome::rows).sum()));
    return lines;
  }

  private static List<String> lines(RowDifference row) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "  %s %s (live %s, rebuilt %s)"
            .formatted(row.kind().word(), row.key(), known(row.live()), known(row.rebuilt())));
    row.fields()
        .forEach(
            field ->
                lines.add(
                    FIELD.formatted(field.name(), value(field.live()), value(field.rebuilt()))));
    return lines;
  }

  private static String known(Optional<SpecificRecord> row) {
    return row.map(r -> "revision " + RowKind.revision(r)).orElse("missing");
  }

  private static Object value(Object value) {
    return value == null ? "-" : value;
  }
}
