package io.clinictelemetry.standalone.harness;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;

import io.clinictelemetry.contracts.operations.ListenAddress;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.sinks.database.DatabaseSettings;
import io.clinictelemetry.sinks.postgres.PostgresSink;
import io.clinictelemetry.streams.safety.SafetyApplication;
import io.clinictelemetry.streams.shared.StreamsComponent;
import io.clinictelemetry.streams.usage.UsageApplication;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.TopicPartition;

/**
 * What comes out of a telemetry log that has ended when nothing disturbs the components: safety and
 * usage read it from its beginning and write to topics of their own, and a sink writes the live
 * topics to a database of its own. That sink's rows together with the first two's topics say what
 * the live database must hold.
 */
final class UndisturbedPass {

  private static final String PREFIX = "undisturbed.";
  private static final String DATABASE = "undisturbed";

  private UndisturbedPass() {}

  /**
   * Passes over the log; once in a cluster's life.
   *
   * @param settings of the disturbed pass: what decides must be the same
   * @param compared as of {@link OutcomeReader#read}
   */
  static Outcome over(
      TestCluster cluster, Map<String, String> settings, Path directory, Compared compared)
      throws ExecutionException, InterruptedException, SQLException {
    OutputTopics.create(cluster.admin(), PREFIX);
    try (SafetyApplication safety = new SafetyApplication(settings(settings, directory, "safety"));
        UsageApplication usage = new UsageApplication(settings(settings, directory, "usage"))) {
      safety.start();
      usage.start();
      awaitPatiently()
          .alias("the undisturbed pass is drained")
          .until(() -> cluster.ledger(PREFIX).drained());
    }
    String url = cluster.databases().create(DATABASE);
    writeRows(cluster, settings, url);
    return OutcomeReader.read(cluster, PREFIX, url, compared);
  }

  private static Settings settings(Map<String, String> live, Path directory, String application) {
    Map<String, String> values = new HashMap<>(live);
    values.put("application.id", PREFIX + application);
    values.put("state.dir", directory.resolve(application).toString());
    values.put(StreamsComponent.OUTPUT_PREFIX, PREFIX);
    values.put(ListenAddress.PORT, "0");
    return Settings.of(values);
  }

  private static void writeRows(TestCluster cluster, Map<String, String> live, String url)
      throws ExecutionException, InterruptedException {
    Map<String, String> values = new HashMap<>(live);
    values.put(DatabaseSettings.URL, url);
    values.put(PostgresSink.GROUP, PREFIX + "sink");
    try (PostgresSink sink = new PostgresSink(Settings.of(values), new SimpleMeterRegistry())) {
      sink.start();
      Map<TopicPartition, Long> ends = cluster.ends(List.copyOf(sink.topics()));
      awaitPatiently()
          .alias("the undisturbed rows are written")
          .until(() -> cluster.written(url).equals(ends));
    }
  }
}
