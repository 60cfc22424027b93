package io.clinictelemetry.standalone.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.DeviceState;
import io.clinictelemetry.avro.EventKind;
import io.clinictelemetry.avro.Heartbeat;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * A heartbeat as a device of the next release may send it: readable, but under a schema that no
 * running component has seen, so that each must ask the registry.
 */
final class NextReleaseEvent {

  private static final String TOPIC = TopicCatalogue.TELEMETRY.name();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final byte[] value;
  private final String device;

  private NextReleaseEvent(String device, byte[] value) {
    this.device = device;
    this.value = value;
  }

  /** Registers the schema and writes the event with it. */
  static NextReleaseEvent of(String device, String registryUrl, AvroSerdes serdes)
      throws IOException, InterruptedException {
    DeviceEvent event =
        DeviceEvent.newBuilder()
            .setDeviceId(device)
            .setClinicId("clinic-01")
            .setBootId(1)
            .setSeq(0)
            .setSentAt(Instant.now())
            .setKind(EventKind.HEARTBEAT)
            .setHeartbeat(heartbeat())
            .build();
    byte[] value;
    try (Serializer<DeviceEvent> serializer = serdes.serializer(DeviceEvent.class)) {
      value = serializer.serialize(TOPIC, event);
    }
    // Behind the first byte stands the schema's id.
    ByteBuffer.wrap(value).putInt(1, register(registryUrl));
    return new NextReleaseEvent(device, value);
  }

  private static Heartbeat heartbeat() {
    Heartbeat heartbeat = new Heartbeat();
    heartbeat.setState(DeviceState.IDLE);
    return heartbeat;
  }

  private static int register(String registryUrl) throws IOException, InterruptedException {
    Schema schema = new Schema.Parser().parse(DeviceEvent.getClassSchema().toString());
    schema.addProp("release", "next");
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("%s/subjects/%s-value/versions".formatted(registryUrl, TOPIC)))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JSON.writeValueAsString(Map.of("schema", schema.toString()))))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(
          "the registry answered %d: %s".formatted(response.statusCode(), response.body()));
    }
    return JSON.readTree(response.body()).get("id").asInt();
  }

  /** The event for the topic. */
  ProducerRecord<byte[], byte[]> record() {
    return new ProducerRecord<>(TOPIC, device.getBytes(StandardCharsets.UTF_8), value);
  }
}
