package io.clinictelemetry.standalone.demo;

import io.clinictelemetry.contracts.operations.Health;
import io.clinictelemetry.contracts.operations.ListenAddress;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicProvisioner;
import io.clinictelemetry.sinks.dashboard.DashboardServer;
import io.clinictelemetry.sinks.postgres.PostgresSink;
import io.clinictelemetry.standalone.embedded.Ports;
import io.clinictelemetry.standalone.embedded.Servers;
import io.clinictelemetry.standalone.embedded.Stage;
import io.clinictelemetry.standalone.limits.LimitsOffice;
import io.clinictelemetry.streams.safety.SafetyApplication;
import io.clinictelemetry.streams.shared.StreamsComponent;
import io.clinictelemetry.streams.usage.UsageApplication;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything but the devices: servers, topics, safety, usage, sink and dashboard, in this JVM. */
public final class Pipeline implements AutoCloseable {

  /** Number of partitions of every topic. */
  public static final int PARTITIONS = 4;

  private static final Duration READY_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration READY_CHECK = Duration.ofMillis(50);

  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private final Servers servers;
  private final Path data;
  private final int dashboardPort;
  private final Consumer<Stage> listener;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  private SafetyApplication safety;
  private UsageApplication usage;
  private PostgresSink sink;
  private DashboardServer dashboard;

  /**
   * Checks the port; starts nothing yet.
   *
   * @param servers not started yet; the pipeline starts and closes them
   * @param data where the applications keep their state
   * @param dashboardPort the dashboard's port; 0 for any free one
   * @param listener told of each part as soon as it is ready
   * @throws io.clinictelemetry.standalone.embedded.PortInUseException when the port is taken
   */
  public Pipeline(Servers servers, Path data, int dashboardPort, Consumer<Stage> listener) {
    if (dashboardPort != 0) {
      Ports.requireFree(dashboardPort, "the dashboard", "--port");
    }
    this.servers = servers;
    this.data = data;
    this.dashboardPort = dashboardPort;
    this.listener = listener;
  }

  /**
   * Starts all and returns when all is ready.
   *
   * @throws InterruptedException when interrupted; close then stops what had started
   * @throws ExecutionException when the topics cannot be created
   */
  public void start() throws InterruptedException, ExecutionException {
    started.push(servers);
    servers.start();
    long begin = System.nanoTime();
    try (Admin admin = Admin.create(settings().kafka())) {
      new TopicProvisioner(admin, PARTITIONS, (short) 1).apply();
    }
    ready("topics", begin, "%d partitions each".formatted(PARTITIONS));

    begin = System.nanoTime();
    safety = new SafetyApplication(component("safety"));
    started.push(safety);
    usage = new UsageApplication(component("usage"));
    started.push(usage);
    safety.start();
    usage.start();

    long beginSink = System.nanoTime();
    sink = new PostgresSink(settings(), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    started.push(sink);
    sink.start();
    await("sink", sink::health);
    ready("sink", beginSink, "to PostgreSQL");

    long beginDashboard = System.nanoTime();
    dashboard =
        new DashboardServer(
            settings(Map.of(ListenAddress.PORT, Integer.toString(dashboardPort))),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            Optional.of(new LimitsOffice(settings(Map.of()))));
    started.push(dashboard);
    dashboard.start();
    ready("dashboard", beginDashboard, dashboard.url());

    await("safety", safety::health);
    ready("safety", begin, metricsAddress(safety.port()));
    await("usage", usage::health);
    ready("usage", begin, metricsAddress(usage.port()));
  }

  private static String metricsAddress(int port) {
    return "http://127.0.0.1:%d/metrics".formatted(port);
  }

  private void ready(String name, long beginNanos, String address) {
    listener.accept(new Stage(name, Duration.ofNanos(System.nanoTime() - beginNanos), address));
  }

  private static void await(String name, Supplier<Health> health) throws InterruptedException {
    long deadline = System.nanoTime() + READY_TIMEOUT.toNanos();
    while (!health.get().ready()) {
      if (!health.get().live() || System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%s does not get ready: %s; see the log".formatted(name, health.get().detail()));
      }
      Thread.sleep(READY_CHECK.toMillis());
    }
  }

  /** Settings of any client of this pipeline. */
  public Settings settings() {
    return settings(Map.of());
  }

  private Settings settings(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(servers.properties());
    values.putAll(more);
    return Settings.of(values);
  }

  private Settings component(String name) {
    return settings(
        Map.of(
            "state.dir",
            data.resolve("state").resolve(name).toString(),
            ListenAddress.PORT,
            "0",
            // One machine for all: few threads, and no waiting for others to join.
            StreamsComponent.THREADS,
            "1"));
  }

  /** The broker's address. */
  public String bootstrapServers() {
    return servers.bootstrapServers();
  }

  /** The schema registry's address. */
  public String registryUrl() {
    return servers.registryUrl();
  }

  /** The dashboard's address. */
  public String dashboardUrl() {
    return dashboard.url();
  }

  /**
   * Checks that no part has died.
   *
   * @throws IllegalStateException when one has; the message says which and why
   */
  public void requireLive() {
    requireLive("safety", safety.health());
    requireLive("usage", usage.health());
    requireLive("sink", sink.health());
    requireLive("dashboard", dashboard.health());
    servers
        .fault()
        .ifPresent(
            fault -> {
              throw new IllegalStateException(fault);
            });
  }

  private static void requireLive(String name, Health health) {
    if (!health.live()) {
      throw new IllegalStateException(
          "%s has died: %s; see the log".formatted(name, health.detail()));
    }
  }

  /** Appends no more ticks, so that the telemetry log comes to an end. */
  public void stopTicks() {
    safety.stopTicks();
  }

  /** Stops all, the last started first. Repeated calls do nothing. */
  @Override
  public void close() {
    while (!started.isEmpty()) {
      AutoCloseable part = started.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.error("{} did not stop cleanly", part, e); // the others must still be stopped
      }
    }
  }
}
