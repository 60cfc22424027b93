package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.InvalidPolicyException;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.domain.limits.PolicyDraft;
import io.clinictelemetry.domain.limits.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The policy file on the command line, and what may be said there in its place. */
final class PolicyFileOptions {

  /** From publication until a policy without a time of its own takes effect. */
  static final Duration LEAD = Duration.ofMillis(Policy.MIN_LEAD_MS).plusSeconds(5);

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The policy, as docs/limits.md has it.")
  private Path file;

  @Option(
      names = "--author",
      paramLabel = "NAME",
      description = "Who answers for it, instead of the file's author.")
  private String author;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why it is, instead of the file's reason.")
  private String reason;

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException when something is wrong with it; names the file and all that
   *     is wrong
   */
  PolicyFile read() {
    return named(() -> PolicyFile.read(file));
  }

  /**
   * Checks what was read against what is published.
   *
   * @throws ParameterException when nobody answers for it, or no reason is given
   * @throws IllegalArgumentException when something is wrong with it; names the file and all that
   *     is wrong
   */
  Policy policy(PolicyFile read, PublishedPolicies published, Inventory inventory, Instant now) {
    String by = given("author", author, read.author());
    String because = given("reason", reason, read.reason());
    return named(
        () -> {
          Scope scope = scope(read);
          Optional<DeviceClass> ofClass =
              scope.kind() == Scope.Kind.DEVICE
                  ? inventory.device(scope.id()).map(Inventory.Known::deviceClass)
                  : Optional.empty();
          return new PolicyDraft(
                  scope.toString(),
                  published.policies().nextVersion(scope),
                  now.toEpochMilli(),
                  read.effectiveFrom().orElse(now.plus(LEAD)).toEpochMilli(),
                  by,
                  because,
                  read.limits())
              .publishable(ofClass);
        });
  }

  private static Scope scope(PolicyFile read) {
    try {
      return Scope.parse(read.scope());
    } catch (IllegalArgumentException e) {
      throw new InvalidPolicyException(List.of("scope: " + e.getMessage()));
    }
  }

  private String given(String name, String option, Optional<String> inFile) {
    return Optional.ofNullable(option)
        .or(() -> inFile)
        .filter(text -> !text.isBlank())
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "no %s: write it into %s or give --%s".formatted(name, file, name)));
  }

  private <T> T named(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (InvalidPolicyException e) {
      throw new IllegalArgumentException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
