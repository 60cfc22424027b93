package io.clinictelemetry.sinks.dashboard.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Reads alerts. */
public final class AlertQueries {

  private static final String SELECT =
      """
      SELECT a.*, c.name AS clinic_name, clinic_zone_at(a.clinic_id, a.started_at) AS zone_id
      FROM alerts a LEFT JOIN clinics c USING (clinic_id)
      """;

  private final Jdbi jdbi;

  /** Each call is one query. */
  public AlertQueries(Jdbi jdbi) {
    this.jdbi = jdbi;
    jdbi.registerRowMapper(ConstructorMapper.factory(AlertView.class));
    jdbi.registerRowMapper(ConstructorMapper.factory(Transition.class));
  }

  /**
   * Which alerts are asked for.
   *
   * @param active only those that need a person, or only those that do not
   * @param before only those that started before this alert; see {@link Place}
   * @param limit largest number
   */
  record Filter(
      Optional<Boolean> active,
      Optional<String> clinic,
      Optional<String> device,
      Optional<Place> before,
      int limit) {}

  /** Where a page of the list ends. */
  record Place(Instant startedAt, String alertId) {}

  /**
   * One transition of an alert; {@code at} is the log clock, {@code peak} is in {@code unit}.
   *
   * @param givenBy who gave the command that did it, or was refused; null where none did
   * @param why the reason that the command gives; null where none did
   * @param refusal why the command was refused; null where it was not
   */
  public record Transition(
      String transition,
      Instant at,
      String state,
      String priority,
      double peak,
      String unit,
      int revision,
      String givenBy,
      String why,
      String refusal) {}

  /** The latest first. */
  List<AlertView> find(Filter filter) {
    StringBuilder where = new StringBuilder("WHERE true");
    filter.active().ifPresent(active -> where.append(active ? " AND active" : " AND NOT active"));
    filter.clinic().ifPresent(clinic -> where.append(" AND a.clinic_id = :clinic"));
    filter.device().ifPresent(device -> where.append(" AND a.subject_id = :device"));
    filter.before().ifPresent(p -> where.append(" AND (a.started_at, a.alert_id) < (:at, :id)"));
    return jdbi.withHandle(
        handle -> {
          var query =
              handle.createQuery(
                  SELECT + where + " ORDER BY a.started_at DESC, a.alert_id DESC LIMIT :limit");
          filter.clinic().ifPresent(clinic -> query.bind("clinic", clinic));
          filter.device().ifPresent(device -> query.bind("device", device));
          filter
              .before()
              .ifPresent(place -> query.bind("at", place.startedAt()).bind("id", place.alertId()));
          return query.bind("limit", filter.limit()).mapTo(AlertView.class).list();
        });
  }

  /** One alert. */
  Optional<AlertView> byId(String id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(SELECT + "WHERE a.alert_id = :id")
                .bind("id", id)
                .mapTo(AlertView.class)
                .findOne());
  }

  /** The transitions of one alert, in order. */
  List<Transition> transitions(String id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM alert_events WHERE alert_id = :id ORDER BY revision, at")
                .bind("id", id)
                .mapTo(Transition.class)
                .list());
  }

  /** What became of a command; empty while that is not known. */
  Optional<Transition> answer(String commandId) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM alert_events WHERE command_id = :id AND command_id <> ''")
                .bind("id", commandId)
                .mapTo(Transition.class)
                .findFirst());
  }

  /** The number of the latest change of any alert. */
  public long latestChange() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT last_value FROM change_counters WHERE name = 'alerts'")
                .mapTo(Long.class)
                .one());
  }

  /** The alerts that changed after a change, in the order of their latest changes. */
  public List<AlertView> changedAfter(long change, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(SELECT + "WHERE a.change > :change ORDER BY a.change LIMIT :limit")
                .bind("change", change)
                .bind("limit", limit)
                .mapTo(AlertView.class)
                .list());
  }
}
