package io.clinictelemetry.standalone.quarantine;

import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.ClusterOptions;
import io.clinictelemetry.standalone.cluster.ClusterClient;
import io.clinictelemetry.standalone.cluster.TopicReader;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one record in quarantine. */
@Command(
    name = "inspect",
    description = {
      "Shows all that is known of one record in quarantine, decoded as far as it can be.",
      "Exit status 1 when there is no such record."
    },
    mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "TOPIC/PARTITION/OFFSET",
      converter = CoordinatesConverter.class,
      description = "Where the record was found, as list shows it.")
  private Coordinates origin;

  @Override
  public Integer call() throws Exception {
    Settings settings = cluster.settings();
    try (Admin admin = ClusterClient.open(settings)) {
      ClusterClient.requireTopics(admin, settings, List.of(TopicCatalogue.QUARANTINE));
    }
    // More than one when the log was processed again from its beginning.
    List<QuarantinedRecord> found = new ArrayList<>();
    TopicReader.eachAsBytes(
        settings.kafka(),
        TopicCatalogue.QUARANTINE,
        kept -> {
          QuarantinedRecord record = QuarantinedRecord.of(kept);
          if (record.origin().equals(origin)) {
            found.add(record);
          }
        });
    if (found.isEmpty()) {
      throw new IllegalStateException(
          "no record in quarantine is from %s; clinic quarantine list shows those there are"
              .formatted(origin));
    }
    try (AvroSerdes serdes = new AvroSerdes(settings.serdes())) {
      PrintWriter out = spec.commandLine().getOut();
      for (QuarantinedRecord record : found) {
        Inspection.of(record, serdes::schema).forEach(out::println);
      }
      out.flush();
    }
    return 0;
  }
}
