package io.clinictelemetry.standalone;

import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.cluster.ClusterClient;
import io.clinictelemetry.standalone.cluster.Ledger;
import io.clinictelemetry.standalone.cluster.TopicReader;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks the conservation ledger. */
@Command(
    name = "ledger",
    description = {
      "Shows where every telemetry record ended, by application and partition, in records:",
      "input = applied + late + duplicate + quarantined + ticks + buffered.",
      "Exit status 1 when it does not balance against the topic's offsets."
    },
    mixinStandardHelpOptions = true)
final class LedgerCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Settings settings = cluster.settings();
    try (AvroSerdes serdes = new AvroSerdes(settings.serdes());
        Admin admin = ClusterClient.open(settings)) {
      ClusterClient.requireTopics(
          admin, settings, List.of(TopicCatalogue.TELEMETRY, TopicCatalogue.LEDGER));
      Ledger ledger = Ledger.read(new TopicReader(settings.kafka(), serdes), admin);
      print(ledger);
      return ledger.balanced() ? 0 : 1;
    }
  }

  private static String verdict(Ledger.Line line) {
    if (line.balanced()) {
      return "balanced";
    }
    return line.entry().isEmpty() ? "NEVER READ" : "DOES NOT BALANCE";
  }

  private void print(Ledger ledger) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%-11s %4s %10s %10s %8s %9s %11s %8s %8s %8s %6s  %s%n",
        "application",
        "part",
        "input",
        "applied",
        "late",
        "duplicate",
        "quarantined",
        "ticks",
        "buffered",
        "missing",
        "unread",
        "");
    for (Ledger.Line line : ledger.lines()) {
      Optional<io.clinictelemetry.avro.LedgerEntry> entry = line.entry();
      out.printf(
          "%-11s %4d %10d %10d %8d %9d %11d %8d %8d %8d %6d  %s%n",
          line.application(),
          line.partition(),
          entry.map(e -> e.getInput()).orElse(0L),
          entry.map(e -> e.getApplied()).orElse(0L),
          entry.map(e -> e.getLate()).orElse(0L),
          entry.map(e -> e.getDuplicate()).orElse(0L),
          entry.map(e -> e.getQuarantined()).orElse(0L),
          entry.map(e -> e.getTicks()).orElse(0L),
          line.buffered(),
          entry.map(e -> e.getMissing()).orElse(0L),
          line.lag(),
          verdict(line));
    }
    out.println(ledger.balanced() ? "The ledger balances." : "The ledger does not balance.");
    out.flush();
  }
}
