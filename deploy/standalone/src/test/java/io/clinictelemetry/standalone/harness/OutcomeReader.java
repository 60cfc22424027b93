package io.clinictelemetry.standalone.harness;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.AlertTransition;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.ReadingRollup;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.contracts.topics.QuarantineHeaders;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicSpec;
import io.clinictelemetry.domain.rules.LinkRule;
import io.clinictelemetry.standalone.cluster.TopicReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads an {@link Outcome}. Detection times and revisions are no part of the content: they may tell
 * how often and when a thing was looked at, and not what it is. Alerts of silence are left out:
 * they tell of what arrived when, and the same log may be read otherwise.
 */
public final class OutcomeReader {

  /** By table: its key, and columns that are no part of its content. */
  private static final Map<String, Shape> TABLES =
      Map.ofEntries(
          Map.entry("clinics", new Shape("clinic_id", List.of())),
          Map.entry("devices", new Shape("device_id", List.of())),
          Map.entry("service_events", new Shape("device_id, event_id", List.of())),
          Map.entry("alerts", new Shape("alert_id", List.of("change"))),
          Map.entry("alert_events", new Shape("alert_id, revision", List.of())),
          Map.entry("sessions", new Shape("device_id, session_id", List.of())),
          Map.entry("usage_hourly", new Shape("device_id, window_start", List.of())),
          Map.entry("usage_daily", new Shape("device_id, window_start", List.of())),
          Map.entry("reading_rollups", new Shape("device_id, channel, window_start", List.of())),
          Map.entry("ledger", new Shape("application, partition", List.of())),
          Map.entry("quarantine", new Shape("topic, partition, \"offset\"", List.of())),
          Map.entry("sink_errors", new Shape("topic, partition, \"offset\"", List.of("seen_at"))));

  private record Shape(String key, List<String> aside) {}

  private final TestCluster cluster;
  private final String prefix;
  private final Compared compared;
  private final Map<String, List<Item>> topics = new HashMap<>();

  private OutcomeReader(TestCluster cluster, String prefix, Compared compared) {
    this.cluster = cluster;
    this.prefix = prefix;
    this.compared = compared;
  }

  /**
   * Reads all that is committed now.
   *
   * @param prefix {@code output.topic.prefix} of the applications; empty for the live ones
   * @param databaseUrl the database that a sink wrote
   * @param compared which alerts of the topics count, silence aside
   */
  public static Outcome read(
      TestCluster cluster, String prefix, String databaseUrl, Compared compared)
      throws SQLException {
    OutcomeReader reader = new OutcomeReader(cluster, prefix, compared);
    reader.readTopics();
    return new Outcome(reader.topics, reader.tables(databaseUrl));
  }

  private void readTopics() {
    read(
        TopicCatalogue.ALERT_EVENTS,
        AlertEvent.class,
        event -> counts(event.getAlert()) && compared.counts(event),
        event -> new Item(transition(event), 0, content(event.getAlert()).toString()));
    read(
        TopicCatalogue.ALERTS,
        Alert.class,
        this::counts,
        alert -> new Item(alert.getAlertId(), alert.getRevision(), content(alert).toString()));
    read(
        TopicCatalogue.SESSIONS,
        SessionSummary.class,
        session -> true,
        session ->
            new Item(
                session.getDeviceId() + "/" + session.getSessionId(),
                session.getRevision(),
                compared.content(session).toString()));
    readUsage(TopicCatalogue.USAGE_HOURLY);
    readUsage(TopicCatalogue.USAGE_DAILY);
    read(
        TopicCatalogue.READING_ROLLUPS,
        ReadingRollup.class,
        rollup -> true,
        rollup ->
            new Item(
                String.join(
                    "/",
                    rollup.getDeviceId(),
                    rollup.getChannel(),
                    rollup.getWindowStart().toString()),
                rollup.getRevision(),
                ReadingRollup.newBuilder(rollup).setRevision(0).build().toString()));
    readQuarantine();
  }

  private void readUsage(TopicSpec topic) {
    read(
        topic,
        DeviceUsage.class,
        compared::counts,
        usage ->
            new Item(
                usage.getDeviceId() + "/" + usage.getWindowStart(),
                usage.getRevision(),
                compared.content(usage).toString()));
  }

  /** Silence is told by the clinic stage, whose clock is outside what a log decides. */
  private boolean counts(Alert alert) {
    return LinkRule.ALL.stream().noneMatch(rule -> rule.name().equals(alert.getRule()))
        && compared.alerts().test(alert);
  }

  private <T extends SpecificRecord> void read(
      TopicSpec topic, Class<T> type, Predicate<T> counts, Function<T, Item> item) {
    List<Item> items = new ArrayList<>();
    cluster
        .reader()
        .each(
            topic.prefixed(prefix),
            type,
            record -> {
              if (counts.test(record.value())) {
                items.add(item.apply(record.value()));
              }
            });
    topics.put(topic.name(), items);
  }

  /** An alert opens and clears once; it is widened often, and never twice to the same. */
  private static String transition(AlertEvent event) {
    Alert alert = event.getAlert();
    String key = event.getAlertId() + " " + event.getTransition();
    return event.getTransition() == AlertTransition.WIDENED
        ? "%s %s %s %s".formatted(key, alert.getStartedAt(), alert.getEndedAt(), alert.getPeak())
        : key;
  }

  private Alert content(Alert alert) {
    return Alert.newBuilder(compared.content(alert))
        .setDetectedAt(Instant.EPOCH)
        .setRevision(0)
        .build();
  }

  private void readQuarantine() {
    List<Item> items = new ArrayList<>();
    TopicReader.eachAsBytes(
        cluster.settings().kafka(),
        TopicCatalogue.QUARANTINE.prefixed(prefix),
        record ->
            items.add(
                new Item(
                    String.join(
                        "/",
                        header(record, QuarantineHeaders.TOPIC),
                        header(record, QuarantineHeaders.PARTITION),
                        header(record, QuarantineHeaders.OFFSET)),
                    0,
                    "%s %s %s"
                        .formatted(
                            header(record, QuarantineHeaders.REASON),
                            hex(record.key()),
                            hex(record.value())))));
    topics.put(TopicCatalogue.QUARANTINE.name(), items);
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return bytes == null ? "null" : HexFormat.of().formatHex(bytes);
  }

  private Map<String, List<Item>> tables(String url) throws SQLException {
    Map<String, List<Item>> tables = new HashMap<>();
    for (Map.Entry<String, Shape> table : TABLES.entrySet()) {
      if (!compared.counts(table.getKey())) {
        continue;
      }
      List<Item> items = new ArrayList<>();
      for (List<String> row :
          cluster
              .databases()
              .rows(
                  url,
                  "SELECT concat_ws('/', %s), to_jsonb(t) - '{%s}'::text[] FROM %s t"
                      .formatted(
                          table.getValue().key(),
                          String.join(",", table.getValue().aside()),
                          table.getKey()))) {
        items.add(new Item(row.get(0), 0, row.get(1)));
      }
      tables.put(table.getKey(), items);
    }
    return tables;
  }
}
