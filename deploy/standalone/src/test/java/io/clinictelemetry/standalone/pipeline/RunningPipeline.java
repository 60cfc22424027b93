package io.clinictelemetry.standalone.pipeline;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.TimeZonePeriod;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.producers.client.DeliveryListener;
import io.clinictelemetry.producers.client.TelemetryChannel;
import io.clinictelemetry.producers.simulator.KafkaInventory;
import io.clinictelemetry.standalone.cluster.Ledger;
import io.clinictelemetry.standalone.cluster.TopicReader;
import io.clinictelemetry.standalone.demo.Pipeline;
import io.clinictelemetry.standalone.embedded.Directories;
import io.clinictelemetry.standalone.embedded.EmbeddedStackOptions;
import io.clinictelemetry.standalone.embedded.Servers;
import io.clinictelemetry.standalone.harness.TestDatabases;
import io.clinictelemetry.standalone.servers.FrozenBroker;
import io.clinictelemetry.standalone.servers.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ConditionFactory;

/** A whole pipeline on free ports, and the ways in which a test looks at it from outside. */
public final class RunningPipeline implements AutoCloseable {

  /** The clinic that the tests' devices stand in. */
  public static final String CLINIC = "clinic-of-tests";

  /** Generous: the machine may build and test other things at the same time. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path data;
  private final Servers servers;
  private final Pipeline pipeline;
  private final Map<String, String> addresses = new HashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private AvroSerdes serdes;
  private Admin admin;
  private Producer<byte[], byte[]> plainProducer;
  private TelemetryChannel channel;

  private RunningPipeline(Path data) {
    this.data = data;
    this.servers = TestServers.choose(data);
    this.pipeline =
        new Pipeline(servers, data, 0, stage -> addresses.put(stage.name(), stage.address()));
  }

  static RunningPipeline start() {
    RunningPipeline running = new RunningPipeline(temporaryDirectory());
    try {
      running.open();
      return running;
    } catch (ExecutionException | InterruptedException | RuntimeException e) {
      running.close();
      throw new IllegalStateException("the shared pipeline did not start", e);
    }
  }

  private static Path temporaryDirectory() {
    // Asked first, so that nothing is left where there is no distribution.
    EmbeddedStackOptions.homeOfThisJvm();
    try {
      return Files.createTempDirectory("clinic-it-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void open() throws ExecutionException, InterruptedException {
    pipeline.start();
    Map<String, Object> kafka = settings().kafka();
    serdes = new AvroSerdes(settings().serdes());
    admin = Admin.create(kafka);
    plainProducer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    channel =
        TelemetryChannel.open(kafka, serdes, new SimpleMeterRegistry(), DeliveryListener.NONE);
    publishClinic(CLINIC, "Clinic of the tests");
  }

  private void publishClinic(String id, String name) {
    Clinic clinic =
        Clinic.newBuilder()
            .setClinicId(id)
            .setName(name)
            .setTimeZones(List.of(new TimeZonePeriod(Instant.EPOCH, "Asia/Kathmandu")))
            .build();
    new KafkaInventory(settings().kafka(), serdes).publish(List.of(clinic), List.of());
  }

  /** The databases of the pipeline's server; the first one is the pipeline's own. */
  public TestDatabases databases() {
    return new TestDatabases(servers.jdbcUrl(), servers.user());
  }

  /** Freezes the broker until what this returns is closed; nothing reaches anybody meanwhile. */
  public FrozenBroker freezeBroker() throws IOException {
    return FrozenBroker.of(servers);
  }

  /** Whether {@link #freezeBroker} can be done. */
  public boolean canFreezeBroker() {
    return FrozenBroker.isPossible(servers);
  }

  /** Settings of any client of the pipeline. */
  public Settings settings() {
    return pipeline.settings();
  }

  /** The settings of {@link #settings()} as a person would write them into a file. */
  public Map<String, String> properties() {
    return servers.properties();
  }

  /** The broker's address. */
  public String bootstrapServers() {
    return pipeline.bootstrapServers();
  }

  /** The schema registry's address. */
  public String registryUrl() {
    return pipeline.registryUrl();
  }

  /** The dashboard's address. */
  public String dashboardUrl() {
    return pipeline.dashboardUrl();
  }

  /**
   * Where the metrics of a component are.
   *
   * @param component safety, usage or dashboard
   */
  public String metricsUrl(String component) {
    return component.equals("dashboard") ? dashboardUrl() + "metrics" : addresses.get(component);
  }

  /** Serdes of the pipeline's records; they stay open. */
  public AvroSerdes serdes() {
    return serdes;
  }

  /** A client of the cluster; it stays open. */
  public Admin admin() {
    return admin;
  }

  /** Reads what is committed. */
  public TopicReader reader() {
    return new TopicReader(settings().kafka(), serdes);
  }

  /** A wait long enough for a busy machine. */
  public static ConditionFactory awaitPatiently() {
    return await().atMost(PATIENCE).pollInterval(LOOK_EVERY).pollInSameThread();
  }

  /**
   * A suction device for use at home, the class with the lowest limits, known to the inventory.
   *
   * @param id never used by another test
   */
  public TestDevice device(String id) {
    return registered(id, CLINIC);
  }

  /** As {@link #device(String)}, in a clinic of its own or one that it shares with such devices. */
  public TestDevice device(String id, String clinicId) {
    publishClinic(clinicId, clinicId);
    return registered(id, clinicId);
  }

  private TestDevice registered(String id, String clinicId) {
    Device device = new Device();
    device.setDeviceId(id);
    device.setClinicId(clinicId);
    device.setModel("Test model");
    device.setDeviceClass(DeviceClass.HOME);
    device.setModalities(List.of(Modality.MICRODERMABRASION));
    device.setCommissionedAt(Instant.EPOCH);
    new KafkaInventory(settings().kafka(), serdes).publish(List.of(), List.of(device));
    return new TestDevice(id, clinicId, channel);
  }

  /** Sends bytes as they are, and waits for the broker's answer. */
  public RecordMetadata send(ProducerRecord<byte[], byte[]> record)
      throws ExecutionException, InterruptedException {
    return plainProducer.send(record).get();
  }

  /** All committed records of a topic as bytes. */
  public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    Map<String, Object> config = new HashMap<>(settings().kafka());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(POLL).forEach(records::add);
      }
      return records;
    }
  }

  /** The conservation ledger as it is now. */
  public Ledger ledger() {
    try {
      return Ledger.read(reader(), admin);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the cluster did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * Waits until both applications accounted for all that is in the telemetry topic now, and nothing
   * waits for a gap to close. Ticks go on, so that this can happen.
   */
  public Ledger awaitAccounted() {
    Map<Integer, Long> ends = ledger().ends();
    return awaitPatiently().until(this::ledger, ledger -> ledger.accountsFor(ends));
  }

  /** The rows of a query to the pipeline's own database, each as a list of texts. */
  public List<List<String>> rows(String query) throws SQLException {
    return databases().rows(servers.jdbcUrl(), query);
  }

  /** What the dashboard's API answers; the path begins after {@code /api/v1/}. */
  public JsonNode api(String path) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create(dashboardUrl() + "api/v1/" + path)).build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(
          "%s answered %d: %s".formatted(path, response.statusCode(), response.body()));
    }
    return JSON.readTree(response.body());
  }

  /** What the dashboard's API answers to JSON; the path begins after {@code /api/v1/}. */
  public HttpResponse<String> post(String path, String json)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(dashboardUrl() + "api/v1/" + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    if (channel != null) {
      channel.close();
    }
    if (plainProducer != null) {
      plainProducer.close();
    }
    if (admin != null) {
      admin.close();
    }
    if (serdes != null) {
      serdes.close();
    }
    pipeline.close();
    try {
      Directories.deleteTree(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
