package io.clinictelemetry.streams.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.serde.RegistryException;
import io.clinictelemetry.contracts.serde.UnreadableRecordException;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that does not answer is no fault of any record. */
class RegistryAwayTest {

  /** A record that only the registry can tell the schema of. */
  private static final byte[] RECORD = {0, 0, 0, 0, 7, 42};

  @TempDir private Path state;

  private HttpServer server;
  private volatile int status = 503;
  private long nowNs;
  private int pauses;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body =
              "{\"error_code\":%d03,\"message\":\"no\"}"
                  .formatted(status)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void beginsAgainAtTheLastCommitAfterPatienceAndPutsNothingIntoQuarantine() {
    try (AvroSerdes serdes = serdes();
        TopologyTestDriver driver = driver(serdes)) {
      assertThatThrownBy(() -> telemetry(driver).pipeInput(new byte[] {1}, RECORD, 1_000))
          // Passed on as it is, for it tells Kafka Streams to abort and to join its group anew.
          .isInstanceOf(TaskMigratedException.class)
          .hasCauseInstanceOf(RegistryException.class)
          .hasRootCauseInstanceOf(RestClientException.class);
      assertThat((long) pauses)
          .as("a pause a second, until patience is over")
          .isEqualTo(RegistryPatience.PATIENCE.toSeconds() + 1);
      assertThat(driver.producedTopicNames()).doesNotContain(TopicCatalogue.QUARANTINE.name());
    }
  }

  @Test
  void waitsForARegistryThatComesBack() {
    RegistryPatience patience =
        new RegistryPatience(() -> nowNs, () -> status = ++pauses < 3 ? 503 : 404);
    try (AvroSerdes serdes = serdes()) {
      var deserializer = serdes.deserializer(DeviceEvent.class);

      // The registry is back, and does not know the schema: that is the record's fault.
      assertThatThrownBy(() -> patience.whileAway(() -> deserializer.deserialize("t", RECORD)))
          .isInstanceOf(UnreadableRecordException.class);
      assertThat(pauses).isEqualTo(3);
    }
  }

  @Test
  void doesNotWaitForARegistryThatRefuses() {
    status = 401;
    try (AvroSerdes serdes = serdes()) {
      var deserializer = serdes.deserializer(DeviceEvent.class);
      assertThatThrownBy(() -> patience().whileAway(() -> deserializer.deserialize("t", RECORD)))
          .isInstanceOfSatisfying(
              RegistryException.class,
              e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.UNAUTHORIZED));
      assertThat(pauses).isZero();
    }
  }

  @Test
  void answersAtOnceWhenTheRegistryDoes() {
    assertThat(patience().<String>whileAway(() -> "answer")).isEqualTo("answer");
    assertThat(pauses).isZero();
  }

  @Test
  void keepsReferenceDataUnseenAndTakesItForNoneWhenItProvesUnreadable() {
    try (AvroSerdes serdes = serdes()) {
      ReferenceTable<DeviceEvent> table =
          new ReferenceTable<>("table", "t", serdes.deserializer(DeviceEvent.class));
      MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
      KeyValueStore<String, byte[]> store =
          Stores.keyValueStoreBuilder(
                  Stores.inMemoryKeyValueStore(table.store()), Serdes.String(), table.values())
              .withLoggingDisabled()
              .build();
      store.init(context.getStateStoreContext(), store);
      context.addStateStore(store);
      Processor<String, byte[], Void, Void> keeper = table.keeper();
      keeper.init(context);

      keeper.process(new Record<>("key", RECORD, 0));
      assertThat(store.get("key")).as("kept without an answer").isEqualTo(RECORD);

      status = 404;
      assertThat(table.view(context).find("key")).isEmpty();
    }
  }

  /** Patience in which a second passes at each pause. */
  private RegistryPatience patience() {
    return new RegistryPatience(
        () -> nowNs,
        () -> {
          pauses++;
          nowNs += 1_000_000_000;
        });
  }

  private AvroSerdes serdes() {
    return new AvroSerdes(
        Map.of(
            "schema.registry.url",
            "http://127.0.0.1:" + server.getAddress().getPort(),
            "max.retries",
            "0"));
  }

  private TopologyTestDriver driver(AvroSerdes serdes) {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "registry-away");
    config.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    return new TopologyTestDriver(
        new TelemetryTopology<RecordingLogic.Seen>("safety", "", true, patience())
            .process(serdes, 1, new SimpleMeterRegistry(), RecordingLogic::new, List.of())
            .topology(),
        config);
  }

  private static TestInputTopic<byte[], byte[]> telemetry(TopologyTestDriver driver) {
    return driver.createInputTopic(
        TopicCatalogue.TELEMETRY.name(), new ByteArraySerializer(), new ByteArraySerializer());
  }
}
