package io.clinictelemetry.standalone.audit;

import io.clinictelemetry.contracts.audit.ChainAudit;
import io.clinictelemetry.contracts.audit.ChainAudit.Result;
import io.clinictelemetry.contracts.audit.ChainHead;
import io.clinictelemetry.contracts.audit.ChainLink;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicSpec;
import io.clinictelemetry.sinks.database.ChainHeads;
import io.clinictelemetry.sinks.database.Database;
import io.clinictelemetry.sinks.database.DatabaseSettings;
import io.clinictelemetry.standalone.ClusterOptions;
import io.clinictelemetry.standalone.cluster.ClusterClient;
import io.clinictelemetry.standalone.cluster.TopicReader;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Verifies the chains. */
@Command(
    name = "verify",
    description = {
      "Reads every alert event and limit policy and compares their chains with the ends that are",
      "kept in the database. Names each record that was edited, removed or cut off, and says how",
      "many retention removed.",
      "Exit status: 0 all is as it was written, 1 something is not, 2 wrong command line."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

  private static final long TELL_EACH = 1_000_000;

  @Mixin private ClusterOptions cluster;
  @Spec private CommandSpec spec;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Verify a copy: topics with this before their names, as those of a mirror.")
  private String prefix;

  @Override
  public Integer call() throws Exception {
    Settings settings = cluster.settings();
    TopicSpec events = TopicCatalogue.ALERT_EVENTS.prefixed(prefix);
    TopicSpec policies = TopicCatalogue.LIMIT_POLICIES.prefixed(prefix);
    // First the ends, then the log: what comes in between is in the log.
    List<ChainHead> heads;
    try (Database database = new Database(DatabaseSettings.from(settings), "clinic-audit")) {
      heads = ChainHeads.read(database);
    }
    try (Admin admin = ClusterClient.open(settings)) {
      ClusterClient.requireTopics(admin, settings, List.of(events, policies));
    }
    // As the catalogue has it, not the topic: who shortened it there removed what should be here.
    Instant oldest = Instant.now().minus(events.retention().orElseThrow());
    Map<Boolean, List<ChainHead>> ofPolicies =
        heads.stream()
            .collect(
                Collectors.partitioningBy(head -> head.chain().startsWith(ChainLink.POLICIES)));
    boolean eventsHold = verify(settings, events, ofPolicies.get(false), oldest);
    boolean policiesHold = verify(settings, policies, ofPolicies.get(true), Instant.MIN);
    return eventsHold && policiesHold ? 0 : 1;
  }

  private boolean verify(
      Settings settings, TopicSpec topic, List<ChainHead> heads, Instant oldest) {
    ChainAudit audit = new ChainAudit(heads, oldest);
    PrintWriter err = spec.commandLine().getErr();
    long[] records = {0};
    TopicReader.eachAsBytes(
        settings.kafka(),
        topic,
        record -> {
          audit.read(record);
          if (++records[0] % TELL_EACH == 0) {
            err.printf(Locale.ROOT, "%,d records of %s read%n", records[0], topic.name());
            err.flush();
          }
        });
    Result result = audit.finish();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s: %,d records in %,d chains, %s%n",
        topic.name(),
        result.records(),
        result.chains(),
        result.holds() ? "all as they were written" : "NOT as they were written");
    result
        .findings()
        .forEach(
            found -> out.printf("  %-9s  %s: %s%n", found.problem(), found.where(), found.what()));
    explain(out, result.expired(), "older records were removed by retention");
    explain(out, result.unchained(), "records are from before there were chains");
    explain(out, result.notAnchored(), "chains are longer than the database knows yet");
    out.flush();
    return result.holds();
  }

  private static void explain(PrintWriter out, long count, String what) {
    if (count > 0) {
      out.printf(Locale.ROOT, "  %,d %s%n", count, what);
    }
  }
}
