package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.domain.limits.InvalidPolicyException;
import io.clinictelemetry.domain.limits.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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

  /** The id of a published policy, where one is given in the place of a file. */
  Optional<String> id() {
    return Optional.of(file.toString())
        .filter(text -> text.matches(".+#[0-9]+") && !Files.exists(file));
  }

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
   * Checks what was read against what is published; it takes effect when the file says, or in 15 s.
   *
   * @throws ParameterException when nobody answers for it, or no reason is given
   * @throws IllegalArgumentException when something is wrong with it; names the file and all that
   *     is wrong
   */
  Policy policy(PolicyFile read, PublishedPolicies published, Instant now) {
    return policy(
        read,
        published,
        now,
        read.effectiveFrom().orElse(now.plus(PublishedPolicies.LEAD)).toEpochMilli());
  }

  /**
   * As {@link #policy}, for a draft: it takes effect never.
   *
   * @throws ParameterException as {@link #policy}, and when the file says when it takes effect
   */
  Policy draft(PolicyFile read, PublishedPolicies published, Instant now) {
    if (read.effectiveFrom().isPresent()) {
      throw new ParameterException(
          spec.commandLine(),
          "%s: effective_from: a draft takes effect when it is approved; leave it out, and give --effective-from there"
              .formatted(file));
    }
    return policy(read, published, now, Policy.NEVER_MS);
  }

  private Policy policy(
      PolicyFile read, PublishedPolicies published, Instant now, long effectiveFromMs) {
    String by = given("author", author, read.author());
    String because = given("reason", reason, read.reason());
    return named(() -> read.policy(published, now, effectiveFromMs, by, because));
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
