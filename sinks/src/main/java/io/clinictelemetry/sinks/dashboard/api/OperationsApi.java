package io.clinictelemetry.sinks.dashboard.api;

import io.clinictelemetry.sinks.dashboard.live.LiveFleet;
import io.clinictelemetry.sinks.pipeline.PipelineClock;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** {@code /quarantine}, {@code /ledger} and {@code /overview}: how the pipeline itself is. */
public final class OperationsApi {

  private final Jdbi jdbi;
  private final LiveFleet fleet;
  private final PipelineClock pipeline;

  /**
   * @param fleet for the number of devices in session
   * @param pipeline for the age of the ticks
   */
  public OperationsApi(Jdbi jdbi, LiveFleet fleet, PipelineClock pipeline) {
    this.jdbi = jdbi;
    this.fleet = fleet;
    this.pipeline = pipeline;
    jdbi.registerRowMapper(ConstructorMapper.factory(Entry.class));
    jdbi.registerRowMapper(ConstructorMapper.factory(Account.class));
    jdbi.registerRowMapper(ConstructorMapper.factory(Counts.class));
  }

  /**
   * A record in quarantine, without its bytes.
   *
   * @param recordTime append time of the original record
   * @param valueSize length of the value, bytes
   */
  public record Entry(
      String topic,
      int partition,
      long offset,
      String reason,
      String detail,
      Instant recordTime,
      int valueSize) {}

  /** One application's ledger of one telemetry partition; counts of records. */
  public record Account(
      String application,
      String topic,
      int partition,
      long firstOffset,
      long nextOffset,
      long input,
      long applied,
      long late,
      long duplicate,
      long quarantined,
      long ticks,
      long buffered,
      long missing,
      long outOfOrder,
      Instant logClock,
      boolean balanced) {}

  /**
   * Counts from the database.
   *
   * @param ledgerBalanced whether every account balances; null when there is none
   */
  public record Counts(
      long alertsActive,
      long alertsActiveHigh,
      long alertsActiveMedium,
      long alertsActiveLow,
      long alertsTotal,
      long sessionsOpen,
      long sessionsTotal,
      long devices,
      long clinics,
      long quarantined,
      long sinkErrors,
      Boolean ledgerBalanced) {}

  /** All that the page's header shows. */
  record Overview(Counts counts, LiveFleet.Counts fleet, PipelineClock.Reading pipeline) {}

  /** Records in quarantine, the latest first. */
  record Entries(List<Entry> entries) {}

  /** The ledger. */
  record Accounts(List<Account> accounts) {}

  /** Adds the routes. */
  public void addTo(RoutesConfig routes, String root) {
    routes.get(root + "/quarantine", context -> context.json(quarantine(context)));
    routes.get(root + "/ledger", context -> context.json(ledger(context)));
    routes.get(root + "/overview", context -> context.json(overview(context)));
  }

  private Entries quarantine(Context context) {
    int limit = Parameters.of(context, Set.of("limit")).limit(100, 1000);
    return new Entries(
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT topic, partition, \"offset\", reason, detail, record_time,"
                            + " value_size FROM quarantine"
                            + " ORDER BY record_time DESC, partition, \"offset\" LIMIT :limit")
                    .bind("limit", limit)
                    .mapTo(Entry.class)
                    .list()));
  }

  private Accounts ledger(Context context) {
    Parameters.of(context, Set.of());
    return new Accounts(
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery("SELECT * FROM ledger ORDER BY application, partition")
                    .mapTo(Account.class)
                    .list()));
  }

  private Overview overview(Context context) {
    Parameters.of(context, Set.of());
    Counts counts =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT
                          (SELECT count(*) FROM alerts WHERE active) AS alerts_active,
                          (SELECT count(*) FROM alerts WHERE active AND priority = 'HIGH')
                            AS alerts_active_high,
                          (SELECT count(*) FROM alerts WHERE active AND priority = 'MEDIUM')
                            AS alerts_active_medium,
                          (SELECT count(*) FROM alerts WHERE active AND priority = 'LOW')
                            AS alerts_active_low,
                          (SELECT count(*) FROM alerts) AS alerts_total,
                          (SELECT count(*) FROM sessions WHERE status = 'OPEN') AS sessions_open,
                          (SELECT count(*) FROM sessions) AS sessions_total,
                          (SELECT count(*) FROM devices) AS devices,
                          (SELECT count(*) FROM clinics) AS clinics,
                          (SELECT count(*) FROM quarantine) AS quarantined,
                          (SELECT count(*) FROM sink_errors) AS sink_errors,
                          (SELECT bool_and(balanced) FROM ledger) AS ledger_balanced
                        """)
                    .mapTo(Counts.class)
                    .one());
    return new Overview(counts, fleet.counts(), pipeline.read());
  }
}
