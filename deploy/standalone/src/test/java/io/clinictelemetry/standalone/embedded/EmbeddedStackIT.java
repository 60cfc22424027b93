package io.clinictelemetry.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class EmbeddedStackIT {

  private static final String TOPIC = "readings";
  private static final Duration POLL = Duration.ofMillis(200);

  @TempDir private Path data;
  private final NewProcesses processes = new NewProcesses();

  @Test
  void servesAllThreeAndKeepsTheirDataForTheNextStart() throws Exception {
    List<Stage> stages = Collections.synchronizedList(new ArrayList<>());
    String schemaId;
    try (EmbeddedStack stack = started(stages)) {
      createTopic(stack);
      sendInTransaction(stack, "aborted", false);
      sendInTransaction(stack, "committed", true);
      schemaId = registerSchema(stack);
      execute(stack, "CREATE TABLE reading (kpa INT)");
      execute(stack, "INSERT INTO reading VALUES (30)");

      assertThat(readCommitted(stack)).containsExactly("committed");
    }
    assertThat(stages)
        .extracting(Stage::name)
        .containsExactlyInAnyOrder("registry", "PostgreSQL", "broker");
    assertThat(processes.running()).isEmpty();

    try (EmbeddedStack again = started(new ArrayList<>())) {
      assertThat(readCommitted(again)).containsExactly("committed");
      assertThat(get(again, "/schemas/ids/" + schemaId)).contains("vacuum_kpa");
      assertThat(selectInt(again, "SELECT kpa FROM reading")).isEqualTo(30);
      assertThat(again.broker().fault()).isEmpty();
    }
    assertThat(processes.running()).isEmpty();
  }

  @Test
  void aTakenPortIsNamedWithItsPurposeAndItsFlag() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int taken = other.getLocalPort();
      EmbeddedStackOptions options =
          new EmbeddedStackOptions(data, EmbeddedStackOptions.homeOfThisJvm(), taken, 0, 0);

      assertThatThrownBy(() -> new EmbeddedStack(options, stage -> {}))
          .isInstanceOfSatisfying(
              PortInUseException.class,
              e -> {
                assertThat(e.port()).isEqualTo(taken);
                assertThat(e.flag()).isEqualTo("--kafka-port");
              })
          .hasMessageContaining("Port " + taken + " for the Kafka broker is taken")
          .hasMessageContaining("--kafka-port");
    }
  }

  @Test
  void aStartThatFailsHalfWayLeavesNothingRunning() {
    Path homeWithoutRegistry = data.resolve("home");
    List<Stage> stages = Collections.synchronizedList(new ArrayList<>());
    EmbeddedStackOptions options =
        new EmbeddedStackOptions(data.resolve("data"), homeWithoutRegistry, 0, 0, 0);
    EmbeddedStack stack = new EmbeddedStack(options, stages::add);

    assertThatThrownBy(stack::start)
        .isInstanceOf(EmbeddedStartException.class)
        .hasMessageContaining(homeWithoutRegistry.resolve("registry").toString())
        .hasMessageContaining("./mvnw package");

    assertThat(processes.running()).isEmpty();
    assertNothingListensOn(stack.broker().address());
  }

  @Test
  void aStackThatIsClosedWhileItStartsLeavesNothingRunning() {
    EmbeddedStack[] self = new EmbeddedStack[1];
    self[0] =
        new EmbeddedStack(
            EmbeddedStackOptions.onFreePorts(data),
            // As a Ctrl-C would, when the first server is ready and the others are on their way.
            stage -> new Thread(self[0]::close).start());

    assertThatThrownBy(self[0]::start).isInstanceOf(EmbeddedStartException.class);
    self[0].close();

    assertThat(processes.running()).isEmpty();
    assertNothingListensOn(self[0].broker().address());
  }

  @Test
  void twoBrokersDoNotShareOneDataDirectory() {
    try (EmbeddedBroker first = new EmbeddedBroker(data, 0)) {
      first.start();
      EmbeddedBroker second = new EmbeddedBroker(data, 0);

      assertThatThrownBy(second::start)
          .isInstanceOf(EmbeddedStartException.class)
          .hasMessageContaining(data.toString())
          .hasMessageContaining("--data");
      assertThat(first.fault()).isEmpty();
    }
  }

  private EmbeddedStack started(List<Stage> stages) {
    EmbeddedStack stack = new EmbeddedStack(EmbeddedStackOptions.onFreePorts(data), stages::add);
    stack.start();
    return stack;
  }

  private static void createTopic(EmbeddedStack stack) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.broker().address()))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all().get();
    }
  }

  private static void sendInTransaction(EmbeddedStack stack, String value, boolean commit)
      throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", stack.broker().address(), "transactional.id", "test"),
            new StringSerializer(),
            new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(TOPIC, "device", value)).get();
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
  }

  private static List<String> readCommitted(EmbeddedStack stack) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                stack.broker().address(),
                "group.id",
                "reader-" + System.nanoTime(),
                "auto.offset.reset",
                "earliest",
                "isolation.level",
                "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of(TOPIC));
      while (values.isEmpty()) {
        for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
          values.add(record.value());
        }
      }
    }
    return values;
  }

  private static String registerSchema(EmbeddedStack stack) throws Exception {
    String schema =
        "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":[{\\\"name\\\":\\\"vacuum_kpa\\\",\\\"type\\\":\\\"float\\\"}]}";
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(stack.registry().url() + "/subjects/" + TOPIC + "-value/versions"))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"schema\":\"" + schema + "\"}"))
            .build();
    String body = send(request);
    assertThat(body).matches("\\{\"id\":\\d+.*}");
    return body.replaceAll("\\D", "");
  }

  private static String get(EmbeddedStack stack, String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(stack.registry().url() + path)).build());
  }

  private static String send(HttpRequest request) throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  private static void execute(EmbeddedStack stack, String sql) throws SQLException {
    try (Connection connection = connect(stack);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int selectInt(EmbeddedStack stack, String sql) throws SQLException {
    try (Connection connection = connect(stack);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static Connection connect(EmbeddedStack stack) throws SQLException {
    return DriverManager.getConnection(stack.database().jdbcUrl(), stack.database().user(), "");
  }

  private static void assertNothingListensOn(String address) {
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    Ports.requireFree(port, "this test", "--none");
  }
}
