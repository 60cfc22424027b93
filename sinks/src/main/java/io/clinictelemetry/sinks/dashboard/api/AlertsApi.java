package io.clinictelemetry.sinks.dashboard.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** {@code /alerts} and {@code /alerts/{id}}. */
public final class AlertsApi {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1000;

  private final AlertQueries queries;

  /** Serves what the queries find. */
  public AlertsApi(AlertQueries queries) {
    this.queries = queries;
  }

  /**
   * A page of alerts.
   *
   * @param next give it as {@code before} for the page after this one; null on the last
   * @param cursor give it to the stream as {@code after}: no change is missed between the two
   */
  record Page(List<AlertView> alerts, String next, long cursor) {}

  /** An alert and how it came to be so. */
  record Detail(AlertView alert, List<AlertQueries.Transition> events) {}

  /** Adds the routes. */
  public void addTo(RoutesConfig routes, String root) {
    routes.get(root + "/alerts", context -> context.json(page(context)));
    routes.get(root + "/alerts/{id}", context -> context.json(detail(context)));
  }

  private Page page(Context context) {
    Parameters parameters =
        Parameters.of(context, Set.of("active", "clinic", "device", "limit", "before"));
    int limit = parameters.limit(DEFAULT_LIMIT, MAX_LIMIT);
    var filter =
        new AlertQueries.Filter(
            parameters.flag("active"),
            parameters.text("clinic"),
            parameters.text("device"),
            parameters.text("before").map(AlertsApi::place),
            limit);
    // Before the list, so that what changes in between is sent again rather than left out.
    long cursor = queries.latestChange();
    List<AlertView> alerts = queries.find(filter);
    String next = alerts.size() < limit ? null : place(alerts.get(alerts.size() - 1));
    return new Page(alerts, next, cursor);
  }

  private static String place(AlertView alert) {
    return alert.startedAt().toEpochMilli() + "_" + alert.alertId();
  }

  private static AlertQueries.Place place(String text) {
    int end = text.indexOf('_');
    try {
      return new AlertQueries.Place(
          Instant.ofEpochMilli(Long.parseLong(text.substring(0, Math.max(end, 0)))),
          text.substring(end + 1));
    } catch (NumberFormatException e) {
      throw ProblemException.badParameter("before", text, "give the next of an earlier answer");
    }
  }

  private Detail detail(Context context) {
    Parameters.of(context, Set.of());
    String id = context.pathParam("id");
    AlertView alert = queries.byId(id).orElseThrow(() -> ProblemException.notFound("alert", id));
    return new Detail(alert, queries.transitions(id));
  }
}
