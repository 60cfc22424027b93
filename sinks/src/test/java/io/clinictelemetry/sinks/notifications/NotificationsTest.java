package io.clinictelemetry.sinks.notifications;

import static io.clinictelemetry.sinks.Records.alert;
import static io.clinictelemetry.sinks.Records.cleared;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.AlertTransition;
import io.clinictelemetry.avro.Priority;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.sinks.Records;
import io.clinictelemetry.sinks.SteppedClock;
import io.clinictelemetry.sinks.TestDatabase;
import io.clinictelemetry.sinks.batches.Batch;
import io.clinictelemetry.sinks.batches.StaleOffsetException;
import io.clinictelemetry.sinks.database.Database;
import io.clinictelemetry.sinks.notifications.HookServer.Call;
import io.clinictelemetry.sinks.pipeline.PipelineClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From alert events to a real HTTP server, over a real PostgreSQL. */
class NotificationsTest {

  private static final byte[] SECRET =
      Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  /** Longer than an alert is held. */
  private static final Duration A_WHILE = Duration.ofSeconds(2);

  private static final TopicPartition PARTITION =
      new TopicPartition(TopicCatalogue.ALERT_EVENTS.name(), 0);

  private final AvroSerdes serdes =
      new AvroSerdes(Map.of("schema.registry.url", "mock://notifications"));
  private final SteppedClock clock = new SteppedClock(Records.NOON);
  private final NotifierMetrics metrics =
      new NotifierMetrics(new SimpleMeterRegistry(), new PipelineClock(Clock.systemUTC()));
  private final WebhookSignature signature = new WebhookSignature(SECRET);
  private Database database;
  private HookServer server;
  private Channel channel;
  private NoticeWriter writer;
  private long written;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.create();
    server = new HookServer(call -> 204);
    channel = new WebhookChannel(server.address(), signature);
    writer = writer();
    database
        .jdbi()
        .useHandle(handle -> NoticeWriter.offsets().insertMissing(handle, Map.of(PARTITION, 0L)));
  }

  private NoticeWriter writer() {
    return new NoticeWriter(
        database.jdbi(),
        serdes.deserializer(AlertEvent.class),
        new NoticeTables(List.of(channel.name())),
        metrics,
        clock);
  }

  @AfterEach
  void close() {
    server.close();
    database.close();
    serdes.close();
  }

  @Test
  void aServerThatFailsGetsEachMessageUnderOneIdUntilItTakesIt() throws Exception {
    Map<String, Integer> attempts = new HashMap<>();
    int[] failures = {500, HookServer.HANG_UP, 429};
    server.answers(
        call -> {
          int attempt = attempts.merge(call.id(), 1, Integer::sum);
          return attempt <= failures.length ? failures[attempt - 1] : 200;
        });
    Alert a = open("a");
    hear(Records.event(a));
    pass(A_WHILE);
    hear(Records.event(latched(cleared(a).build(), false)));

    try (Deliverer deliverer = deliverer()) {
      deliverer.start();
      patiently().until(() -> undelivered() == 0);
    }

    assertThat(server.calls())
        .extracting(Call::id)
        .containsExactly("a-1", "a-1", "a-1", "a-1", "a-2", "a-2", "a-2", "a-2");
    for (Call call : server.calls()) {
      assertThat(call.signature()).isEqualTo(signature.of(call.id(), call.second(), call.body()));
    }
    assertThat(server.calls().stream().map(Call::body).distinct()).hasSize(2);
    JsonNode first = new ObjectMapper().readTree(server.calls().get(0).body());
    assertThat(first.path("type").asText()).isEqualTo("alert.opened");
    assertThat(first.at("/data/alert_id").asText()).isEqualTo("a");
    assertThat(first.at("/data/status").asText()).isEqualTo("firing");
    assertThat(first.at("/data/unit").asText()).isEqualTo("kPa");
    JsonNode second = new ObjectMapper().readTree(server.calls().get(7).body());
    assertThat(second.path("type").asText()).isEqualTo("alert.cleared");
    assertThat(second.at("/data/status").asText()).isEqualTo("resolved");
    assertThat(rows("SELECT attempts, last_error IS NULL FROM notification_deliveries"))
        .containsExactly("4 true", "4 true");
  }

  @Test
  void whatTheServerRefusesHoldsUpNothingElse() throws Exception {
    server.answers(call -> call.id().startsWith("a-") ? 400 : 200);
    hear(Records.event(open("a")), Records.event(open("b")));
    pass(A_WHILE);

    try (Deliverer deliverer = deliverer()) {
      deliverer.start();
      patiently().until(() -> undelivered() == 1);
      patiently()
          .until(
              () ->
                  rows("SELECT last_error FROM notification_deliveries WHERE key = 'a'")
                      .equals(List.of("it answered with status 400")));
      assertThat(deliverer.failure()).isEmpty();
      server.answers(call -> 200);
      patiently().until(() -> undelivered() == 0);
      assertThat(deliverer.trouble()).isEmpty();
    }
  }

  @Test
  void whatOneTookThatThenDiedIsDeliveredByAnother() {
    hear(Records.event(open("a")));
    pass(A_WHILE);
    List<Delivery> taken = new Outbox(database.jdbi(), channel).take();
    assertThat(taken).extracting(Delivery::key).containsExactly("a");
    assertThat(new Outbox(database.jdbi(), channel).take()).isEmpty();

    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE notification_deliveries SET next_attempt_at = next_attempt_at"
                        + " - make_interval(secs => ?)",
                    Outbox.LEASE.toSeconds()));
    List<Delivery> again = new Outbox(database.jdbi(), channel).take();
    assertThat(again).extracting(Delivery::key, Delivery::attempts).containsExactly(tuple("a", 2));
    assertThat(again.get(0).content()).isEqualTo(taken.get(0).content());
  }

  @Test
  void aNotifierThatLostItsPartitionTellsNothing() {
    Batch batch = batch(Records.event(open("a")));
    writer.write(batch);

    assertThatThrownBy(() -> writer.write(batch)).isInstanceOf(StaleOffsetException.class);
    pass(A_WHILE);

    assertThat(rows("SELECT key, version FROM notification_deliveries")).containsExactly("a 1");
  }

  @Test
  void whatIsHeldWhenTheNotifierStopsIsToldByTheNextOne() {
    hear(Records.event(open("a")));
    writer = writer();
    pass(A_WHILE);

    assertThat(rows("SELECT key, event FROM notification_deliveries")).containsExactly("a opened");
  }

  @Test
  void fiveThousandAlertsAreOneNotificationThatCountsThemAndNamesTheFirst() {
    List<AlertEvent> opened =
        IntStream.range(0, 5_000)
            .mapToObj(
                i ->
                    Records.event(
                        Alert.newBuilder(open("a" + i))
                            .setTriggeredAt(Records.NOON.plusMillis(5_000 - i))
                            .build()))
            .toList();
    for (int i = 0; i < opened.size(); i += 1_000) {
      hear(opened.subList(i, i + 1_000).toArray(AlertEvent[]::new));
    }
    AlertEvent elsewhere =
        Records.event(Alert.newBuilder(open("z")).setClinicId("pokhara").build());
    hear(elsewhere);
    pass(A_WHILE);
    hear(
        opened.stream()
            .limit(10)
            .map(event -> Records.event(latched(cleared(event.getAlert()).build(), false)))
            .toArray(AlertEvent[]::new));

    assertThat(rows("SELECT key, event FROM notification_deliveries ORDER BY key"))
        .hasSize(2)
        .anyMatch(row -> row.startsWith("storm-kathmandu-"))
        .contains("z opened");
    assertThat(
            rows(
                "SELECT content->>'alerts', content->>'calling', content->'first_out'->>'alert_id'"
                    + " FROM notifications WHERE kind = 'storm'"))
        .containsExactly("5000 4990 a4999");
    assertThat(
            rows(
                "SELECT content->>'summary' FROM notification_deliveries WHERE version = 1"
                    + " AND key LIKE 'storm%'"))
        .containsExactly("5000 alerts in clinic kathmandu, 5000 of them need somebody");
  }

  @Test
  void highPriorityIsDeliveredBeforeWhatWaitsLonger() {
    for (String id : List.of("low1", "low2")) {
      hear(Records.event(Alert.newBuilder(open(id)).setPriority(Priority.LOW).build()));
      pass(A_WHILE);
    }
    hear(Records.event(open("high")));
    pass(A_WHILE);

    assertThat(new Outbox(database.jdbi(), channel).take())
        .extracting(Delivery::key)
        .containsExactly("high");
  }

  @Test
  void historyAndWhatIsOnAShelfIsToldNobody() {
    hear(
        Records.event(Alert.newBuilder(open("late")).setLate(true).build()),
        Records.event(Alert.newBuilder(open("shelved")).setShelved(true).build()));
    pass(A_WHILE);
    assertThat(undelivered()).isZero();

    Alert back = Alert.newBuilder(open("shelved")).setRevision(2).build();
    hear(Records.event(back, AlertTransition.SHELF_ENDED));
    pass(A_WHILE);
    assertThat(rows("SELECT key, event FROM notification_deliveries"))
        .containsExactly("shelved opened");
  }

  @Test
  void aMessageThatCannotBeReadIsCountedAndHoldsUpNothing() {
    ConsumerRecord<byte[], byte[]> bad =
        new ConsumerRecord<>(PARTITION.topic(), 0, written, null, new byte[] {1, 2, 3});
    Batch batch = batch(Records.event(open("a")));
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(List.of(bad));
    records.addAll(batch.records());
    writer.write(new Batch(records, batch.advances()));
    pass(A_WHILE);

    assertThat(rows("SELECT key FROM notification_deliveries")).containsExactly("a");
  }

  private static Alert open(String id) {
    return alert(id, "d-" + id).build();
  }

  private static Alert latched(Alert alert, boolean latched) {
    return Alert.newBuilder(alert).setLatched(latched).build();
  }

  private void hear(AlertEvent... events) {
    writer.write(batch(events));
  }

  private Batch batch(AlertEvent... events) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    long from = written;
    for (AlertEvent event : events) {
      byte[] value = serdes.serializer(AlertEvent.class).serialize(PARTITION.topic(), event);
      records.add(new ConsumerRecord<>(PARTITION.topic(), 0, written++, null, value));
    }
    return new Batch(records, Map.of(PARTITION, new Batch.Advance(from, written)));
  }

  private void pass(Duration time) {
    clock.at(clock.instant().plus(time));
    writer.due();
  }

  private Deliverer deliverer() {
    return new Deliverer(channel, new Outbox(database.jdbi(), channel), metrics, Clock.systemUTC());
  }

  private static ConditionFactory patiently() {
    return Awaitility.await().atMost(Duration.ofMinutes(2));
  }

  private int undelivered() {
    return Integer.parseInt(
        rows("SELECT count(*) FROM notification_deliveries WHERE delivered_at IS NULL").get(0));
  }

  private List<String> rows(String query) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(query)
                    .map(
                        (row, context) -> {
                          List<String> values = new ArrayList<>();
                          for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                            values.add(String.valueOf(row.getObject(i)));
                          }
                          return String.join(" ", values);
                        })
                    .list());
  }
}
