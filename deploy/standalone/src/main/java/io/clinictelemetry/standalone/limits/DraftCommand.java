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

/** Publishes a policy that is not in force until somebody approves it. */
@Command(
    name = "draft",
    description = {
      "Checks a policy and publishes it as a draft: everybody can see and back-test it, and nothing",
      "is judged by it until somebody else approves it."
    },
    mixinStandardHelpOptions = true)
final class DraftCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Mixin private PolicyFileOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PolicyFile file = options.read();
    Settings settings = cluster.settings();
    PolicyTopics.require(settings);
    try (AvroSerdes serdes = new AvroSerdes(settings.serdes());
        PolicyPublisher publisher = new PolicyPublisher(settings, serdes)) {
      PublishedPolicies published = PublishedPolicies.read(settings, serdes);
      Policy draft = options.draft(file, published, Instant.now());
      publisher.publish(draft);
      PrintWriter out = spec.commandLine().getOut();
      Difference.lines(published.policies(), draft).forEach(out::println);
      out.printf(
          "Published the draft %1$s. Try it: clinic limits backtest %1$s. Somebody else puts it in"
              + " force: clinic limits approve %1$s --by NAME%n",
          draft.id());
      out.flush();
      return 0;
    }
  }
}
