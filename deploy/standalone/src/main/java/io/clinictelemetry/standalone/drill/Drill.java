package io.clinictelemetry.standalone.drill;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.domain.limits.Scope;
import io.clinictelemetry.producers.simulator.FleetSimulator;
import io.clinictelemetry.producers.simulator.LimitOverride;
import io.clinictelemetry.producers.simulator.Scenario;
import io.clinictelemetry.standalone.cluster.AlertWatch;
import io.clinictelemetry.standalone.cluster.Ledger;
import io.clinictelemetry.standalone.cluster.TopicReader;
import io.clinictelemetry.standalone.limits.PolicyPublisher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/** Plays scenarios, all at the same time, on a pipeline that runs, and compares what it says. */
final class Drill {

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration DRAIN_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration CHECK = Duration.ofMillis(500);

  /** From publication until a policy takes effect; more than is asked for at least. */
  private static final Duration LEAD = Duration.ofSeconds(12);

  private final Settings settings;
  private final List<Scenario> scenarios;
  private final Path directory;
  private final DrillConsole console;

  /**
   * @param settings of a client of the pipeline
   * @param directory where the devices keep their boot ids
   */
  Drill(Settings settings, List<Scenario> scenarios, Path directory, DrillConsole console) {
    this.settings = settings;
    this.scenarios = scenarios;
    this.directory = directory;
    this.console = console;
  }

  /** Plays all to their end. */
  List<Finding> run() throws InterruptedException, ExecutionException {
    Duration duration =
        scenarios.stream().map(Scenario::duration).max(Duration::compareTo).orElseThrow();
    try (AvroSerdes serdes = new AvroSerdes(settings.serdes());
        AlertWatch watch = new AlertWatch(settings.kafka(), serdes, this::tell);
        FleetSimulator fleet =
            FleetSimulator.openPlaying(
                scenarios,
                directory,
                settings.kafka(),
                serdes,
                InstantSource.system(),
                new SimpleMeterRegistry())) {
      publishLimits(serdes);
      console.playing(scenarios, duration);
      fleet.start();
      play(fleet, duration);
      TopicReader reader = new TopicReader(settings.kafka(), serdes);
      awaitJudged(reader);
      List<Finding> findings = findings(reader, watch);
      fleet.endSessionsAndStop(STOP_TIMEOUT);
      return findings;
    }
  }

  private void tell(AlertWatch.Sighting sighting) {
    if (subjects().contains(sighting.event().getAlert().getSubjectId())) {
      console.alert(sighting.event().getAlert());
    }
  }

  private Set<String> subjects() {
    return scenarios.stream().flatMap(s -> subjects(s).stream()).collect(Collectors.toSet());
  }

  private static Set<String> subjects(Scenario scenario) {
    Set<String> subjects = new HashSet<>();
    subjects.add(scenario.clinic().getClinicId());
    scenario.devices().forEach(device -> subjects.add(device.getDeviceId()));
    return subjects;
  }

  private void publishLimits(AvroSerdes serdes) {
    Map<String, List<LimitOverride>> byDevice =
        scenarios.stream()
            .flatMap(scenario -> scenario.limits().stream())
            .collect(Collectors.groupingBy(LimitOverride::deviceId));
    if (byDevice.isEmpty()) {
      return;
    }
    try (PolicyPublisher publisher = new PolicyPublisher(settings, serdes)) {
      byDevice.forEach((device, limits) -> publisher.publish(policy(device, limits)));
    }
  }

  private static Policy policy(String deviceId, Collection<LimitOverride> overrides) {
    Map<LimitName, Double> limits = new EnumMap<>(LimitName.class);
    overrides.forEach(
        override -> limits.put(LimitName.ofKey(override.key()).orElseThrow(), override.value()));
    Instant now = Instant.now();
    return new Policy(
        Scope.device(deviceId),
        1,
        now.toEpochMilli(),
        now.plus(LEAD).toEpochMilli(),
        "clinic drill",
        "what takes an hour in a clinic is to be seen within minutes",
        limits);
  }

  private void play(FleetSimulator fleet, Duration duration) throws InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    long told = System.nanoTime();
    while (System.nanoTime() < end) {
      Thread.sleep(CHECK.toMillis());
      if (!fleet.health().live()) {
        throw new IllegalStateException(fleet.health().detail());
      }
      if (System.nanoTime() - told > DrillConsole.PROGRESS.toNanos()) {
        told = System.nanoTime();
        console.progress(Duration.ofNanos(end - told));
      }
    }
  }

  /** Until safety has taken all that was sent by now. The devices live on, so none falls silent. */
  private void awaitJudged(TopicReader reader) throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(settings.kafka())) {
      Map<Integer, Long> ends = Ledger.read(reader, admin).ends();
      long deadline = System.nanoTime() + DRAIN_TIMEOUT.toNanos();
      while (!Ledger.read(reader, admin).accountsFor(ends)) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "safety and usage have not taken within %d s all that was sent: do they run, and keep up (clinic ledger)?"
                  .formatted(DRAIN_TIMEOUT.toSeconds()));
        }
        Thread.sleep(CHECK.toMillis());
      }
    }
  }

  private List<Finding> findings(TopicReader reader, AlertWatch watch) {
    Map<String, Instant> seenAt =
        watch.sightings().stream()
            .collect(
                Collectors.toMap(
                    sighting -> sighting.event().getAlertId(),
                    AlertWatch.Sighting::seenAt,
                    (first, again) -> first));
    Collection<Alert> alerts = reader.latest(TopicCatalogue.ALERTS, Alert.class).values();
    List<Finding> findings = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      Set<String> subjects = subjects(scenario);
      List<Alert> about =
          alerts.stream().filter(alert -> subjects.contains(alert.getSubjectId())).toList();
      findings.add(Finding.of(scenario, about, seenAt));
    }
    return findings;
  }
}
