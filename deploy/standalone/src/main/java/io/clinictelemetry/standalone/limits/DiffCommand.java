package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.standalone.ClusterOptions;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows what a policy would change. */
@Command(
    name = "diff",
    description = {
      "Checks a policy and shows what it would change beside the newest version of its scope.",
      "Publishes nothing."
    },
    mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Mixin private PolicyFileOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PolicyFile file = options.read();
    Settings settings = cluster.settings();
    PolicyTopics.require(settings);
    try (AvroSerdes serdes = new AvroSerdes(settings.serdes())) {
      PublishedPolicies published = PublishedPolicies.read(settings, serdes);
      Policy policy = options.policy(file, published, Instant.now());
      PrintWriter out = spec.commandLine().getOut();
      Difference.lines(published.policies(), policy).forEach(out::println);
      out.flush();
      return 0;
    }
  }
}
