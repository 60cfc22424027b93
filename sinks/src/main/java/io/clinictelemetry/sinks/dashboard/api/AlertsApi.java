package io.clinictelemetry.sinks.dashboard.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** {@code /alerts} and {@code /alerts/{id}}. */
public final class AlertsApi {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1000;

  /** What is shown before and after a breach. */
  private static final Duration AROUND = Duration.ofMinutes(1);

  /** The longest period that is shown of one. */
  private static final Duration LONGEST = Duration.ofHours(4);

  private final AlertQueries queries;
  private final DevicesApi devices;
  private final InstantSource clock;

  /** Serves what the queries find, with the devices' readings. */
  public AlertsApi(AlertQueries queries, DevicesApi devices, InstantSource clock) {
    this.queries = queries;
    this.devices = devices;
    this.clock = clock;
  }

  /**
   * A page of alerts.
   *
   * @param next give it as {@code before} for the page after this one; null on the last
   * @param cursor give it to the stream as {@code after}: no change is missed between the two
   */
  record Page(List<AlertView> alerts, String next, long cursor) {}

  /**
   * An alert and how it came to be so.
   *
   * @param readings of its device around the breach; null where it is not of a device
   */
  record Detail(
      AlertView alert, List<AlertQueries.Transition> events, DevicesApi.Readings readings) {}

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
    return new Detail(alert, queries.transitions(id), readings(alert));
  }

  private DevicesApi.Readings readings(AlertView alert) {
    Instant from = alert.startedAt().minus(AROUND);
    Instant end = alert.endedAt() == null ? clock.instant() : alert.endedAt().plus(AROUND);
    Instant to = end.isAfter(from.plus(LONGEST)) ? from.plus(LONGEST) : end;
    return alert.subjectKind().equals("DEVICE") && from.isBefore(to)
        ? devices.readings(alert.subjectId(), new Parameters.Period(from, to)).orElse(null)
        : null;
  }
}
