package io.clinictelemetry.standalone.demo;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.producers.simulator.FleetOptions;
import io.clinictelemetry.producers.simulator.FleetSimulator;
import io.clinictelemetry.producers.simulator.GroundTruth;
import io.clinictelemetry.producers.simulator.SessionTruth;
import io.clinictelemetry.standalone.cluster.AlertWatch;
import io.clinictelemetry.standalone.cluster.Ledger;
import io.clinictelemetry.standalone.cluster.TopicReader;
import io.clinictelemetry.standalone.embedded.EmbeddedStack;
import io.clinictelemetry.standalone.embedded.EmbeddedStackOptions;
import io.clinictelemetry.standalone.embedded.Servers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;

/** Runs the pipeline with a fleet, and compares what came out with what the fleet did. */
final class Demo {

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration DRAIN_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration PAST_PROCESSED_WITHIN = Duration.ofMinutes(1);
  private static final Duration DRAIN_CHECK = Duration.ofMillis(250);
  private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(15);

  private final DemoOptions options;
  private final Path data;
  private final DemoConsole console;

  Demo(DemoOptions options, Path data, DemoConsole console) {
    this.options = options;
    this.data = data;
    this.console = console;
  }

  /**
   * Runs until the duration is over.
   *
   * @throws InterruptedException when interrupted, the usual end of a demo without a duration; all
   *     is stopped then
   */
  DemoResult run() throws InterruptedException, ExecutionException, SQLException {
    EmbeddedStackOptions stack =
        new EmbeddedStackOptions(
            data,
            EmbeddedStackOptions.homeOfThisJvm(),
            options.kafkaPort(),
            options.registryPort(),
            options.postgresPort());
    Servers servers = new EmbeddedStack(stack, console::stage);
    try (Pipeline pipeline = new Pipeline(servers, data, options.port(), console::stage)) {
      pipeline.start();
      Settings settings = pipeline.settings();
      try (AvroSerdes serdes = new AvroSerdes(settings.serdes());
          AlertWatch watch = new AlertWatch(settings.kafka(), serdes, console::alert);
          FleetSimulator fleet = fleet(settings, serdes)) {
        Optional<PublishedPast> past = publishPast(pipeline, settings, serdes, fleet);
        fleet.start();
        Duration startup =
            sinceJvmStart().minus(past.map(PublishedPast::took).orElse(Duration.ZERO));
        console.started(options, pipeline, startup);
        waitFor(pipeline, fleet);
        fleet.endSessionsAndStop(STOP_TIMEOUT);
        return conclude(pipeline, settings, serdes, watch, fleet.truth(), startup, past);
      }
    }
  }

  /** Where the fleet in a data directory keeps its boot ids. */
  static Path fleetState(Path data) {
    return data.resolve("fleet");
  }

  /**
   * The pipeline is given a minute to process the past before the present begins. A longer pause
   * would look like devices that fell silent.
   */
  private Optional<PublishedPast> publishPast(
      Pipeline pipeline, Settings settings, AvroSerdes serdes, FleetSimulator fleet)
      throws InterruptedException, ExecutionException {
    if (options.history().isEmpty()) {
      return Optional.empty();
    }
    console.publishingPast();
    long begin = System.nanoTime();
    fleet.publishPast(day -> console.pastDay(day, fleet.truth()));
    long published = System.nanoTime();
    TopicReader reader = new TopicReader(settings.kafka(), serdes);
    try (Admin admin = Admin.create(settings.kafka())) {
      Map<Integer, Long> ends = Ledger.read(reader, admin).ends();
      Ledger ledger =
          awaitLedger(
              pipeline, reader, admin, seen -> seen.accountsFor(ends), PAST_PROCESSED_WITHIN);
      GroundTruth truth = fleet.truth();
      PublishedPast past =
          new PublishedPast(
              options.history().get(),
              truth.produced().events(),
              truth.produced().samples(),
              truth.sessions().size(),
              Duration.ofNanos(published - begin),
              Duration.ofNanos(System.nanoTime() - published),
              ledger.accountsFor(ends));
      console.past(past);
      return Optional.of(past);
    }
  }

  private FleetSimulator fleet(Settings settings, AvroSerdes serdes) {
    FleetOptions fleet =
        new FleetOptions(
            options.devices(),
            options.clinics(),
            options.seed(),
            options.programme(),
            options.faults(),
            fleetState(data),
            options.history());
    return FleetSimulator.open(
        fleet, settings.kafka(), serdes, InstantSource.system(), new SimpleMeterRegistry());
  }

  private static Duration sinceJvmStart() {
    return Duration.ofMillis(
        System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime());
  }

  private void waitFor(Pipeline pipeline, FleetSimulator fleet) throws InterruptedException {
    long endNanos =
        options.duration().map(d -> System.nanoTime() + d.toNanos()).orElse(Long.MAX_VALUE);
    while (true) {
      long leftMs = (endNanos - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        return;
      }
      Thread.sleep(Math.min(leftMs, PROGRESS_INTERVAL.toMillis()));
      if (!fleet.health().live()) {
        throw new IllegalStateException(fleet.health().detail());
      }
      pipeline.requireLive();
      console.progress(fleet.truth());
    }
  }

  /** Waits until nothing lags, and looks at all that came out. */
  private DemoResult conclude(
      Pipeline pipeline,
      Settings settings,
      AvroSerdes serdes,
      AlertWatch watch,
      GroundTruth truth,
      Duration startup,
      Optional<PublishedPast> past)
      throws InterruptedException, ExecutionException, SQLException {
    console.draining();
    TopicReader reader = new TopicReader(settings.kafka(), serdes);
    try (Admin admin = Admin.create(settings.kafka())) {
      Map<Integer, Long> ends = Ledger.read(reader, admin).ends();
      // Ticks go on until the last gap has closed; without them time would stand still.
      awaitLedger(pipeline, reader, admin, ledger -> ledger.accountsFor(ends), DRAIN_TIMEOUT);
      pipeline.stopTicks();
      Ledger ledger = awaitLedger(pipeline, reader, admin, Ledger::drained, DRAIN_TIMEOUT);
      Outputs outputs = Outputs.read(reader);
      SinkRows rows = awaitRows(settings, outputs);
      return new DemoResult(
          startup,
          past,
          truth,
          ledger,
          outputs,
          rows,
          TruthComparison.of(truth, outputs),
          latencies(watch.sightings(), truth),
          pipeline.dashboardUrl());
    }
  }

  /** The first ledger that the condition holds for, or the last one when time is up. */
  private static Ledger awaitLedger(
      Pipeline pipeline,
      TopicReader reader,
      Admin admin,
      Predicate<Ledger> condition,
      Duration timeout)
      throws InterruptedException, ExecutionException {
    long deadline = System.nanoTime() + timeout.toNanos();
    Ledger ledger = Ledger.read(reader, admin);
    while (!condition.test(ledger) && System.nanoTime() < deadline) {
      pipeline.requireLive();
      Thread.sleep(DRAIN_CHECK.toMillis());
      ledger = Ledger.read(reader, admin);
    }
    return ledger;
  }

  private static SinkRows awaitRows(Settings settings, Outputs outputs)
      throws InterruptedException, SQLException {
    long deadline = System.nanoTime() + DRAIN_TIMEOUT.toNanos();
    SinkRows rows = SinkRows.count(settings);
    while (!rows.equalTo(outputs) && System.nanoTime() < deadline) {
      Thread.sleep(DRAIN_CHECK.toMillis());
      rows = SinkRows.count(settings);
    }
    return rows;
  }

  /** Of alerts that tell of now; the error of each device's clock is known here, and taken out. */
  private static Histogram latencies(List<AlertWatch.Sighting> sightings, GroundTruth truth) {
    Map<String, SessionTruth> sessions =
        truth.sessions().stream()
            .collect(Collectors.toMap(SessionTruth::sessionId, Function.identity(), (a, b) -> a));
    Histogram latencies = new Histogram(3);
    for (AlertWatch.Sighting sighting : sightings) {
      Alert alert = sighting.event().getAlert();
      SessionTruth session = sessions.get(alert.getSessionId());
      if (session != null && !alert.getLate()) {
        Instant trueTime = alert.getTriggeredAt().minusMillis(session.clockErrorMs());
        latencies.recordValue(
            Math.max(0, Duration.between(trueTime, sighting.seenAt()).toMillis()));
      }
    }
    return latencies;
  }
}
