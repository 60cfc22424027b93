package io.clinictelemetry.standalone.usage;

import io.clinictelemetry.avro.CorrectionOutcome;
import io.clinictelemetry.avro.UsageCorrection;
import io.clinictelemetry.avro.UsageRowKind;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.usage.RebuiltAccounts.Compared;
import io.clinictelemetry.standalone.cluster.TopicReader;
import io.clinictelemetry.standalone.usage.RowComparison.Verdict;
import io.clinictelemetry.streams.usage.RebuiltState;
import io.clinictelemetry.streams.usage.RebuiltState.Part;
import io.clinictelemetry.streams.usage.RebuiltState.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Asks the live application to take over the parts of which a row differs, and waits for what it
 * answers. Nothing is written into the topics of rows: what comes late there is added by the live
 * application, from accounts that must be the same.
 */
final class Publication {

  /** How many parts are asked for at once; each is in the memory of every instance. */
  private static final int AT_ONCE = 50;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /**
   * What became of a part, or of a row that belongs to none.
   *
   * @param what the device and its days, or the row
   * @param rows how many of its rows differ
   * @param refusal why it was not replaced; empty when it was
   */
  record Outcome(String what, int rows, Optional<String> refusal) {}

  /** A part that the live application is asked for. */
  private record Asked(Part part, Map<Row, Compared> compared) {

    int differing() {
      return (int) compared.values().stream().filter(Compared::differs).count();
    }

    Outcome outcome(String refusal) {
      return new Outcome(what(part), differing(), Optional.ofNullable(refusal));
    }
  }

  private final Map<String, Object> kafka;
  private final AvroSerdes serdes;
  private final RowComparison comparison;
  private final LogCut cut;
  private final Map<Integer, Long> known;
  private final Consumer<String> say;
  private final List<Outcome> outcomes = new ArrayList<>();

  /**
   * @param kafka settings of a Kafka client
   * @param known offset after the last record of telemetry that was read again, by partition
   * @param say told how far it is
   */
  Publication(
      Map<String, Object> kafka,
      AvroSerdes serdes,
      RowComparison comparison,
      LogCut cut,
      Map<Integer, Long> known,
      Consumer<String> say) {
    this.kafka = kafka;
    this.serdes = serdes;
    this.comparison = comparison;
    this.cut = cut;
    this.known = known;
    this.say = say;
  }

  /**
   * Does it.
   *
   * @throws InterruptedException when interrupted; what was asked for is done or refused all the
   *     same
   * @throws ExecutionException when the cluster refuses or does not answer
   */
  List<Outcome> publish() throws InterruptedException, ExecutionException {
    Map<String, List<RowDifference>> differing = new LinkedHashMap<>();
    for (RowDifference row : comparison.differences()) {
      differing.computeIfAbsent(row.deviceId(), device -> new ArrayList<>()).add(row);
    }
    RebuiltState state = read(differing.keySet());
    List<Asked> ask = new ArrayList<>();
    differing.forEach((device, rows) -> prepare(state.parts(device), rows, ask));
    for (int from = 0; from < ask.size(); from += AT_ONCE) {
      ask(ask.subList(from, Math.min(ask.size(), from + AT_ONCE)));
      say.accept(
          "publish: %d of %d parts".formatted(Math.min(ask.size(), from + AT_ONCE), ask.size()));
    }
    return outcomes;
  }

  private RebuiltState read(Set<String> devices) {
    RebuiltState state = new RebuiltState(devices::contains);
    String application = Shadow.applicationId();
    TopicReader.eachAsBytes(
        kafka,
        RebuiltState.sessionsChangelog(application),
        record -> state.session(record.key(), record.value()));
    TopicReader.eachAsBytes(
        kafka,
        RebuiltState.windowsChangelog(application),
        record -> state.window(record.key(), record.value()));
    return state;
  }

  private void prepare(List<Part> parts, List<RowDifference> differing, List<Asked> ask) {
    Set<Row> rest = new TreeSet<>(Comparator.comparing(Row::kind).thenComparing(Row::key));
    differing.forEach(row -> rest.add(row(row)));
    for (Part part : parts) {
      boolean concerned = part.rows().stream().anyMatch(rest::contains);
      rest.removeAll(part.rows());
      if (concerned) {
        Map<Row, Compared> compared = new LinkedHashMap<>();
        Optional<String> obstacle = compare(part, differing, compared);
        Asked asked = new Asked(part, compared);
        if (obstacle.isPresent()) {
          outcomes.add(asked.outcome(obstacle.get()));
        } else {
          ask.add(asked);
        }
      }
    }
    for (Row row : rest) {
      outcomes.add(
          new Outcome(row.key(), 1, Optional.of("telemetry does not tell of it, but it is there")));
    }
  }

  private static Row row(RowDifference difference) {
    return new Row(difference.kind().inCorrections(), difference.key());
  }

  /**
   * Why a part cannot be replaced; empty when it can.
   *
   * @param differing the rows of its device that differ
   * @param compared filled with its rows as they were compared
   */
  Optional<String> compare(Part part, List<RowDifference> differing, Map<Row, Compared> compared) {
    Optional<String> obstacle = Optional.empty();
    for (Row row : part.rows()) {
      RowKind kind = kind(row.kind());
      if (!comparison.knows(kind, row.key())) {
        continue; // an account of which no row was ever published
      }
      Verdict verdict = comparison.verdict(kind, row.key());
      if (verdict == Verdict.NOT_WHOLE) {
        obstacle = Optional.of("not all of it is retained");
      } else if (verdict == Verdict.MOVING && obstacle.isEmpty()) {
        obstacle = Optional.of("it is still moving");
      }
      compared.put(
          row,
          new Compared(
              comparison.live(kind, row.key()).map(RowKind::revision).orElse(0),
              verdict == Verdict.DIFFERENT));
    }
    for (RowDifference row : differing) {
      if (row.rebuilt().isEmpty()
          && row.beganMs() < part.toMs()
          && row.overMs() > part.fromMs()
          && obstacle.isEmpty()) {
        obstacle = Optional.of("telemetry does not tell of " + row.key());
      }
    }
    return obstacle;
  }

  private static RowKind kind(UsageRowKind kind) {
    for (RowKind known : RowKind.values()) {
      if (known.inCorrections() == kind) {
        return known;
      }
    }
    throw new IllegalArgumentException(kind + " is no kind of row");
  }

  private static String what(Part part) {
    return "%s from %s to %s"
        .formatted(
            part.deviceId(),
            Instant.ofEpochMilli(part.fromMs()),
            Instant.ofEpochMilli(part.toMs()));
  }

  private void ask(List<Asked> asked) throws InterruptedException, ExecutionException {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Map<String, Asked> waiting = new HashMap<>();
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    try (Producer<String, UsageCorrection> producer =
        new KafkaProducer<>(
            config, new StringSerializer(), serdes.serializer(UsageCorrection.class))) {
      for (Asked one : asked) {
        Part part = one.part();
        String key = RecordKeys.usage(part.deviceId(), Instant.ofEpochMilli(part.fromMs()));
        long nextOffset = known.get(RecordKeys.partition(part.deviceId(), cut.partitions().size()));
        producer
            .send(
                new ProducerRecord<>(
                    TopicCatalogue.USAGE_CORRECTIONS.name(),
                    key,
                    part.request(now, nextOffset, one.compared())))
            .get();
        waiting.put(key, one);
      }
    }
    awaitAnswers(now, waiting);
  }

  private void awaitAnswers(Instant requestedAt, Map<String, Asked> waiting)
      throws InterruptedException {
    TopicReader reader = new TopicReader(kafka, serdes);
    long giveUpNs = System.nanoTime() + PATIENCE.toNanos();
    while (!waiting.isEmpty() && System.nanoTime() < giveUpNs) {
      Thread.sleep(LOOK_EVERY.toMillis());
      reader.each(
          TopicCatalogue.USAGE_CORRECTIONS,
          UsageCorrection.class,
          record -> {
            UsageCorrection answer = record.value();
            if (answer != null
                && answer.getRequestedAt().equals(requestedAt)
                && answer.getOutcome() != CorrectionOutcome.REQUESTED) {
              Asked asked = waiting.remove(record.key()); // the first answer is the one that holds
              if (asked != null) {
                outcomes.add(
                    asked.outcome(
                        answer.getOutcome() == CorrectionOutcome.APPLIED
                            ? null
                            : answer.getReason() + "; run it again"));
              }
            }
          });
    }
    waiting
        .values()
        .forEach(
            asked ->
                outcomes.add(
                    asked.outcome(
                        "the live application has not answered within %d s; it may still take it over"
                            .formatted(PATIENCE.toSeconds()))));
  }
}
