package io.clinictelemetry.standalone.quarantine;

import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.ClusterOptions;
import io.clinictelemetry.standalone.DurationConverter;
import io.clinictelemetry.standalone.cluster.ClusterClient;
import io.clinictelemetry.standalone.cluster.TopicReader;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lists what is in quarantine. */
@Command(
    name = "list",
    description = {
      "Lists records in quarantine, the newest last: where each was found and when, why it could",
      "not be used, the bytes of its value. Then counts all by reason."
    },
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Spec private CommandSpec spec;

  @Option(names = "--reason", paramLabel = "REASON", description = "Only those with this reason.")
  private String reason;

  @Option(names = "--device", paramLabel = "ID", description = "Only those with this key.")
  private String device;

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      converter = DurationConverter.Since.class,
      description = "Only those appended no longer ago than this, for instance 2h or 14d.")
  private Duration since;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many to list; all are counted (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() throws Exception {
    if (limit < 0) {
      throw new ParameterException(
          spec.commandLine(), "--limit=%d: give a number of records".formatted(limit));
    }
    Settings settings = cluster.settings();
    try (Admin admin = ClusterClient.open(settings)) {
      ClusterClient.requireTopics(admin, settings, List.of(TopicCatalogue.QUARANTINE));
    }
    Choice choice =
        new Choice(
            Optional.ofNullable(reason),
            Optional.ofNullable(device),
            Optional.ofNullable(since).map(Instant.now()::minus),
            Optional.empty());
    Listing listing = new Listing(limit);
    TopicReader.eachAsBytes(
        settings.kafka(),
        TopicCatalogue.QUARANTINE,
        kept -> {
          QuarantinedRecord record = QuarantinedRecord.of(kept);
          if (choice.fits(record)) {
            listing.add(record);
          }
        });
    PrintWriter out = spec.commandLine().getOut();
    listing.lines().forEach(out::println);
    out.flush();
    return 0;
  }
}
