package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.standalone.ClusterOptions;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a draft in force. */
@Command(
    name = "approve",
    description = {
      "Publishes a draft's limits as the next version of its scope, and says when it takes effect.",
      "Who approves is not who wrote it. The draft stays as it was."
    },
    mixinStandardHelpOptions = true)
final class ApproveCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SCOPE#VERSION",
      description = "The draft, as clinic limits show and clinic limits draft name it.")
  private String id;

  @Option(
      names = "--by",
      required = true,
      paramLabel = "NAME",
      description = "Who approves it; it is kept with the policy.")
  private String by;

  @Option(
      names = "--effective-from",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "When it takes effect, at least 10 s from now; 15 s from now unless given.")
  private Instant effectiveFrom;

  @Override
  public Integer call() throws Exception {
    Settings settings = cluster.settings();
    PolicyTopics.require(settings);
    try (AvroSerdes serdes = new AvroSerdes(settings.serdes());
        PolicyPublisher publisher = new PolicyPublisher(settings, serdes)) {
      PublishedPolicies published = PublishedPolicies.read(settings, serdes);
      Policy approved =
          published.approved(id, by, Optional.ofNullable(effectiveFrom), Instant.now());
      publisher.publish(approved);
      ApplyCommand.reportApplied(spec.commandLine().getOut(), published, approved);
      return 0;
    }
  }
}
