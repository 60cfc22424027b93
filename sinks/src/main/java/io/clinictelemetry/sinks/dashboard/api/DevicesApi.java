package io.clinictelemetry.sinks.dashboard.api;

import io.clinictelemetry.sinks.dashboard.live.LiveDevice;
import io.clinictelemetry.sinks.dashboard.live.LiveFleet;
import io.clinictelemetry.sinks.dashboard.live.LiveReading;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/** {@code /devices} and {@code /devices/{id}/readings}. */
public final class DevicesApi {

  /** Length of a condensed reading, and most steps in one chart. */
  private static final long ROLLUP_MS = 10_000;

  private static final long MOST_STEPS = 1_000;

  private final DeviceQueries queries;
  private final LiveFleet fleet;
  private final Clock clock;

  /**
   * @param fleet what the telemetry says of each device now
   * @param clock for default periods
   */
  public DevicesApi(Jdbi jdbi, LiveFleet fleet, Clock clock) {
    this.queries = new DeviceQueries(jdbi);
    this.fleet = fleet;
    this.clock = clock;
  }

  /**
   * A device: what the inventory knows and what it does now.
   *
   * @param registered whether the inventory knows it
   * @param lastSeen latest sign of life; null when there was none
   * @param reading latest reading; null before any
   * @param openAlerts number of alerts that need a person
   */
  record DeviceView(
      String deviceId,
      String clinicId,
      String clinicName,
      String zoneId,
      boolean registered,
      String model,
      String deviceClass,
      List<String> modalities,
      LiveDevice.State state,
      String sessionId,
      Instant lastSeen,
      LiveReading reading,
      long openAlerts) {}

  /** The devices, by clinic. */
  record Devices(List<DeviceView> devices) {}

  /**
   * One channel of a chart.
   *
   * @param points each is [start in ms since 1970 UTC, min, mean, max]
   */
  record Channel(String channel, String unit, List<List<Number>> points) {}

  /**
   * Readings of a period.
   *
   * @param stepMs time from one point to the next, ms
   * @param band limits that apply now; null for a device that cannot be told any
   */
  record Readings(
      String deviceId,
      Instant from,
      Instant to,
      long stepMs,
      List<Channel> channels,
      LimitBand band) {}

  /** Adds the routes. */
  public void addTo(RoutesConfig routes, String root) {
    routes.get(root + "/devices", context -> context.json(devices(context)));
    routes.get(root + "/devices/{id}/readings", context -> context.json(readings(context)));
  }

  private Devices devices(Context context) {
    Parameters parameters = Parameters.of(context, Set.of("clinic", "limit"));
    Optional<String> clinic = parameters.text("clinic");
    int limit = parameters.limit(1000, 5000);
    List<DeviceView> views = new ArrayList<>();
    Set<String> registered = new HashSet<>();
    for (DeviceQueries.Row row : queries.find(clinic, Optional.empty(), limit)) {
      registered.add(row.deviceId());
      views.add(view(row, fleet.find(row.deviceId())));
    }
    // The inventory may lag behind or miss a device that treats people right now.
    fleet.all().stream()
        .filter(device -> !registered.contains(device.deviceId()))
        .filter(device -> clinic.isEmpty() || clinic.get().equals(device.clinicId()))
        .sorted(Comparator.comparing(LiveDevice::deviceId))
        .limit(limit - views.size())
        .forEach(device -> views.add(unregistered(device)));
    return new Devices(views);
  }

  private static DeviceView view(DeviceQueries.Row row, Optional<LiveDevice> live) {
    return new DeviceView(
        row.deviceId(),
        row.clinicId(),
        row.clinicName(),
        row.zoneId(),
        true,
        row.model(),
        row.deviceClass(),
        row.modalities(),
        live.map(LiveDevice::state).orElse(LiveDevice.State.UNKNOWN),
        live.map(LiveDevice::sessionId).orElse(null),
        live.map(LiveDevice::lastSeen).orElse(row.lastAt()),
        live.map(LiveDevice::reading).orElseGet(() -> stored(row)),
        row.openAlerts());
  }

  private static LiveReading stored(DeviceQueries.Row row) {
    if (row.lastChannel() == null) {
      return null;
    }
    double mean = row.lastMean();
    return new LiveReading(
        row.lastChannel(), unit(row.lastChannel()), row.lastAt(), mean, mean, mean, null, false);
  }

  private static DeviceView unregistered(LiveDevice device) {
    return new DeviceView(
        device.deviceId(),
        device.clinicId(),
        null,
        null,
        false,
        null,
        "UNKNOWN",
        List.of(),
        device.state(),
        device.sessionId(),
        device.lastSeen(),
        device.reading(),
        0);
  }

  private Readings readings(Context context) {
    Parameters parameters = Parameters.of(context, Set.of("from", "to"));
    String id = context.pathParam("id");
    Parameters.Period period =
        parameters.period(clock.instant(), Duration.ofMinutes(15), Duration.ofDays(7));
    return readings(id, period).orElseThrow(() -> ProblemException.notFound("device", id));
  }

  /** Readings of a period; empty for a device that nobody ever heard of. */
  Optional<Readings> readings(String id, Parameters.Period period) {
    Optional<DeviceQueries.Row> row =
        queries.find(Optional.empty(), Optional.of(id), 1).stream().findFirst();
    Optional<LiveDevice> live = fleet.find(id);
    if (row.isEmpty() && live.isEmpty()) {
      return Optional.empty();
    }
    long lengthMs = Duration.between(period.from(), period.to()).toMillis();
    long stepMs = (1 + (lengthMs - 1) / (MOST_STEPS * ROLLUP_MS)) * ROLLUP_MS;
    Map<String, List<List<Number>>> points = new LinkedHashMap<>();
    for (DeviceQueries.Point p : queries.readings(id, period, stepMs)) {
      points
          .computeIfAbsent(p.channel(), channel -> new ArrayList<>())
          .add(List.of(p.at().toEpochMilli(), p.min(), p.mean(), p.max()));
    }
    List<Channel> channels =
        points.entrySet().stream()
            .map(e -> new Channel(e.getKey(), unit(e.getKey()), e.getValue()))
            .toList();
    return Optional.of(
        new Readings(id, period.from(), period.to(), stepMs, channels, band(row, live)));
  }

  private static LimitBand band(Optional<DeviceQueries.Row> row, Optional<LiveDevice> live) {
    String modality =
        live.map(LiveDevice::modality)
            .map(Enum::name)
            .or(() -> live.map(LiveDevice::reading).map(DevicesApi::modality))
            .or(() -> row.filter(r -> !r.modalities().isEmpty()).map(r -> r.modalities().get(0)))
            .orElse("UNKNOWN");
    return LimitBand.of(
            modality,
            row.map(DeviceQueries.Row::deviceClass).orElse(null),
            live.map(LiveDevice::zone).map(Enum::name).orElse(null),
            live.map(LiveDevice::sensitivity).map(Enum::name).orElse(null))
        .orElse(null);
  }

  private static String modality(LiveReading reading) {
    return reading.channel().equals("vacuum_kpa") ? "MICRODERMABRASION" : "MICROCURRENT";
  }

  private static String unit(String channel) {
    return channel.endsWith("_kpa") ? "kPa" : "uA";
  }
}
