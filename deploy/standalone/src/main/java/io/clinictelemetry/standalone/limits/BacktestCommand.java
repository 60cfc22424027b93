package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.domain.limits.Policies;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.standalone.ClusterOptions;
import io.clinictelemetry.standalone.OutputFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows which alerts a policy would have raised. */
@Command(
    name = "backtest",
    description = {
      "Judges recorded telemetry by the policies as they are, and by a candidate in the place of all",
      "versions of its scope. Shows which alerts would have been lost and gained, on which device and",
      "by which rule, and how many to expect in an hour. Publishes nothing.",
      "The candidate is a file, or a published policy by its SCOPE#VERSION. A draft is tried since it",
      "was published, unless --from says otherwise. Alerts of silence are not compared."
    },
    mixinStandardHelpOptions = true)
final class BacktestCommand implements Callable<Integer> {

  private static final Duration DEFAULT_PERIOD = Duration.ofDays(1);

  @Mixin private ClusterOptions cluster;
  @Mixin private PolicyFileOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "Begin of the period, for instance 2026-03-09T08:00:00Z; a day before its end, or when a"
              + " draft was published.")
  private Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "End of the period, not part of it; now unless given.")
  private Instant to;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      converter = OutputFile.class,
      description = "Write the result as JSON, too.")
  private Path report;

  @Override
  public Integer call() throws Exception {
    Instant end = to == null ? Instant.now().truncatedTo(ChronoUnit.MILLIS) : to;
    Optional<PolicyFile> file =
        options.id().isPresent() ? Optional.empty() : Optional.of(options.read());
    Settings settings = cluster.settings();
    int partitions = PolicyTopics.requireTelemetry(settings);
    PrintWriter err = spec.commandLine().getErr();
    try (AvroSerdes serdes = new AvroSerdes(settings.serdes())) {
      PublishedPolicies published = PublishedPolicies.read(settings, serdes);
      Policy candidate =
          file.isPresent()
              ? options.policy(file.get(), published, Instant.now())
              : published(published.policies());
      Instant begin = begin(candidate, end);
      long beganNs = System.nanoTime();
      Backtest backtest =
          Backtest.run(
              settings,
              serdes,
              partitions,
              published.policies(),
              candidate,
              begin,
              end,
              records -> {
                err.printf(Locale.ROOT, "%,d records judged%n", records);
                err.flush();
              });
      BacktestReport result = new BacktestReport(candidate, begin, end, backtest);
      PrintWriter out = spec.commandLine().getOut();
      result.lines().forEach(out::println);
      out.printf(
          Locale.ROOT,
          "%,d records judged twice in %.1f s.%n",
          backtest.records(),
          (System.nanoTime() - beganNs) / 1e9);
      out.flush();
      if (report != null) {
        result.write(report);
      }
      return 0;
    }
  }

  private Policy published(Policies policies) {
    String id = options.id().orElseThrow();
    return policies
        .find(id)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "there is neither a file nor a published policy %s".formatted(id)));
  }

  /** When the period begins unless somebody says so. */
  static Instant usualBegin(Policy candidate, Instant end) {
    return candidate.isDraft()
        ? Instant.ofEpochMilli(candidate.publishedAtMs())
        : end.minus(DEFAULT_PERIOD);
  }

  private Instant begin(Policy candidate, Instant end) {
    Instant begin = from == null ? usualBegin(candidate, end) : from;
    if (!begin.isBefore(end)) {
      throw new ParameterException(
          spec.commandLine(), "--from %s is not before --to %s".formatted(begin, end));
    }
    return begin;
  }
}
