package io.clinictelemetry.sinks.dashboard.api;

import io.clinictelemetry.sinks.usage.MaintenanceCsv;
import io.clinictelemetry.sinks.usage.MaintenanceQueries;
import io.clinictelemetry.sinks.usage.MaintenanceQuestion;
import io.clinictelemetry.sinks.usage.MaintenanceRow;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/**
 * {@code /maintenance}: which part of which device is to be serviced, what is most urgent first.
 */
public final class MaintenanceApi {

  private static final int DEFAULT_LIMIT = 1_000;
  private static final int MAX_LIMIT = 100_000;
  private static final long MAX_DAYS = 3_650;

  private final MaintenanceQueries queries;
  private final Clock clock;

  /**
   * @param clock as of when it is asked, where the question does not say
   */
  public MaintenanceApi(Jdbi jdbi, Clock clock) {
    this.queries = new MaintenanceQueries(jdbi);
    this.clock = clock;
  }

  /**
   * Parts of devices.
   *
   * @param more whether there are more than the limit allows
   * @param unknownDevices devices with service events that the inventory does not know
   */
  record Parts(Instant at, List<MaintenanceRow> rows, boolean more, List<String> unknownDevices) {}

  /** Adds the route. */
  public void addTo(RoutesConfig routes, String root) {
    routes.get(root + "/maintenance", this::answer);
  }

  private void answer(Context context) {
    Parameters parameters =
        Parameters.of(context, Set.of("at", "clinic", "device", "within_days", "limit", "format"));
    Instant at = parameters.instant("at").orElseGet(clock::instant);
    int limit = parameters.limit(DEFAULT_LIMIT, MAX_LIMIT);
    Optional<Long> withinDays = parameters.number("within_days", 0, MAX_DAYS);
    List<MaintenanceRow> found =
        queries.rows(
            new MaintenanceQuestion(
                at,
                parameters.text("clinic"),
                parameters.text("device"),
                withinDays.map(days -> at.plus(Duration.ofDays(days))),
                limit + 1));
    List<MaintenanceRow> rows = found.subList(0, Math.min(limit, found.size()));
    String format = parameters.text("format").orElse("json");
    switch (format) {
      case "json" ->
          context.json(new Parts(at, rows, found.size() > limit, queries.unknownDevices()));
      case "csv" ->
          context
              .contentType("text/csv; charset=utf-8")
              .header("Content-Disposition", "attachment; filename=\"maintenance.csv\"")
              .result(MaintenanceCsv.of(rows));
      default -> throw ProblemException.badParameter("format", format, "json or csv");
    }
  }
}
