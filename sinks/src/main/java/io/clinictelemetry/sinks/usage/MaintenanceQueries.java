package io.clinictelemetry.sinks.usage;

import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;

/** Answers questions about maintenance; what is counted and how stands in the database. */
public final class MaintenanceQueries {

  private final Jdbi jdbi;

  /** Asks the database. */
  public MaintenanceQueries(Jdbi jdbi) {
    this.jdbi = jdbi;
    jdbi.registerRowMapper(ConstructorMapper.factory(MaintenanceRow.class));
  }

  /** The rows, what is most urgent first, as many as the question allows. */
  public List<MaintenanceRow> rows(MaintenanceQuestion question) {
    String sql =
        """
        SELECT m.*, coalesce(m.clinic, m.clinic_id) AS clinic_name
        FROM maintenance_at(:at) AS m WHERE true %s %s %s
        ORDER BY array_position(ARRAY['OVERDUE', 'DUE', 'OK'], m.status),
          coalesce(m.due_forecast, m.overdue_forecast), m.used / m.due_from DESC, m.device_id, m.part
        LIMIT :limit
        """
            .formatted(
                question.clinic().map(clinic -> "AND m.clinic_id = :clinic").orElse(""),
                question.device().map(device -> "AND m.device_id = :device").orElse(""),
                question
                    .dueBy()
                    .map(at -> "AND (m.status <> 'OK' OR m.due_forecast <= :due_by)")
                    .orElse(""));
    return jdbi.withHandle(
        handle -> {
          Query query =
              handle.createQuery(sql).bind("at", question.at()).bind("limit", question.limit());
          question.clinic().ifPresent(clinic -> query.bind("clinic", clinic));
          question.device().ifPresent(device -> query.bind("device", device));
          question.dueBy().ifPresent(at -> query.bind("due_by", at));
          return query.mapTo(MaintenanceRow.class).list();
        });
  }

  /** Devices with service events that the inventory does not know, in their order. */
  public List<String> unknownDevices() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT DISTINCT device_id FROM service_events e
                    WHERE NOT EXISTS (SELECT FROM devices d WHERE d.device_id = e.device_id)
                    ORDER BY device_id LIMIT 100
                    """)
                .mapTo(String.class)
                .list());
  }
}
