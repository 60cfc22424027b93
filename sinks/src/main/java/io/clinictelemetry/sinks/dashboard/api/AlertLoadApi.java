package io.clinictelemetry.sinks.dashboard.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.clinictelemetry.sinks.usage.LocalTimes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** {@code /alert-load}: how much alerts ask of people, by clinic and hour. */
public final class AlertLoadApi {

  private static final Duration HOUR = Duration.ofHours(1);

  private final Jdbi jdbi;
  private final Clock clock;

  /**
   * @param clock for the default period
   */
  public AlertLoadApi(Jdbi jdbi, Clock clock) {
    this.jdbi = jdbi;
    this.clock = clock;
    jdbi.registerRowMapper(ConstructorMapper.factory(LoadRow.class));
  }

  /**
   * One hour of one clinic; its alerts are those that opened in it.
   *
   * @param hourStart first instant of the hour, a full one of UTC
   * @param hourLocal the same on the clinic's clocks, with the offset
   * @param toldAt up to when this is known
   */
  record Hour(
      String clinicId,
      String clinicName,
      Instant hourStart,
      String hourLocal,
      Instant toldAt,
      @JsonUnwrapped LoadView load) {

    static Hour of(LoadRow row) {
      return new Hour(
          row.clinicId(),
          row.clinicName(),
          row.hourStart(),
          LocalTimes.label(row.hourStart(), row.zoneId()),
          row.toldAt(),
          LoadView.of(List.of(row)));
    }
  }

  /**
   * The hours that overlap a period, in order, as far as there were alerts.
   *
   * @param totals of all these hours
   */
  record Hours(Instant from, Instant to, LoadView totals, List<Hour> hours) {}

  /** Adds the route. */
  public void addTo(RoutesConfig routes, String root) {
    routes.get(root + "/alert-load", context -> context.json(hours(context)));
  }

  private Hours hours(Context context) {
    Parameters parameters = Parameters.of(context, Set.of("from", "to", "clinic"));
    Parameters.Period period =
        parameters.period(clock.instant(), Duration.ofHours(24), Duration.ofDays(31));
    Optional<String> clinic = parameters.text("clinic");
    String sql =
        """
        SELECT l.*, c.name AS clinic_name, clinic_zone_at(l.clinic_id, l.hour_start) AS zone_id
        FROM alert_load l LEFT JOIN clinics c USING (clinic_id)
        WHERE l.hour_start < :to AND l.hour_start > :from %s
        ORDER BY l.hour_start, l.clinic_id
        """
            .formatted(clinic.map(c -> "AND l.clinic_id = :clinic").orElse(""));
    List<LoadRow> rows =
        jdbi.withHandle(
            handle -> {
              var query =
                  handle
                      .createQuery(sql)
                      .bind("from", period.from().minus(HOUR))
                      .bind("to", period.to());
              clinic.ifPresent(c -> query.bind("clinic", c));
              return query.mapTo(LoadRow.class).list();
            });
    return new Hours(
        period.from(), period.to(), LoadView.of(rows), rows.stream().map(Hour::of).toList());
  }
}
