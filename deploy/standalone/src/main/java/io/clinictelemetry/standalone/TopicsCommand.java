package io.clinictelemetry.standalone;

import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicProvisioner;
import io.clinictelemetry.contracts.topics.TopicProvisioner.Comparison;
import io.clinictelemetry.contracts.topics.TopicProvisioner.Status;
import io.clinictelemetry.standalone.cluster.ClusterClient;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows or applies the topic catalogue. */
@Command(
    name = "topics",
    description = {
      "Compares a cluster's topics with the catalogue, or makes them alike.",
      "Exit status: 0 all are alike (with --apply: now), 1 some differ or the cluster does not"
          + " answer, 2 wrong command line."
    },
    mixinStandardHelpOptions = true)
final class TopicsCommand implements Callable<Integer> {

  /** Setting: number of partitions of every topic. */
  static final String PARTITIONS = "topics.partitions";

  /** Setting: copies of each partition; -1 leaves it to the broker. */
  static final String REPLICATION = "topics.replication.factor";

  static final int DEFAULT_PARTITIONS = 4;

  private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SETTLE_CHECK = Duration.ofMillis(100);

  @Mixin private ClusterOptions cluster;
  @Spec private CommandSpec spec;

  @Option(
      names = "--apply",
      description =
          "Create what is missing and set what drifted. Topics are never deleted or repartitioned,"
              + " and no data is moved between brokers.")
  private boolean apply;

  @Override
  public Integer call() throws Exception {
    Settings settings = cluster.settings();
    try (Admin admin = ClusterClient.open(settings)) {
      TopicProvisioner provisioner = provisioner(admin, settings);
      List<Comparison> found = apply ? provisioner.apply() : provisioner.compare();
      PrintWriter out = spec.commandLine().getOut();
      found.forEach(comparison -> print(out, comparison));
      out.flush();
      List<Comparison> left = apply ? settled(provisioner) : found;
      return left.stream().allMatch(c -> c.status() == Status.IN_STEP) ? 0 : 1;
    }
  }

  /** The comparison once the brokers know what the controller has done, or when time is up. */
  private static List<Comparison> settled(TopicProvisioner provisioner) throws Exception {
    long deadline = System.nanoTime() + SETTLE_TIMEOUT.toNanos();
    List<Comparison> comparisons = provisioner.compare();
    while (comparisons.stream().anyMatch(Comparison::isAppliable) && System.nanoTime() < deadline) {
      Thread.sleep(SETTLE_CHECK.toMillis());
      comparisons = provisioner.compare();
    }
    return comparisons;
  }

  static TopicProvisioner provisioner(Admin admin, Settings settings) {
    return new TopicProvisioner(
        admin,
        settings.integer(PARTITIONS, DEFAULT_PARTITIONS, 1, 10_000),
        (short) settings.integer(REPLICATION, -1, -1, 100));
  }

  private String applied(Comparison comparison) {
    if (!apply || !comparison.isAppliable()) {
      return "";
    }
    return comparison.obstacles().isEmpty() ? ", now applied" : ", settings now applied";
  }

  private void print(PrintWriter out, Comparison comparison) {
    String status = comparison.status().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    out.printf("%-26s %s%s%n", comparison.topic().name(), status, applied(comparison));
    for (List<String> differences : List.of(comparison.drift(), comparison.obstacles())) {
      differences.forEach(difference -> out.printf("%-26s   %s%n", "", difference));
    }
  }
}
