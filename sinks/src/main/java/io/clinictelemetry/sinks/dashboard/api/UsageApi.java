package io.clinictelemetry.sinks.dashboard.api;

import com.fasterxml.jackson.annotation.JsonProperty;
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

/** {@code /usage/hourly}: treating time by the hours on each clinic's wall. */
public final class UsageApi {

  private final Jdbi jdbi;
  private final Clock clock;

  /**
   * @param clock for the default period
   */
  public UsageApi(Jdbi jdbi, Clock clock) {
    this.jdbi = jdbi;
    this.clock = clock;
    jdbi.registerRowMapper(ConstructorMapper.factory(Hour.class));
  }

  /**
   * One hour of one clinic's clock, over the devices that were asked for.
   *
   * @param windowStart first instant of the hour
   * @param windowEnd first instant after it; the hour is longer or shorter where the clock shifts
   * @param treatingMs time with contact or current, ms
   * @param devices number of devices with any
   */
  public record Hour(
      String clinicId,
      String clinicName,
      Instant windowStart,
      Instant windowEnd,
      String zoneId,
      long treatingMs,
      long sessionsStarted,
      int devices) {

    /** The start on the clinic's clocks, with the offset. */
    @JsonProperty
    public String windowLocal() {
      return LocalTimes.label(windowStart, zoneId);
    }
  }

  /** The hours that overlap a period, in order. */
  record Hours(Instant from, Instant to, List<Hour> hours) {}

  /** Adds the route. */
  public void addTo(RoutesConfig routes, String root) {
    routes.get(root + "/usage/hourly", context -> context.json(hours(context)));
  }

  private Hours hours(Context context) {
    Parameters parameters = Parameters.of(context, Set.of("from", "to", "clinic", "device"));
    Parameters.Period period =
        parameters.period(clock.instant(), Duration.ofHours(24), Duration.ofDays(31));
    Optional<String> clinic = parameters.text("clinic");
    Optional<String> device = parameters.text("device");
    String sql =
        """
        SELECT u.clinic_id, max(c.name) AS clinic_name, u.window_start, u.window_end, u.zone_id,
          sum(u.treating_ms)::bigint AS treating_ms,
          sum(u.sessions_started)::bigint AS sessions_started,
          (count(*) FILTER (WHERE u.treating_ms > 0))::integer AS devices
        FROM usage_hourly u LEFT JOIN clinics c USING (clinic_id)
        WHERE u.window_start < :to AND u.window_end > :from %s %s
        GROUP BY u.clinic_id, u.window_start, u.window_end, u.zone_id
        ORDER BY u.window_start, u.clinic_id
        """
            .formatted(
                clinic.map(c -> "AND u.clinic_id = :clinic").orElse(""),
                device.map(d -> "AND u.device_id = :device").orElse(""));
    List<Hour> hours =
        jdbi.withHandle(
            handle -> {
              var query =
                  handle.createQuery(sql).bind("from", period.from()).bind("to", period.to());
              clinic.ifPresent(c -> query.bind("clinic", c));
              device.ifPresent(d -> query.bind("device", d));
              return query.mapTo(Hour.class).list();
            });
    return new Hours(period.from(), period.to(), hours);
  }
}
