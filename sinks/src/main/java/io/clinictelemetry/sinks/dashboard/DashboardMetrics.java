package io.clinictelemetry.sinks.dashboard;

import io.clinictelemetry.sinks.dashboard.live.LiveFleet;
import io.clinictelemetry.sinks.pipeline.PipelineClock;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** What operations people see of the dashboard, but for its streams. */
final class DashboardMetrics {

  private final MeterRegistry registry;

  DashboardMetrics(MeterRegistry registry, LiveFleet fleet, PipelineClock pipeline) {
    this.registry = registry;
    TimeGauge.builder(
            "clinic.dashboard.tick.age", pipeline, TimeUnit.MILLISECONDS, DashboardMetrics::tickAge)
        .description("Age of the latest tick of the partition whose ticks are oldest")
        .register(registry);
    Gauge.builder("clinic.dashboard.blind.partitions", pipeline, p -> p.read().blindPartitions())
        .description("Telemetry partitions without recent ticks")
        .baseUnit("partitions")
        .register(registry);
    Gauge.builder("clinic.dashboard.devices", fleet, f -> f.all().size())
        .description("Devices that the dashboard has in view, whether they are silent or not")
        .baseUnit("devices")
        .register(registry);
  }

  private static double tickAge(PipelineClock pipeline) {
    Long ageMs = pipeline.read().tickAgeMs();
    return ageMs == null ? Double.NaN : ageMs;
  }

  /**
   * Takes note of an answer. Streams are left out: they last as long as their page is open.
   *
   * @param elapsedMs from the request to the end of the answer
   */
  void answered(Context context, float elapsedMs) {
    String type = context.res().getContentType();
    if (type != null && type.startsWith("text/event-stream")) {
      return;
    }
    Timer.builder("clinic.dashboard.requests")
        .description("Requests but streams, by what was asked for and the class of the answer")
        .tag("kind", kind(context.path()))
        .tag("status", context.statusCode() / 100 + "xx")
        .register(registry)
        .record((long) (elapsedMs * 1_000), TimeUnit.MICROSECONDS);
  }

  /** Few kinds: a path that somebody made up must not become a label. */
  private static String kind(String path) {
    if (path.startsWith("/api/")) {
      return "api";
    }
    if (path.startsWith("/health/")) {
      return "health";
    }
    return path.equals("/metrics") ? "metrics" : "page";
  }
}
