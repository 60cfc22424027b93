package io.clinictelemetry.standalone.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.ListPrice;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.PriceList;
import io.clinictelemetry.avro.PricePer;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.avro.TimeZonePeriod;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.producers.simulator.KafkaInventory;
import io.clinictelemetry.standalone.CommandRun;
import io.clinictelemetry.standalone.pipeline.OnSharedPipeline;
import io.clinictelemetry.standalone.pipeline.RunningPipeline;
import io.clinictelemetry.standalone.pipeline.TestDevice;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code clinic usage rebuild} beside a pipeline that goes on. */
@Timeout(600)
@OnSharedPipeline
class RebuildIT {

  private static final Pattern ROWS = Pattern.compile("(?m)^(sessions|hours|days) +([\\d,]+) ");

  private static final String CLINIC = "clinic-of-rebuild-it";

  @TempDir private Path work;

  @Test
  void findsNothingThenExactlyWhatIsWrongAndMendsIt(RunningPipeline pipeline) throws Exception {
    String one = treat(pipeline.device("rebuild-it-1"));
    String other = treat(pipeline.device("rebuild-it-2", CLINIC));
    pipeline.awaitAccounted();

    CommandRun right = rebuild(pipeline);

    assertThat(right.output()).as(right.errors()).endsWith("No row differs.\n");
    assertThat(right.status()).isZero();
    Matcher rows = ROWS.matcher(right.output());
    for (RowKind kind : RowKind.values()) {
      assertThat(rows.find()).as(right.output()).isTrue();
      assertThat(rows.group(1)).isEqualTo(kind.word());
      assertThat(Integer.parseInt(rows.group(2))).as(right.output()).isPositive();
    }

    falsify(pipeline, one);
    publishPrices(pipeline);
    awaitTreating(pipeline, "rebuild-it-1", 19_999);
    CommandRun wrong = rebuild(pipeline, "--publish");

    assertThat(wrong.output().lines().filter(line -> line.startsWith("  ")))
        .as(wrong.errors())
        .satisfiesExactly(
            row -> assertThat(row).contains("sessions " + one),
            field -> assertThat(field).matches(" +treating_ms +live 19999, rebuilt 20000"),
            row -> assertThat(row).contains("sessions " + other),
            field -> assertThat(field).matches(" +list_price.currency +live -, rebuilt NPR"),
            field -> assertThat(field).matches(" +list_price.low_minor +live -, rebuilt 900"),
            field -> assertThat(field).matches(" +list_price.high_minor +live -, rebuilt 950"),
            row -> assertThat(row).contains("hours rebuild-it-2/"),
            field -> assertThat(field).matches(" +revenue\\[0].currency +live -, rebuilt NPR"),
            field -> assertThat(field).contains("revenue[0].low_minor"),
            field -> assertThat(field).contains("revenue[0].high_minor"),
            row -> assertThat(row).contains("days rebuild-it-2/"),
            field -> assertThat(field).matches(" +revenue\\[0].currency +live -, rebuilt NPR"),
            field -> assertThat(field).contains("revenue[0].low_minor"),
            field -> assertThat(field).contains("revenue[0].high_minor"));
    assertThat(wrong.output()).endsWith("4 rows differ.\nReplaced: 4 rows; not replaced: 0.\n");
    assertThat(wrong.status()).isZero();
    awaitTreating(pipeline, "rebuild-it-1", 20_000);
    RunningPipeline.awaitPatiently()
        .until(
            () ->
                pipeline.rows(
                    "SELECT s.price_low_minor, h.revenue_low_minor, d.revenue_low_minor"
                        + " FROM sessions s JOIN usage_hourly h USING (device_id)"
                        + " JOIN usage_daily d USING (device_id)"
                        + " WHERE device_id = 'rebuild-it-2' AND h.sessions_completed = 1"
                        + " AND d.sessions_completed = 1"),
            List.of(List.of("900", "900", "900"))::equals);

    CommandRun mended = rebuild(pipeline);

    assertThat(mended.output()).as(mended.errors()).endsWith("No row differs.\n");
    assertThat(mended.status()).isZero();
    assertThat(pipeline.admin().listTopics().names().get())
        .noneMatch(topic -> topic.startsWith(Shadow.PREFIX));
    assertThat(pipeline.admin().listGroups().all().get())
        .noneMatch(group -> group.groupId().startsWith(Shadow.PREFIX));
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left).isEmpty();
    }
  }

  /** Answers the key of the session. */
  private static String treat(TestDevice device) throws InterruptedException {
    String session = device.startSession();
    device.treat(TestDevice.HEALTHY_KPA, Duration.ofSeconds(20));
    device.endSession();
    return RecordKeys.session(device.id(), session);
  }

  private static void awaitTreating(RunningPipeline pipeline, String device, long treatingMs) {
    RunningPipeline.awaitPatiently()
        .until(
            () ->
                pipeline.rows(
                    "SELECT treating_ms FROM sessions WHERE device_id = '%s'".formatted(device)),
            List.of(List.of(Long.toString(treatingMs)))::equals);
  }

  /** The clinic should have told its prices before: what it did until now has others. */
  private static void publishPrices(RunningPipeline pipeline) {
    ListPrice price =
        new ListPrice(Modality.MICRODERMABRASION, DeviceClass.HOME, 900L, 950L, PricePer.SESSION);
    Clinic clinic =
        Clinic.newBuilder()
            .setClinicId(CLINIC)
            .setName(CLINIC)
            .setTimeZones(List.of(new TimeZonePeriod(Instant.EPOCH, "Asia/Kathmandu")))
            .setPriceLists(List.of(new PriceList(Instant.EPOCH, "NPR", List.of(price))))
            .build();
    new KafkaInventory(pipeline.settings().kafka(), pipeline.serdes())
        .publish(List.of(clinic), List.of());
  }

  @Test
  void saysThatUsageHasNotReadOrIsAnotherApplication(RunningPipeline pipeline) throws Exception {
    Path settings = Files.writeString(work.resolve("settings"), "application.id=another");

    CommandRun run = rebuild(pipeline, "--config", settings.toString());

    assertThat(run.errors()).contains("no application another has read telemetry");
    assertThat(run.status()).isEqualTo(1);
  }

  /** As a fault in what publishes rows would. */
  private static void falsify(RunningPipeline pipeline, String key) throws Exception {
    List<ConsumerRecord<String, SessionSummary>> rows = new ArrayList<>();
    pipeline
        .reader()
        .each(
            TopicCatalogue.SESSIONS,
            SessionSummary.class,
            record -> {
              if (record.key().equals(key)) {
                rows.add(record);
              }
            });
    ConsumerRecord<String, SessionSummary> last = rows.get(rows.size() - 1);
    SessionSummary row = last.value();
    row.setTreatingMs(row.getTreatingMs() - 1);
    row.setRevision(row.getRevision() + 1);
    pipeline.send(
        new ProducerRecord<>(
            last.topic(),
            last.partition(),
            last.timestamp(),
            key.getBytes(StandardCharsets.UTF_8),
            pipeline.serdes().serializer(SessionSummary.class).serialize(last.topic(), row)));
  }

  private CommandRun rebuild(RunningPipeline pipeline, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "usage",
                "rebuild",
                "--bootstrap-servers",
                pipeline.bootstrapServers(),
                "--registry",
                pipeline.registryUrl(),
                "--work",
                work.toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }
}
