package io.clinictelemetry.sinks.dashboard.api;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * The alert load of some hours together.
 *
 * @param byPriority high, medium, low
 * @param late history, told by late readings; nobody was called
 * @param shelved whose rule was on a shelf; nobody was called
 * @param announced that called for somebody
 * @param leftUnacknowledged that left the active list though nobody had acknowledged them
 * @param waiting on the active list, and nobody has acknowledged them
 * @param active on the active list, acknowledged or not
 * @param stale on the active list for more than 24 h; of the hours of which that is known
 * @param hoursNotSettled hours of which it is not known yet
 * @param floodMs time in floods, ms
 * @param topSources the sources with the most alerts. An hour names ten: of several hours together,
 *     a source may have more than it says here
 * @param otherSourceAlerts those that no hour gives to one of these sources
 */
record LoadView(
    long alerts,
    List<Share> byPriority,
    long treatment,
    long technical,
    long late,
    long shelved,
    long announced,
    long chattering,
    TimesView timeToAcknowledge,
    long acknowledged,
    long leftUnacknowledged,
    long waiting,
    long active,
    long stale,
    long hoursNotSettled,
    long floodsBegun,
    long floodMs,
    List<SourceView> topSources,
    long otherSourceAlerts) {

  private static final int TOP = 10;

  /**
   * Alerts of one priority.
   *
   * @param pct of all, %; null where there are none
   */
  record Share(String priority, long alerts, Double pct) {}

  /** How many alerts one rule gave on one subject. */
  record SourceView(String subjectKind, String subjectId, String rule, long alerts) {}

  static LoadView of(List<LoadRow> rows) {
    long alerts = sum(rows, LoadRow::alerts);
    List<SourceView> top = top(rows);
    return new LoadView(
        alerts,
        List.of(
            share("HIGH", sum(rows, LoadRow::high), alerts),
            share("MEDIUM", sum(rows, LoadRow::medium), alerts),
            share("LOW", sum(rows, LoadRow::low), alerts)),
        sum(rows, LoadRow::treatment),
        sum(rows, LoadRow::technical),
        sum(rows, LoadRow::late),
        sum(rows, LoadRow::shelved),
        sum(rows, LoadRow::announced),
        sum(rows, LoadRow::chattering),
        TimesView.of(rows),
        sum(rows, LoadRow::acknowledged),
        sum(rows, LoadRow::leftUnacknowledged),
        sum(rows, LoadRow::waiting),
        sum(rows, LoadRow::active),
        sum(rows, row -> Objects.requireNonNullElse(row.stale(), 0L)),
        sum(rows, row -> row.stale() == null ? 1 : 0),
        sum(rows, LoadRow::floodsBegun),
        sum(rows, LoadRow::floodMs),
        top,
        alerts - top.stream().mapToLong(SourceView::alerts).sum());
  }

  private static long sum(List<LoadRow> rows, ToLongFunction<LoadRow> value) {
    return rows.stream().mapToLong(value).sum();
  }

  private static Share share(String priority, long of, long alerts) {
    return new Share(priority, of, alerts == 0 ? null : Math.round(1_000.0 * of / alerts) / 10.0);
  }

  private static List<SourceView> top(List<LoadRow> rows) {
    Map<SourceView, Long> sums = new LinkedHashMap<>();
    for (LoadRow row : rows) {
      for (SourceView source : StoredJson.list(row.topSources(), SourceView.class)) {
        SourceView name =
            new SourceView(source.subjectKind(), source.subjectId(), source.rule(), 0);
        sums.merge(name, source.alerts(), Long::sum);
      }
    }
    return sums.entrySet().stream()
        .map(
            sum ->
                new SourceView(
                    sum.getKey().subjectKind(),
                    sum.getKey().subjectId(),
                    sum.getKey().rule(),
                    sum.getValue()))
        .sorted(
            Comparator.comparingLong(SourceView::alerts)
                .reversed()
                .thenComparing(SourceView::subjectId)
                .thenComparing(SourceView::rule))
        .limit(TOP)
        .toList();
  }
}
