package io.clinictelemetry.sinks.postgres;

import static io.clinictelemetry.sinks.Records.NOON;
import static io.clinictelemetry.sinks.Records.alert;
import static io.clinictelemetry.sinks.Records.cleared;
import static io.clinictelemetry.sinks.Records.widened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.AlertLoad;
import io.clinictelemetry.avro.AlertTransition;
import io.clinictelemetry.avro.AmountRange;
import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.HistogramBucket;
import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.avro.ListPrice;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.OpeningPeriod;
import io.clinictelemetry.avro.OpeningTime;
import io.clinictelemetry.avro.PriceList;
import io.clinictelemetry.avro.PricePer;
import io.clinictelemetry.avro.ServiceEvent;
import io.clinictelemetry.avro.ServiceKind;
import io.clinictelemetry.avro.SessionGap;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.contracts.audit.ChainLink;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.topics.QuarantineHeaders;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicSpec;
import io.clinictelemetry.sinks.Records;
import io.clinictelemetry.sinks.TestDatabase;
import io.clinictelemetry.sinks.batches.Batch;
import io.clinictelemetry.sinks.batches.StaleOffsetException;
import io.clinictelemetry.sinks.database.Database;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

class BatchWriterTest {

  private final AvroSerdes serdes =
      new AvroSerdes(Map.of("schema.registry.url", "mock://batch-writer"));
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Map<String, Long> offsets = new HashMap<>();
  private Database database;
  private BatchWriter writer;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    writer = new BatchWriter(database.jdbi(), Feed.all(serdes));
  }

  @AfterEach
  void close() {
    database.close();
    serdes.close();
  }

  @Test
  void storesWhatUtilisationIsMeasuredByAndWhatItIs() {
    Clinic clinic = Records.clinic("c-1", "Clinic", "Europe/London");
    clinic.setOpeningHours(
        List.of(new OpeningPeriod(NOON, List.of(new OpeningTime(1, 9 * 60, 17 * 60)))));
    clinic.setPriceLists(
        List.of(
            new PriceList(
                NOON,
                "GBP",
                List.of(
                    new ListPrice(
                        Modality.MICROCURRENT,
                        DeviceClass.SALON,
                        99_99L,
                        99_99L,
                        PricePer.HOUR)))));
    SessionSummary session = Records.session("d-1", "s-1", 1);
    session.getVacuum().setHistogram(List.of(new HistogramBucket(29_500L, 40_000L)));
    session.setGaps(List.of(new SessionGap(1_000L, 2_000L)));
    session.setListPrice(new AmountRange("GBP", 75_00L, 200_00L));
    DeviceUsage day = Records.usage("d-1", "c-1", "Europe/London", NOON, 41_300, 1);
    day.setAvailableMs(28_800_000L);
    day.setUtilisationOfUptimeRatio(0.25);
    day.setRevenue(List.of(new AmountRange("GBP", 75_00L, 200_00L)));
    write(
        List.of(
            avro(TopicCatalogue.CLINICS, clinic),
            avro(TopicCatalogue.SESSIONS, session),
            avro(TopicCatalogue.USAGE_DAILY, day)));

    assertThat(text("SELECT opening_hours #>> '{0,open,0,closes_minute}' FROM clinics"))
        .isEqualTo("1020");
    assertThat(text("SELECT price_lists #>> '{0,prices,0,per}' FROM clinics")).isEqualTo("HOUR");
    assertThat(
            text(
                "SELECT (price_lists #>> '{0,effective_from}')::timestamptz = '%s' FROM clinics"
                    .formatted(NOON)))
        .isEqualTo("t");
    assertThat(text("SELECT vacuum_histogram #>> '{0,duration_ms}' FROM sessions"))
        .isEqualTo("40000");
    assertThat(text("SELECT current_histogram FROM sessions")).isNull();
    assertThat(text("SELECT gaps #>> '{0,to_elapsed_ms}' FROM sessions")).isEqualTo("2000");
    assertThat(text("SELECT price_high_minor FROM sessions")).isEqualTo("20000");
    assertThat(text("SELECT revenue #>> '{0,currency}' FROM usage_daily")).isEqualTo("GBP");
    assertThat(text("SELECT utilisation_of_uptime_ratio FROM usage_daily")).isEqualTo("0.25");
    assertThat(text("SELECT performance_ratio FROM usage_daily")).isNull();
  }

  @Test
  void keepsOneServiceEventOfEachIdInItsLatestRevision() {
    ServiceEvent changed = Records.service("d-1", "e-1", ServiceKind.FILTER_CHANGED, NOON);
    ServiceEvent corrected =
        ServiceEvent.newBuilder(changed)
            .setStartedAt(NOON.minusSeconds(600))
            .setDoneAt(NOON.minusSeconds(60))
            .setRevision(2)
            .build();
    write(List.of(service("d-1", corrected), service("d-1", changed), service("d-1", changed)));
    write(List.of(service("d-1", changed)));

    assertThat(text("SELECT count(*) FROM service_events")).isEqualTo("1");
    assertThat(text("SELECT done_at - started_at FROM service_events")).isEqualTo("00:09:00");
    assertThat(text("SELECT count(*) FROM sink_errors")).isEqualTo("0");
  }

  @Test
  void notesServiceEventsThatCannotBeAndTakesTheOthers() {
    ServiceEvent changed = Records.service("d-1", "e-1", ServiceKind.FILTER_CHANGED, NOON);
    write(
        List.of(
            service("d-2", changed),
            service(
                "d-1", ServiceEvent.newBuilder(changed).setStartedAt(NOON.plusMillis(1)).build()),
            service("d-1", ServiceEvent.newBuilder(changed).setKind(ServiceKind.UNKNOWN).build()),
            service(
                "d-1",
                ServiceEvent.newBuilder(changed).setDoneAt(NOON.plusSeconds(90_000)).build()),
            record(TopicCatalogue.SERVICE_EVENTS, new byte[] {1, 2, 3}, new RecordHeaders()),
            service("d-1", changed)));

    assertThat(text("SELECT string_agg(reason, ' ' ORDER BY \"offset\") FROM sink_errors"))
        .isEqualTo("key-mismatch impossible-number unknown-kind clock-ahead not-framed");
    assertThat(text("SELECT event_id FROM service_events")).isEqualTo("e-1");
  }

  @Test
  void storesARecordOfEveryTopic() {
    Alert open = alert("a-1", "d-1").build();
    write(
        List.of(
            avro(TopicCatalogue.CLINICS, Records.clinic("kathmandu", "Durbar", "Asia/Kathmandu")),
            avro(
                TopicCatalogue.DEVICES,
                Records.device(
                    "d-1", "kathmandu", DeviceClass.MEDICAL, Modality.MICRODERMABRASION)),
            service("d-1", Records.service("d-1", "e-1", ServiceKind.CALIBRATED, NOON)),
            avro(TopicCatalogue.ALERTS, open),
            chained(avro(TopicCatalogue.ALERT_EVENTS, Records.event(open)), 1),
            avro(TopicCatalogue.SESSIONS, Records.session("d-1", "s-1", 1)),
            avro(
                TopicCatalogue.USAGE_HOURLY,
                Records.usage("d-1", "kathmandu", "Asia/Kathmandu", NOON, 41_300, 1)),
            avro(
                TopicCatalogue.USAGE_DAILY,
                Records.usage("d-1", "kathmandu", "Asia/Kathmandu", NOON, 41_300, 1)),
            avro(TopicCatalogue.READING_ROLLUPS, Records.rollup("d-1", NOON, 30)),
            avro(TopicCatalogue.ALERT_LOAD, Records.alertLoad("kathmandu", NOON, 1).build()),
            avro(TopicCatalogue.LEDGER, Records.ledger("safety", 2)),
            chained(avro(TopicCatalogue.LIMIT_POLICIES, Records.policy("clinic/c1", 2)), 1),
            quarantined("not-avro", 17)));

    for (Table<?> table : Tables.ALL) {
      assertThat(count(table.name())).as(table.name()).isEqualTo(1);
    }
    assertThat(text("SELECT clinic_zone_at('kathmandu', now())")).isEqualTo("Asia/Kathmandu");
    assertThat(text("SELECT modalities[1] FROM devices")).isEqualTo("MICRODERMABRASION");
    assertThat(text("SELECT vacuum_pa_ms FROM sessions")).isEqualTo("1200000000");
    assertThat(text("SELECT balanced FROM ledger")).isEqualTo("t");
    assertThat(text("SELECT convert_from(value_bytes, 'UTF8') FROM quarantine"))
        .isEqualTo("{\"no\":\"avro\"}");
    assertThat(text("SELECT \"offset\" FROM quarantine")).isEqualTo("17");
  }

  @Test
  void keepsTheEndOfEachChainAndWhenItWasFirstKnown() {
    AlertEvent event = Records.event(alert("a-1", "d-1").build());
    write(List.of(chained(avro(TopicCatalogue.ALERT_EVENTS, event), 1)));
    String knownSince = text("SELECT known_since FROM audit_heads");
    ConsumerRecord<byte[], byte[]> last = chained(avro(TopicCatalogue.ALERT_EVENTS, event), 3);
    write(List.of(chained(avro(TopicCatalogue.ALERT_EVENTS, event), 2), last));
    write(List.of(chained(avro(TopicCatalogue.ALERT_EVENTS, event), 2)));
    write(List.of(avro(TopicCatalogue.ALERT_EVENTS, event)));

    assertThat(text("SELECT chain || ' ' || number || ' ' || hash FROM audit_heads"))
        .isEqualTo("c 3 " + ChainLink.of(last.headers()).orElseThrow().hash());
    assertThat(text("SELECT known_since FROM audit_heads")).isEqualTo(knownSince);
    assertThat(text("SELECT at = '%s' FROM audit_heads".formatted(NOON))).isEqualTo("t");
  }

  @Test
  void keepsTheHighestRevisionWhateverTheOrder() {
    Alert open = alert("a-1", "d-1").build();
    Alert closed = cleared(open).build();
    write(List.of(avro(TopicCatalogue.ALERTS, closed), avro(TopicCatalogue.ALERTS, open)));
    write(List.of(avro(TopicCatalogue.ALERTS, open)));

    assertThat(text("SELECT state || revision FROM alerts")).isEqualTo("CLEARED2");
  }

  @Test
  void tellsTheLoadOfAnHourInAViewForPeople() {
    write(
        List.of(
            avro(TopicCatalogue.CLINICS, Records.clinic("kathmandu", "Durbar", "Asia/Kathmandu")),
            avro(
                TopicCatalogue.ALERT_LOAD,
                Records.alertLoad("kathmandu", NOON, 2).setStale(3L).build()),
            avro(TopicCatalogue.ALERT_LOAD, Records.alertLoad("kathmandu", NOON, 1).build())));

    assertThat(text("SELECT balanced || ' ' || stale FROM alert_load")).isEqualTo("true 3");
    assertThat(
            text(
                "SELECT concat_ws(' ', clinic_name, hour_local, high_pct, medium_pct, low_pct,"
                    + " flood_min, first_source, first_rule) FROM alert_load_hours"))
        .isEqualTo("Durbar 2026-03-02 17:45:00 16.7 33.3 50.0 1.5 d-1 suction-soft-high");
    assertThat(text("SELECT half_acknowledged_within_ms FROM alert_load_hours")).isEqualTo("30000");
    assertThat(
            text(
                "SELECT coalesce(p95_acknowledged_within_ms::text, 'beyond')"
                    + " FROM alert_load_hours"))
        .isEqualTo("beyond");
  }

  @Test
  void showsWhereTheLoadCountsOtherAlertsThanThereAre() {
    String differences =
        "SELECT coalesce(string_agg(concat_ws(' ', priority, counted, at_least, at_most), ','"
            + " ORDER BY priority), 'none') FROM alert_load_differences";
    write(
        List.of(
            avro(TopicCatalogue.ALERTS, alert("a-1", "d-1").build()),
            avro(TopicCatalogue.LEDGER, Records.ledger("safety", 0))));
    assertThat(text(differences)).as("it opened just now").isEqualTo("none");

    write(
        List.of(
            avro(
                TopicCatalogue.LEDGER,
                LedgerEntry.newBuilder(Records.ledger("safety", 0))
                    .setLogClock(NOON.plusSeconds(3))
                    .build())));
    assertThat(text(differences)).isEqualTo("HIGH 0 1 1");
    write(List.of(avro(TopicCatalogue.ALERT_LOAD, counted(1, 1))));
    assertThat(text(differences)).isEqualTo("none");
    write(List.of(avro(TopicCatalogue.ALERT_LOAD, counted(2, 2))));
    assertThat(text(differences)).isEqualTo("HIGH 2 1 1");
  }

  private static AlertLoad counted(int high, int revision) {
    return Records.alertLoad("kathmandu", NOON, revision)
        .setHigh(high)
        .setMedium(0)
        .setLow(0)
        .build();
  }

  @Test
  void takesWhatIsLearntOfAnAlertThatHasCleared() {
    Alert open = alert("a-1", "d-1").build();
    Alert closed = cleared(open).build();
    Alert widened = widened(closed).build();
    write(
        List.of(
            avro(TopicCatalogue.ALERTS, open),
            avro(TopicCatalogue.ALERT_EVENTS, Records.event(open)),
            avro(TopicCatalogue.ALERTS, closed),
            avro(TopicCatalogue.ALERT_EVENTS, Records.event(closed))));
    write(
        List.of(
            avro(TopicCatalogue.ALERTS, widened),
            avro(TopicCatalogue.ALERT_EVENTS, Records.event(widened, AlertTransition.WIDENED))));

    assertThat(text("SELECT concat_ws(' ', state, revision, active, peak) FROM alerts"))
        .isEqualTo("CLEARED 3 t 71.8");
    assertThat(text("SELECT extract(epoch FROM ended_at - started_at)::int FROM alerts"))
        .isEqualTo("5");
    assertThat(text("SELECT string_agg(transition, ' ' ORDER BY revision) FROM alert_events"))
        .isEqualTo("OPENED CLEARED WIDENED");
  }

  @Test
  void changesNothingWhenABatchIsWrittenTwice() {
    Alert open = alert("a-1", "d-1").build();
    List<ConsumerRecord<byte[], byte[]>> records =
        List.of(
            avro(TopicCatalogue.ALERTS, open),
            chained(avro(TopicCatalogue.ALERT_EVENTS, Records.event(open)), 1),
            avro(TopicCatalogue.SESSIONS, Records.session("d-1", "s-1", 1)),
            quarantined("not-avro", 17));
    writer.write(batch(records));
    List<Map<String, Object>> before = everything();
    // As when somebody deletes the offsets to have the topics read again.
    database.jdbi().useHandle(handle -> handle.execute("DELETE FROM sink_offsets"));
    ends.clear();
    writer.write(batch(records));

    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void numbersEachChangeOfAnAlertInTheOrderOfCommits() {
    Alert first = alert("a-1", "d-1").build();
    write(
        List.of(
            avro(TopicCatalogue.ALERTS, first),
            avro(TopicCatalogue.ALERTS, alert("a-2", "d-2").build())));
    write(List.of(avro(TopicCatalogue.ALERTS, cleared(first).build())));

    assertThat(text("SELECT string_agg(alert_id, ',' ORDER BY change) FROM alerts"))
        .isEqualTo("a-2,a-1");
    assertThat(text("SELECT max(change) = (SELECT last_value FROM change_counters) FROM alerts"))
        .isEqualTo("t");
  }

  @Test
  void latchedAlertStaysActiveUntilItIsAcknowledged() {
    Alert closed = cleared(alert("a-1", "d-1").build()).build();
    write(List.of(avro(TopicCatalogue.ALERTS, closed)));
    assertThat(text("SELECT active FROM alerts")).isEqualTo("t");

    Alert seen = Alert.newBuilder(closed).setAcknowledged(true).setRevision(3).build();
    write(List.of(avro(TopicCatalogue.ALERTS, seen)));
    assertThat(text("SELECT active FROM alerts")).isEqualTo("f");
  }

  @Test
  void sinkThatLostItsPartitionCannotWrite() {
    ConsumerRecord<byte[], byte[]> first = avro(TopicCatalogue.ALERTS, alert("a-1", "d-1").build());
    Batch zombie = batch(List.of(first));
    writer.write(zombie);
    ConsumerRecord<byte[], byte[]> stale = avro(TopicCatalogue.ALERTS, alert("a-9", "d-1").build());

    assertThatThrownBy(() -> writer.write(new Batch(List.of(stale), zombie.advances())))
        .isInstanceOf(StaleOffsetException.class)
        .hasMessageContaining("clinic.alerts-0")
        .hasMessageContaining("offset 0");
    assertThat(text("SELECT string_agg(alert_id, ',') FROM alerts")).isEqualTo("a-1");
    assertThat(text("SELECT next_offset FROM sink_offsets")).isEqualTo("1");
  }

  @Test
  void ofTwoSinksThatWriteTheSameOffsetsOneWins() {
    ConsumerRecord<byte[], byte[]> record = avro(TopicCatalogue.ALERTS, alert("a", "d").build());
    Batch batch = batch(List.of(record));
    List<CompletableFuture<Optional<Throwable>>> outcomes = new ArrayList<>();
    for (int sink = 0; sink < 4; sink++) {
      BatchWriter one = new BatchWriter(database.jdbi(), Feed.all(serdes));
      outcomes.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  one.write(batch);
                  return Optional.empty();
                } catch (StaleOffsetException e) {
                  return Optional.of(e);
                }
              }));
    }

    assertThat(outcomes.stream().filter(o -> o.join().isEmpty())).hasSize(1);
  }

  @Test
  void unreadableRecordIsRememberedAndTheOthersAreStored() {
    ConsumerRecord<byte[], byte[]> good = avro(TopicCatalogue.ALERTS, alert("a-1", "d-1").build());
    ConsumerRecord<byte[], byte[]> rubbish =
        record(TopicCatalogue.ALERTS, new byte[] {9, 9}, new RecordHeaders());
    BatchWriter.Written written = write(List.of(good, rubbish));

    assertThat(written.failures()).extracting(Failure::reason).containsExactly("not-framed");
    assertThat(count("alerts")).isEqualTo(1);
    assertThat(text("SELECT topic || ' ' || \"offset\" || ' ' || reason FROM sink_errors"))
        .isEqualTo("clinic.alerts 1 not-framed");
    assertThat(text("SELECT next_offset FROM sink_offsets")).isEqualTo("2");
  }

  @Test
  void recordThatTheDatabaseRefusesIsRememberedAndTheOthersAreStored() {
    BatchWriter.Written written =
        write(
            List.of(
                avro(TopicCatalogue.ALERTS, alert("a-1", "d-1").build()),
                avro(TopicCatalogue.ALERTS, alert("a-2", "d-\0").build()),
                avro(TopicCatalogue.ALERTS, alert("a-3", "d-1").build())));

    assertThat(written.failures()).extracting(Failure::reason).containsExactly("refused");
    assertThat(text("SELECT string_agg(alert_id, ',' ORDER BY alert_id) FROM alerts"))
        .isEqualTo("a-1,a-3");
    assertThat(text("SELECT \"offset\" FROM sink_errors")).isEqualTo("1");
  }

  @Test
  void quarantineEntryWithoutItsCoordinatesIsRemembered() {
    write(List.of(record(TopicCatalogue.QUARANTINE, new byte[0], new RecordHeaders())));

    assertThat(count("quarantine")).isZero();
    assertThat(text("SELECT reason FROM sink_errors")).isEqualTo("missing-header");
  }

  @Test
  void tombstoneIsSkipped() {
    write(List.of(record(TopicCatalogue.DEVICES, null, new RecordHeaders())));

    assertThat(count("devices")).isZero();
    assertThat(count("sink_errors")).isZero();
    assertThat(text("SELECT next_offset FROM sink_offsets")).isEqualTo("1");
  }

  @Test
  void tellsListenersWhichTablesChanged() throws Exception {
    try (Connection connection = database.openDedicated();
        var statement = connection.createStatement()) {
      statement.execute("LISTEN " + BatchWriter.CHANNEL);
      write(List.of(avro(TopicCatalogue.ALERTS, alert("a-1", "d-1").build())));

      List<String> heard = new ArrayList<>();
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () -> {
                PGNotification[] found =
                    connection.unwrap(PGConnection.class).getNotifications(100);
                for (PGNotification one : found == null ? new PGNotification[0] : found) {
                  heard.add(one.getParameter());
                }
                return !heard.isEmpty();
              });
      assertThat(heard).containsExactly("{\"alerts\":1}");
    }
  }

  private BatchWriter.Written write(List<ConsumerRecord<byte[], byte[]>> records) {
    return writer.write(batch(records));
  }

  /** Moves each partition from where it was to behind the last record. */
  private Batch batch(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<TopicPartition, Batch.Advance> advances = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      long expected = ends.getOrDefault(partition, 0L);
      advances.put(partition, new Batch.Advance(expected, record.offset() + 1));
    }
    advances.forEach((partition, advance) -> ends.put(partition, advance.next()));
    Map<TopicPartition, Long> first = new HashMap<>();
    advances.keySet().forEach(partition -> first.put(partition, 0L));
    database.jdbi().useHandle(handle -> BatchWriter.OFFSETS.insertMissing(handle, first));
    return new Batch(records, advances);
  }

  private <T extends SpecificRecord> ConsumerRecord<byte[], byte[]> avro(TopicSpec topic, T value) {
    @SuppressWarnings("unchecked") // the class of a T
    Class<T> type = (Class<T>) value.getClass();
    byte[] bytes = serdes.serializer(type).serialize(topic.name(), value);
    return record(topic, bytes, new RecordHeaders());
  }

  private ConsumerRecord<byte[], byte[]> service(String key, ServiceEvent event) {
    TopicSpec topic = TopicCatalogue.SERVICE_EVENTS;
    byte[] bytes = serdes.serializer(ServiceEvent.class).serialize(topic.name(), event);
    return record(topic, key.getBytes(StandardCharsets.UTF_8), bytes, new RecordHeaders());
  }

  private static ConsumerRecord<byte[], byte[]> chained(
      ConsumerRecord<byte[], byte[]> record, int number) {
    ChainLink.after("c", number - 1, ChainLink.NONE, record.key(), record.value())
        .addTo(record.headers());
    return record;
  }

  private ConsumerRecord<byte[], byte[]> quarantined(String reason, long offset) {
    RecordHeaders headers = new RecordHeaders();
    Map.of(
            QuarantineHeaders.REASON,
            reason,
            QuarantineHeaders.DETAIL,
            "four words for people",
            QuarantineHeaders.TOPIC,
            "clinic.telemetry",
            QuarantineHeaders.PARTITION,
            "1",
            QuarantineHeaders.OFFSET,
            Long.toString(offset),
            QuarantineHeaders.TIME,
            NOON.toString())
        .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
    byte[] value = "{\"no\":\"avro\"}".getBytes(StandardCharsets.UTF_8);
    return record(TopicCatalogue.QUARANTINE, value, headers);
  }

  private ConsumerRecord<byte[], byte[]> record(
      TopicSpec topic, byte[] value, RecordHeaders headers) {
    return record(topic, new byte[] {'k'}, value, headers);
  }

  private ConsumerRecord<byte[], byte[]> record(
      TopicSpec topic, byte[] key, byte[] value, RecordHeaders headers) {
    long offset = offsets.merge(topic.name(), 1L, Long::sum) - 1;
    return new ConsumerRecord<>(
        topic.name(),
        0,
        offset,
        NOON.toEpochMilli(),
        TimestampType.CREATE_TIME,
        0,
        value == null ? 0 : value.length,
        key,
        value,
        headers,
        Optional.empty());
  }

  private int count(String table) {
    return Integer.parseInt(text("SELECT count(*) FROM " + table));
  }

  private String text(String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).one());
  }

  private List<Map<String, Object>> everything() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT (SELECT json_agg(a)::text FROM alerts a) AS alerts,"
                            + " (SELECT json_agg(a)::text FROM alert_events a) AS events,"
                            + " (SELECT json_agg(a)::text FROM sessions a) AS sessions,"
                            + " (SELECT json_agg(a)::text FROM quarantine a) AS quarantine,"
                            + " (SELECT json_agg(a)::text FROM sink_errors a) AS errors")
                    .mapToMap()
                    .list());
  }
}
