package io.clinictelemetry.standalone.quarantine;

import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.ClusterOptions;
import io.clinictelemetry.standalone.cluster.ClusterClient;
import io.clinictelemetry.standalone.cluster.TopicReader;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Feeds records in quarantine back. */
@Command(
    name = "replay",
    description = {
      "Sends records in quarantine back into telemetry, byte for byte, once their cause is gone.",
      "It may be repeated: what was applied before counts as a duplicate, and what still cannot be",
      "used comes into quarantine again. The choices narrow each other down."
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "TOPIC/PARTITION/OFFSET",
      converter = CoordinatesConverter.class,
      description = "The record that was found there, as list shows it.")
  private Coordinates origin;

  @Option(names = "--reason", paramLabel = "REASON", description = "Those with this reason.")
  private String reason;

  @Option(names = "--device", paramLabel = "ID", description = "Those with this key.")
  private String device;

  @Option(names = "--all", description = "All.")
  private boolean all;

  @Option(names = "--dry-run", description = "Send nothing; show what would be sent, and where to.")
  private boolean dryRun;

  private long sent;
  private long copies;
  private long notKept;

  @Override
  public Integer call() throws Exception {
    boolean chosen = origin != null || reason != null || device != null;
    if (chosen == all) {
      throw new ParameterException(
          spec.commandLine(),
          all
              ? "--all leaves nothing to choose: give it alone"
              : "nothing is chosen: give --reason, --device, TOPIC/PARTITION/OFFSET or --all");
    }
    Settings settings = cluster.settings();
    int partitions = partitions(settings);
    if (dryRun) {
      replay(settings, partitions, this::show);
    } else {
      sendAll(settings, partitions);
    }
    return report();
  }

  private static int partitions(Settings settings) throws Exception {
    try (Admin admin = ClusterClient.open(settings)) {
      ClusterClient.requireTopics(
          admin, settings, List.of(TopicCatalogue.TELEMETRY, TopicCatalogue.QUARANTINE));
      return ClusterClient.partitions(admin, TopicCatalogue.TELEMETRY);
    }
  }

  /** Reads up to the end as it is now: what comes back meanwhile is not sent again. */
  private void replay(
      Settings settings, int partitions, Consumer<ProducerRecord<byte[], byte[]>> send) {
    Choice choice =
        new Choice(
            Optional.ofNullable(reason),
            Optional.ofNullable(device),
            Optional.empty(),
            Optional.ofNullable(origin));
    Replay replay = new Replay(partitions);
    TopicReader.eachAsBytes(
        settings.kafka(),
        TopicCatalogue.QUARANTINE,
        kept -> {
          QuarantinedRecord record = QuarantinedRecord.of(kept);
          if (!choice.fits(record)) {
            return;
          }
          switch (replay.judge(record)) {
            case SEND -> {
              send.accept(replay.outgoing(record));
              sent++;
            }
            case COPY -> copies++;
            case NOT_KEPT -> {
              say(
                  "%s skipped, its bytes are not there: %s"
                      .formatted(record.origin(), record.detail()));
              notKept++;
            }
          }
        });
  }

  private void sendAll(Settings settings, int partitions) {
    Map<String, Object> config = new HashMap<>(settings.kafka());
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      replay(
          settings,
          partitions,
          record -> {
            // The callback tells; a list of futures would grow with the quarantine.
            Future<RecordMetadata> unused =
                producer.send(
                    record,
                    (metadata, refused) -> {
                      if (refused != null) {
                        failure.compareAndSet(null, refused);
                      }
                    });
          });
      producer.flush();
    }
    if (failure.get() != null) {
      throw new IllegalStateException(
          "not all records were taken (%s); run it again, those that were count as duplicates"
              .formatted(failure.get().getMessage()),
          failure.get());
    }
  }

  private void show(ProducerRecord<byte[], byte[]> record) {
    say("%s would go to partition %d".formatted(Replay.origin(record), record.partition()));
  }

  private int report() {
    if (origin != null && sent + copies + notKept == 0) {
      throw new IllegalStateException(
          "no record in quarantine is from %s, or it does not fit the other choices"
              .formatted(origin));
    }
    say("%d %s".formatted(sent, dryRun ? "would be sent" : "sent"));
    if (copies > 0) {
      say("%d left out: copies of those, byte for byte".formatted(copies));
    }
    if (notKept > 0) {
      say("%d skipped".formatted(notKept));
    }
    return 0;
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(Printable.text(line));
    out.flush();
  }
}
