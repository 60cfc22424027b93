package io.clinictelemetry.standalone.harness;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;

import io.clinictelemetry.contracts.audit.ChainAudit;
import io.clinictelemetry.contracts.operations.ListenAddress;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicSpec;
import io.clinictelemetry.sinks.database.ChainHeads;
import io.clinictelemetry.sinks.database.Database;
import io.clinictelemetry.sinks.database.DatabaseSettings;
import io.clinictelemetry.standalone.cluster.TopicReader;
import io.clinictelemetry.streams.safety.SafetyApplication;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.TopicPartition;

/** Safety, usage and sink as processes of their own beside a cluster. */
public final class ProcessPipeline implements AutoCloseable {

  /** What the sink writes to the database. */
  public static final List<String> WRITTEN =
      TopicCatalogue.ALL.stream()
          .filter(topic -> !topic.equals(TopicCatalogue.TELEMETRY))
          .filter(topic -> !topic.equals(TopicCatalogue.ALERT_COMMANDS))
          .filter(topic -> !topic.equals(TopicCatalogue.USAGE_CORRECTIONS))
          .map(TopicSpec::name)
          .toList();

  /** Not the 100 ms of alerts that are waited for: more is in hand when something breaks. */
  private static final String COMMIT_INTERVAL = "500ms";

  private static final String SAFETY_GROUP = "clinic-safety";
  private static final String LINKS = SAFETY_GROUP + "-safety-links-repartition";

  private final TestCluster cluster;
  private final Path directory;
  private final Map<String, String> settings;
  private final List<ComponentProcess> processes = new ArrayList<>();
  private final ComponentProcess safety;
  private final ComponentProcess usage;
  private final ComponentProcess sink;

  /**
   * Nothing runs yet.
   *
   * @param directory for settings, state and logs of the processes
   * @param settings of all three, beside those by which they find the servers
   */
  public ProcessPipeline(TestCluster cluster, Path directory, Map<String, String> settings) {
    this.cluster = cluster;
    this.directory = directory;
    this.settings = new HashMap<>(cluster.properties());
    this.settings.put("commit.interval", COMMIT_INTERVAL);
    this.settings.putAll(settings);
    safety = another("safety", "safety");
    usage = another("usage", "usage");
    sink = another("sink", "sink");
  }

  /**
   * A further instance of a component, with a state directory of its own; it does not run yet.
   *
   * @param name not used before
   */
  public ComponentProcess another(String component, String name) {
    ComponentProcess process =
        new ComponentProcess(component, name, directory.resolve(name), settings);
    processes.add(process);
    return process;
  }

  /** The first instance of safety. */
  public ComponentProcess safety() {
    return safety;
  }

  /** The first instance of usage. */
  public ComponentProcess usage() {
    return usage;
  }

  /** The first sink. */
  public ComponentProcess sink() {
    return sink;
  }

  /** The first instance of each component. */
  public List<ComponentProcess> firstInstances() {
    return List.of(safety, usage, sink);
  }

  /** Starts the first instance of each component, and returns when all are ready. */
  public void start() {
    firstInstances().forEach(ComponentProcess::start);
    firstInstances().forEach(ComponentProcess::awaitReady);
  }

  /**
   * Waits until both applications accounted for all that is in the telemetry topic now, and nothing
   * waits behind a gap. They must be running, for the ticks must go on.
   */
  public void awaitAccounted() throws ExecutionException, InterruptedException {
    Map<Integer, Long> ends = cluster.ledger("").ends();
    awaitPatiently()
        .alias("all telemetry is accounted for")
        .until(() -> cluster.ledger("").accountsFor(ends));
  }

  /**
   * Brings the telemetry log to its end and waits until all that is in it has come out, rows
   * included. All three must be running; no safety runs afterwards, and nothing may be sent any
   * more.
   */
  public void drain() throws ExecutionException, InterruptedException {
    awaitAccounted();
    // Whatever safety runs writes ticks, and the log goes on: one that writes none reads the rest.
    for (ComponentProcess process : processes) {
      if (process.component().equals("safety") && process.isRunning()) {
        process.terminate();
      }
    }
    try (SafetyApplication last = new SafetyApplication(settingsOfLastSafety())) {
      last.start();
      last.stopTicks();
      awaitPatiently()
          .alias("the telemetry log is drained")
          .until(() -> cluster.ledger("").drained());
      awaitPatiently()
          .alias("the clinic stage has read what it was told")
          .until(() -> cluster.hasRead(SAFETY_GROUP, LINKS));
    }
    Map<TopicPartition, Long> ends = cluster.ends(WRITTEN);
    awaitPatiently()
        .alias("all is in the database")
        .until(() -> cluster.written(cluster.databaseUrl()).equals(ends));
  }

  private Settings settingsOfLastSafety() {
    Map<String, String> values = new HashMap<>(settings);
    values.put("state.dir", safety.stateDirectory().toString());
    values.put(ListenAddress.PORT, "0");
    return Settings.of(values);
  }

  /**
   * Drains the pipeline, passes over the same log again without any disturbance, and returns both
   * outcomes.
   */
  public Evidence evidence() throws ExecutionException, InterruptedException, SQLException {
    return evidence(Compared.ALL);
  }

  /** As the other, of these alerts alone. */
  public Evidence evidence(Compared compared)
      throws ExecutionException, InterruptedException, SQLException {
    drain();
    Outcome seen = OutcomeReader.read(cluster, "", cluster.databaseUrl(), compared);
    Outcome undisturbed =
        UndisturbedPass.over(cluster, settings, directory.resolve("undisturbed"), compared);
    return new Evidence(seen, undisturbed, cluster.ledger(""), audit(), unaccounted(compared));
  }

  /** What an earlier release told of is in no account. */
  private List<String> unaccounted(Compared compared) throws SQLException {
    return compared.equals(Compared.ALL)
        ? cluster
            .databases()
            .rows(
                cluster.databaseUrl(),
                "SELECT concat_ws(' ', 'alert load:', clinic_id, hour_start, priority), format('%s"
                    + " are counted, but %s to %s told', counted, at_least, at_most)"
                    + " FROM alert_load_differences")
            .stream()
            .map(row -> String.join(" ", row))
            .toList()
        : List.of();
  }

  private ChainAudit.Result audit() {
    try (Database database = new Database(DatabaseSettings.from(Settings.of(settings)), "audit")) {
      ChainAudit audit = new ChainAudit(ChainHeads.read(database), Instant.MIN);
      TopicReader.eachAsBytes(
          Settings.of(settings).kafka(), TopicCatalogue.ALERT_EVENTS, audit::read);
      return audit.finish();
    }
  }

  /** Kills what still runs. */
  @Override
  public void close() {
    processes.forEach(ComponentProcess::close);
  }
}
