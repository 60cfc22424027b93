package io.clinictelemetry.standalone.pipeline;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.AlertTransition;
import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.avro.SessionStatus;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.contracts.operations.ListenAddress;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.demo.Pipeline;
import io.clinictelemetry.standalone.harness.OutputTopics;
import io.clinictelemetry.streams.safety.SafetyApplication;
import io.clinictelemetry.streams.shared.StreamsComponent;
import io.clinictelemetry.streams.usage.UsageApplication;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A second pair of applications reads the live log with its ticks, with a shorter patience than the
 * live pair's, so that the test need not wait for minutes.
 */
@Timeout(600)
@OnSharedPipeline
class TicksIT {

  private static final String PREFIX = "ticks-it.";
  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(5);

  @TempDir private Path state;

  @Test
  void ticksCloseASessionWhoseDeviceFellSilent(RunningPipeline pipeline) throws Exception {
    TestDevice device = pipeline.device("it-silent");
    String session = device.startSession();
    device.treat(TestDevice.STUCK_KPA, Duration.ofSeconds(3));
    device.fallSilent();
    OutputTopics.create(pipeline.admin(), PREFIX);
    Instant deadline = logClockAfter(pipeline, device.id()).plus(SESSION_TIMEOUT);

    try (SafetyApplication safety = new SafetyApplication(settings(pipeline, "safety"));
        UsageApplication usage = new UsageApplication(settings(pipeline, "usage"))) {
      safety.start();
      usage.start();

      ConsumerRecord<byte[], byte[]> closed =
          awaitPatiently()
              .until(
                  () -> latest(pipeline, TopicCatalogue.SESSIONS.name(), session),
                  record -> record != null && closed(pipeline, record));
      SessionSummary summary = value(pipeline, SessionSummary.class, closed);
      assertThat(summary.getEndReason()).isEqualTo(EndReason.TIMEOUT);
      assertThat(summary.getEndedAt()).isEqualTo(summary.getStartedAt().plusSeconds(3));
      // Not when somebody looked at a clock: when the log said so.
      assertThat(Instant.ofEpochMilli(closed.timestamp())).isEqualTo(deadline);

      awaitPatiently()
          .untilAsserted(
              () ->
                  assertThat(hardHighEvents(pipeline, device.id()))
                      .extracting(AlertEvent::getTransition)
                      .containsExactly(AlertTransition.OPENED, AlertTransition.CLEARED));
      AlertEvent cleared = hardHighEvents(pipeline, device.id()).get(1);
      assertThat(cleared.getAt()).isEqualTo(deadline);
      assertThat(cleared.getAlert().getEndedAt()).isEqualTo(summary.getEndedAt());
    }
  }

  private Settings settings(RunningPipeline pipeline, String application) {
    Map<String, String> values = new HashMap<>(pipeline.properties());
    values.put("application.id", PREFIX + application);
    values.put("session.timeout", SESSION_TIMEOUT.toSeconds() + "s");
    values.put("state.dir", state.resolve(application).toString());
    values.put(StreamsComponent.OUTPUT_PREFIX, PREFIX);
    values.put(ListenAddress.PORT, "0");
    return Settings.of(values);
  }

  /** The latest append time in the device's partition, up to its last record. */
  private static Instant logClockAfter(RunningPipeline pipeline, String device) {
    int partition = RecordKeys.partition(device, Pipeline.PARTITIONS);
    long clock = 0;
    long atLast = 0;
    for (ConsumerRecord<byte[], byte[]> record :
        pipeline.records(TopicCatalogue.TELEMETRY.name())) {
      if (record.partition() == partition) {
        clock = Math.max(clock, record.timestamp());
        if (record.key() != null && text(record.key()).equals(device)) {
          atLast = clock;
        }
      }
    }
    return Instant.ofEpochMilli(atLast);
  }

  private static ConsumerRecord<byte[], byte[]> latest(
      RunningPipeline pipeline, String topic, String session) {
    return pipeline.records(PREFIX + topic).stream()
        .filter(record -> text(record.key()).endsWith("/" + session))
        .reduce((first, second) -> second)
        .orElse(null);
  }

  private static boolean closed(RunningPipeline pipeline, ConsumerRecord<byte[], byte[]> record) {
    return value(pipeline, SessionSummary.class, record).getStatus() == SessionStatus.CLOSED;
  }

  private static List<AlertEvent> hardHighEvents(RunningPipeline pipeline, String device) {
    return pipeline.records(PREFIX + TopicCatalogue.ALERT_EVENTS.name()).stream()
        .map(record -> value(pipeline, AlertEvent.class, record))
        .filter(event -> event.getAlert().getSubjectId().equals(device))
        .filter(event -> event.getAlert().getRule().equals("suction-hard-high"))
        .toList();
  }

  private static <T extends SpecificRecord> T value(
      RunningPipeline pipeline, Class<T> type, ConsumerRecord<byte[], byte[]> record) {
    Deserializer<T> deserializer = pipeline.serdes().deserializer(type);
    return deserializer.deserialize(record.topic(), record.value());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
