package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.domain.limits.InvalidPolicyException;
import io.clinictelemetry.domain.limits.Policies;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.domain.limits.PolicyDraft;
import io.clinictelemetry.domain.limits.PolicyDraft.Setting;
import io.clinictelemetry.standalone.ClusterOptions;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
      Policy draft = draft(published.policies());
      Policy approved = approved(draft, published, Instant.now());
      publisher.publish(approved);
      ApplyCommand.reportApplied(spec.commandLine().getOut(), published, approved);
      return 0;
    }
  }

  private Policy draft(Policies published) {
    Policy draft =
        published
            .find(id)
            .filter(Policy::isDraft)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "there is no draft %s; clinic limits show lists the drafts".formatted(id)));
    published
        .approvalOf(draft)
        .ifPresent(
            done -> {
              throw new ParameterException(
                  spec.commandLine(),
                  "%s was approved by %s: %s"
                      .formatted(id, done.approval().orElseThrow().by(), done.id()));
            });
    return draft;
  }

  private Policy approved(Policy draft, PublishedPolicies published, Instant now) {
    try {
      return new PolicyDraft(
              draft.scope().toString(),
              published.policies().nextVersion(draft.scope()),
              now.toEpochMilli(),
              Optional.ofNullable(effectiveFrom)
                  .orElse(now.plus(PolicyFileOptions.LEAD))
                  .toEpochMilli(),
              draft.author(),
              draft.reason(),
              draft.limits().entrySet().stream()
                  .map(
                      limit ->
                          new Setting(
                              limit.getKey().key(), limit.getValue(), limit.getKey().unit()))
                  .toList(),
              Optional.of(new Policy.Approval(by, draft.version())))
          .publishable(published.inventory().onlyClassOf(draft.scope()));
    } catch (InvalidPolicyException e) {
      throw new IllegalArgumentException("%s: %s".formatted(id, e.getMessage()), e);
    }
  }
}
