package io.clinictelemetry.sinks.dashboard.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Reads devices and their condensed readings. */
final class DeviceQueries {

  private final Jdbi jdbi;

  DeviceQueries(Jdbi jdbi) {
    this.jdbi = jdbi;
    jdbi.registerRowMapper(ConstructorMapper.factory(Row.class));
    jdbi.registerRowMapper(ConstructorMapper.factory(Point.class));
  }

  /**
   * What the database knows of a device.
   *
   * @param lastChannel channel of its latest condensed reading; null before any
   * @param lastMean mean of that reading
   * @param lastAt end of that reading's window
   */
  public record Row(
      String deviceId,
      String clinicId,
      String clinicName,
      String zoneId,
      String model,
      String deviceClass,
      List<String> modalities,
      String lastChannel,
      Double lastMean,
      Instant lastAt,
      long openAlerts) {}

  /** One step of a chart; values in the channel's unit. */
  public record Point(String channel, Instant at, double min, double mean, double max) {}

  /** In the order of clinics and devices. */
  List<Row> find(Optional<String> clinic, Optional<String> device, int limit) {
    String sql =
        """
        SELECT d.device_id, d.clinic_id, c.name AS clinic_name,
          clinic_zone_at(d.clinic_id, now()) AS zone_id, d.model, d.device_class, d.modalities,
          r.channel AS last_channel, r.mean AS last_mean,
          r.window_start + r.window_ms * interval '1 millisecond' AS last_at,
          (SELECT count(*) FROM alerts a WHERE a.active AND a.subject_id = d.device_id)
            AS open_alerts
        FROM devices d LEFT JOIN clinics c USING (clinic_id)
        LEFT JOIN LATERAL (
          SELECT * FROM reading_rollups x WHERE x.device_id = d.device_id
          ORDER BY x.window_start DESC, x.channel LIMIT 1) r ON true
        WHERE true %s %s
        ORDER BY d.clinic_id, d.device_id LIMIT :limit
        """
            .formatted(
                clinic.map(c -> "AND d.clinic_id = :clinic").orElse(""),
                device.map(d -> "AND d.device_id = :device").orElse(""));
    return jdbi.withHandle(
        handle -> {
          var query = handle.createQuery(sql).bind("limit", limit);
          clinic.ifPresent(c -> query.bind("clinic", c));
          device.ifPresent(d -> query.bind("device", d));
          return query.mapTo(Row.class).list();
        });
  }

  /**
   * Condensed readings of a period, condensed further to steps.
   *
   * @param stepMs length of a step, ms
   */
  List<Point> readings(String device, Parameters.Period period, long stepMs) {
    String sql =
        """
        SELECT channel,
          date_bin(:step * interval '1 millisecond', window_start, timestamptz 'epoch') AS at,
          min(min) AS min, sum(mean * samples) / sum(samples) AS mean, max(max) AS max
        FROM reading_rollups
        WHERE device_id = :device AND window_start >= :from AND window_start < :to AND samples > 0
        GROUP BY channel, at ORDER BY channel, at
        """;
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(sql)
                .bind("step", stepMs)
                .bind("device", device)
                .bind("from", period.from())
                .bind("to", period.to())
                .mapTo(Point.class)
                .list());
  }
}
