package io.clinictelemetry.standalone.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicSpec;
import io.clinictelemetry.standalone.harness.OutputTopics;
import io.clinictelemetry.standalone.pipeline.OnSharedPipeline;
import io.clinictelemetry.standalone.pipeline.RunningPipeline;
import io.clinictelemetry.streams.safety.SafetyApplication;
import io.clinictelemetry.streams.shared.StreamsComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same telemetry through the running pipeline, in disorder, and then from its log again. */
@Timeout(900)
@OnSharedPipeline
class ReplayIT {

  /** Of the devices, and of the topics of the second pass. */
  private static final String PREFIX = "log-again-it.";

  private static final TopicSpec REPLAYED = TopicCatalogue.ALERTS.prefixed(PREFIX);

  @TempDir private Path directory;

  @Test
  void theSameEpisodesComeOutOfABrokerAndOfItsLogAgain(RunningPipeline pipeline) throws Exception {
    long seed = ThreadLocalRandom.current().nextLong(1_000_000);
    RecordedFleet fleet =
        RecordedFleet.of(
            PREFIX,
            seed,
            Instant.now().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS),
            Duration.ofMinutes(3),
            directory.resolve("fleet"));
    SentFleet.announce(pipeline, fleet);
    SentFleet.send(pipeline, fleet.disordered(new Random(seed)));

    Episodes live = episodes(pipeline, TopicCatalogue.ALERTS);
    assertThat(live.rules()).as("rules, of seed %d", seed).isGreaterThan(2);
    assertThat(live.arrivedWhenever())
        .as("disordered on a broker, of seed %d", seed)
        .containsExactlyElementsOf(inOrder(fleet).arrivedWhenever());

    OutputTopics.create(pipeline.admin(), PREFIX);
    try (SafetyApplication again = new SafetyApplication(settings(pipeline))) {
      again.start();
      SentFleet.awaitTaken(pipeline, PREFIX + "safety", TopicCatalogue.TELEMETRY);
    }
    assertThat(episodes(pipeline, REPLAYED).detectedWhenever())
        .as("from the log again, of seed %d", seed)
        .containsExactlyElementsOf(live.detectedWhenever());
  }

  private Episodes inOrder(RecordedFleet fleet) {
    try (PartitionedSafety safety = new PartitionedSafety(1, directory.resolve("in order"))) {
      return safety.judge(fleet.devices(), fleet.inOrder());
    }
  }

  private static Episodes episodes(RunningPipeline pipeline, TopicSpec topic) {
    Episodes episodes = new Episodes();
    pipeline
        .reader()
        .each(
            topic,
            Alert.class,
            record -> {
              if (record.value().getSubjectId().startsWith(PREFIX)) {
                episodes.add(record.value());
              }
            });
    return episodes;
  }

  private Settings settings(RunningPipeline pipeline) {
    Map<String, String> values = new HashMap<>(pipeline.properties());
    values.put("application.id", PREFIX + "safety");
    values.put("state.dir", directory.resolve("safety").toString());
    values.put(StreamsComponent.OUTPUT_PREFIX, PREFIX);
    values.put("http.port", "0");
    return Settings.of(values);
  }
}
