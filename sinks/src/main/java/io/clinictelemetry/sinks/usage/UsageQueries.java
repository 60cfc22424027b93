package io.clinictelemetry.sinks.usage;

import io.clinictelemetry.sinks.usage.UsageQuestion.Granularity;
import io.clinictelemetry.sinks.usage.UsageQuestion.Group;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;

/** Answers questions about utilisation from the rows that the sink keeps. */
public final class UsageQueries {

  /** The start on the clinic's wall. */
  private static final String LOCAL =
      "coalesce(u.window_local, u.window_start AT TIME ZONE u.zone_id)";

  /** How windows are named, as PostgreSQL has it. */
  private static final Map<Granularity, String> NAMES =
      Map.of(
          Granularity.HOUR, "YYYY-MM-DD\"T\"HH24:MI\"Z\"",
          Granularity.DAY, "YYYY-MM-DD",
          Granularity.TOTAL, "\"total\"");

  private static final String AT_WORK = "(session_ms > 0 OR treating_ms > 0)";

  private final Jdbi jdbi;

  /** Asks the database. */
  public UsageQueries(Jdbi jdbi) {
    this.jdbi = jdbi;
    jdbi.registerRowMapper(ConstructorMapper.factory(UsageRow.class));
    jdbi.registerRowMapper(ConstructorMapper.factory(HeatCell.class));
  }

  /**
   * One hour of the week, over the weeks of a period.
   *
   * @param isoWeekday 1 for Monday to 7 for Sunday
   * @param hour 0 to 23, on the clinics' walls
   * @param sessionMs time between start and end of sessions, ms
   * @param treatingMs time with contact or current, ms
   * @param availableMs opening hours, of each device, ms; null where they are not known
   */
  public record HeatCell(
      int isoWeekday, int hour, long sessionMs, long treatingMs, Long availableMs) {}

  /** The rows, by window and key, as many as the question allows. */
  public List<UsageRow> rows(UsageQuestion question) {
    return jdbi.withHandle(
        handle -> {
          Query query = bind(handle.createQuery(sql(question)), question);
          question
              .after()
              .ifPresent(
                  after ->
                      query.bind("after_window", after.window()).bind("after_key", after.key()));
          return query
              .bind("limit", question.limit())
              .mapTo(UsageRow.class)
              .map(row -> row.revenue() == null ? row.earning(revenue(handle, question, row)) : row)
              .list();
        });
  }

  private static String sql(UsageQuestion question) {
    boolean total = question.granularity() == Granularity.TOTAL;
    boolean clinics = question.group() == Group.CLINIC;
    return """
        SELECT to_char("window", '%s') AS "window", key, %s AS name, window_start, window_end, zone_id,
          %s AS devices, sessions_started, sessions_completed, sessions_aborted, sessions_test, powered_ms,
          session_ms, treating_ms, unassigned_treating_ms, available_ms, scheduled_downtime_ms,
          unscheduled_downtime_ms, longest_gap_ms, first_treatment_at, last_treatment_at,
          session_ms::double precision
            / nullif(greatest(available_ms - scheduled_downtime_ms - unscheduled_downtime_ms, 0), 0)
            AS utilisation_of_uptime,
          session_ms::double precision / nullif(greatest(available_ms - scheduled_downtime_ms, 0), 0)
            AS utilisation_of_planned,
          (treating_ms - unassigned_treating_ms)::double precision / nullif(session_ms, 0)
            AS performance,
          CASE WHEN one_currency IS NULL THEN '[]'
            WHEN one_currency = other_currency AND one_currency <> 'several' THEN jsonb_build_array(
              jsonb_build_object('currency', one_currency, 'low_minor', low, 'high_minor', high))::text
          END AS revenue
        FROM (
          SELECT %s AS "window", %s AS key,
            min(window_start) AS window_start, max(window_end) AS window_end,
            CASE WHEN min(zone_id) = max(zone_id) THEN min(zone_id) END AS zone_id,
            count(*) FILTER (WHERE %s)::integer AS rows_at_work,
            sum(sessions_started)::bigint AS sessions_started,
            sum(sessions_completed)::bigint AS sessions_completed,
            sum(sessions_aborted)::bigint AS sessions_aborted,
            sum(sessions_test)::bigint AS sessions_test,
            sum(powered_ms)::bigint AS powered_ms,
            sum(session_ms)::bigint AS session_ms,
            sum(treating_ms)::bigint AS treating_ms,
            sum(unassigned_treating_ms)::bigint AS unassigned_treating_ms,
            sum(available_ms)::bigint AS available_ms,
            sum(scheduled_downtime_ms)::bigint AS scheduled_downtime_ms,
            sum(unscheduled_downtime_ms)::bigint AS unscheduled_downtime_ms,
            max(longest_gap_ms) AS longest_gap_ms,
            min(first_treatment_at) AS first_treatment_at, max(last_treatment_at) AS last_treatment_at,
            min(revenue_currency) AS one_currency, max(revenue_currency) AS other_currency,
            sum(revenue_low_minor) AS low, sum(revenue_high_minor) AS high
          FROM %s AS u WHERE %s%s GROUP BY 1, 2) AS sums
        %s
        %s
        %s
        ORDER BY sums."window", key LIMIT :limit
        """
        .formatted(
            NAMES.get(question.granularity()),
            clinics ? "coalesce(c.name, key)" : "key",
            // In one window, a device has one row.
            total ? "coalesce(devices_at_work, 0)" : "rows_at_work",
            window(question),
            question.group().key(),
            AT_WORK,
            question.granularity().table(),
            filter(question),
            total || question.after().isEmpty()
                ? ""
                : " AND %s >= CAST(:after_window AS timestamp)".formatted(window(question)),
            total ? devicesAtWork(question) : "",
            clinics ? "LEFT JOIN clinics c ON c.clinic_id = key" : "",
            after(question));
  }

  /** Counts by hashing; {@code count(DISTINCT …)} sorts all rows, on one processor. */
  private static String devicesAtWork(UsageQuestion question) {
    return """
        LEFT JOIN (
          SELECT key, count(*)::integer AS devices_at_work
          FROM (SELECT %s AS key, device_id FROM %s AS u WHERE %s AND %s GROUP BY 1, 2) AS devices
          GROUP BY 1) AS worked USING (key)"""
        .formatted(
            question.group().key(), question.granularity().table(), filter(question), AT_WORK);
  }

  private static String after(UsageQuestion question) {
    if (question.after().isEmpty()) {
      return "";
    }
    return question.granularity() == Granularity.TOTAL
        ? "WHERE :after_window = 'total' AND key > :after_key"
        : "WHERE (sums.\"window\", key) > (CAST(:after_window AS timestamp), :after_key)";
  }

  /**
   * What the rows of a window have in common; without a time zone, so that it is named as it is.
   */
  private static String window(UsageQuestion question) {
    return switch (question.granularity()) {
      case HOUR -> "(u.window_start AT TIME ZONE 'UTC')";
      case DAY -> "date_trunc('day', %s)".formatted(LOCAL);
      case TOTAL -> "timestamp '1970-01-01'";
    };
  }

  /** Of several currencies, which is rare: each alone. */
  private static String revenue(Handle handle, UsageQuestion question, UsageRow row) {
    String sql =
        """
        SELECT jsonb_agg(jsonb_build_object('currency', currency, 'low_minor', low, 'high_minor', high)
          ORDER BY currency)::text
        FROM (
          SELECT one.currency, sum(one.low_minor) AS low, sum(one.high_minor) AS high
          FROM %s AS u, jsonb_to_recordset(u.revenue)
            AS one(currency text, low_minor bigint, high_minor bigint)
          WHERE %s AND %s = :key AND to_char(%s, '%s') = :window
          GROUP BY one.currency) AS sums
        """
            .formatted(
                question.granularity().table(),
                filter(question),
                question.group().key(),
                window(question),
                NAMES.get(question.granularity()));
    return bind(handle.createQuery(sql), question)
        .bind("key", row.key())
        .bind("window", row.window())
        .mapTo(String.class)
        .one();
  }

  private static String filter(UsageQuestion question) {
    StringBuilder filter =
        new StringBuilder(
            // No window is longer than a day of 25 hours: the index is on their starts.
            "u.window_start < :to AND u.window_end > :from"
                + " AND u.window_start > CAST(:from AS timestamptz) - interval '25 hours'");
    filters(question)
        .keySet()
        .forEach(name -> filter.append(" AND u.%1$s = :%1$s".formatted(name)));
    return filter.toString();
  }

  private static Map<String, String> filters(UsageQuestion question) {
    Map<String, String> filters = new LinkedHashMap<>();
    question.clinic().ifPresent(value -> filters.put("clinic_id", value));
    question.device().ifPresent(value -> filters.put("device_id", value));
    question.modality().ifPresent(value -> filters.put("modality", value));
    question.model().ifPresent(value -> filters.put("model", value));
    return filters;
  }

  private static Query bind(Query query, UsageQuestion question) {
    query.bind("from", question.from()).bind("to", question.to());
    filters(question).forEach(query::bind);
    return query;
  }

  /** The hours of the week in which something was to be used, over the weeks of a period. */
  public List<HeatCell> heat(Instant from, Instant to, Optional<String> clinic) {
    UsageQuestion question =
        new UsageQuestion(
            from,
            to,
            Granularity.HOUR,
            Group.FLEET,
            clinic,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Integer.MAX_VALUE);
    String sql =
        """
        SELECT extract(isodow FROM %1$s)::integer AS iso_weekday,
          extract(hour FROM %1$s)::integer AS hour, sum(u.session_ms)::bigint AS session_ms,
          sum(u.treating_ms)::bigint AS treating_ms, sum(u.available_ms)::bigint AS available_ms
        FROM usage_hourly u WHERE %2$s GROUP BY 1, 2 ORDER BY 1, 2
        """
            .formatted(LOCAL, filter(question));
    return jdbi.withHandle(
        handle -> bind(handle.createQuery(sql), question).mapTo(HeatCell.class).list());
  }
}
