package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.backtest.Comparison;
import io.clinictelemetry.domain.backtest.JudgedAlert;
import io.clinictelemetry.domain.limits.Policies;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.domain.rules.Rule;
import io.clinictelemetry.standalone.cluster.TopicReader;
import io.clinictelemetry.streams.safety.JudgedAgain;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Recorded telemetry, judged by the policies as they are and by a candidate beside them.
 *
 * @param comparison of the alerts that either raised in the period
 * @param records that were judged, those before the period too
 * @param first append time of the first of them; empty without any
 */
record Backtest(Comparison comparison, long records, Optional<Instant> first) {

  /**
   * What is judged before the period, so that treatments under way at its beginning are known: no
   * treatment may last longer than an hour.
   */
  static final Duration BEFORE = Duration.ofHours(1);

  private static final long TELL_EACH = 100_000;

  /**
   * Runs it.
   *
   * @param partitions of the telemetry topic
   * @param from append time of the first record of the period
   * @param to append time that the records after the period have reached
   * @param progress told now and then how many records have been judged
   */
  static Backtest run(
      Settings settings,
      AvroSerdes serdes,
      int partitions,
      Policies published,
      Policy candidate,
      Instant from,
      Instant to,
      LongConsumer progress) {
    try (Side now = new Side(settings, serdes, partitions, published);
        Side then = new Side(settings, serdes, partitions, published.trying(candidate))) {
      TopicReader.eachAsBytes(
          settings.kafka(),
          TopicCatalogue.DEVICES,
          record -> {
            if (record.key() != null) {
              now.partition(record).device(record);
              then.partition(record).device(record);
            }
          });
      long[] records = {0};
      long[] firstMs = {Long.MAX_VALUE};
      TopicReader.eachAsBytes(
          settings.kafka(),
          TopicCatalogue.TELEMETRY,
          from.minus(BEFORE),
          to,
          record -> {
            now.partition(record).telemetry(record);
            then.partition(record).telemetry(record);
            firstMs[0] = Math.min(firstMs[0], record.timestamp());
            if (++records[0] % TELL_EACH == 0) {
              progress.accept(records[0]);
            }
          });
      return new Backtest(
          new Comparison(
              now.alerts(),
              then.alerts(),
              alert ->
                  alert.detectedAtMs() >= from.toEpochMilli()
                      && alert.detectedAtMs() < to.toEpochMilli()),
          records[0],
          records[0] == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(firstMs[0])));
    }
  }

  /** The telemetry as one set of policies judges it. */
  private static final class Side implements AutoCloseable {

    private final Settings settings;
    private final AvroSerdes serdes;
    private final Policies policies;
    private final int partitions;
    private final Map<Integer, JudgedAgain> judged = new HashMap<>();
    private final Map<String, JudgedAlert> alerts = new LinkedHashMap<>();

    Side(Settings settings, AvroSerdes serdes, int partitions, Policies policies) {
      this.settings = settings;
      this.serdes = serdes;
      this.policies = policies;
      this.partitions = partitions;
    }

    JudgedAgain partition(ConsumerRecord<?, ?> record) {
      return judged.computeIfAbsent(
          record.partition(),
          partition ->
              new JudgedAgain(serdes, partition, partitions, settings, policies, this::add));
    }

    private void add(Alert alert) {
      alerts.put(alert.getAlertId(), judged(alert));
    }

    Collection<JudgedAlert> alerts() {
      return alerts.values();
    }

    @Override
    public void close() {
      judged.values().forEach(JudgedAgain::close);
    }
  }

  private static JudgedAlert judged(Alert alert) {
    return new JudgedAlert(
        alert.getSubjectId(),
        alert.getClinicId(),
        Optional.ofNullable(alert.getSessionId()),
        alert.getRule(),
        Rule.Priority.valueOf(alert.getPriority().name()),
        alert.getStartedAt().toEpochMilli(),
        alert.getEndedAt() == null ? Long.MAX_VALUE : alert.getEndedAt().toEpochMilli(),
        alert.getDetectedAt().toEpochMilli());
  }
}
