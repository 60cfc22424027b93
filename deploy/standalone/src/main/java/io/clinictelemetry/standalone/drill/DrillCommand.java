package io.clinictelemetry.standalone.drill;

import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.producers.simulator.Scenario;
import io.clinictelemetry.producers.simulator.Scenarios;
import io.clinictelemetry.standalone.ClusterOptions;
import io.clinictelemetry.standalone.Interruption;
import io.clinictelemetry.standalone.LogDestination;
import io.clinictelemetry.standalone.OutputFile;
import io.clinictelemetry.standalone.cluster.ClusterClient;
import io.clinictelemetry.standalone.demo.Pipeline;
import io.clinictelemetry.standalone.embedded.Directories;
import io.clinictelemetry.standalone.embedded.EmbeddedStack;
import io.clinictelemetry.standalone.embedded.EmbeddedStackOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Proves detection on the real pipeline. */
@Command(
    name = "drill",
    description = {
      "Plays the known faults and, at the same time, controls that must stay silent, and prints for",
      "each what was expected, what was seen and how long it took; about 2 min.",
      "Starts a pipeline of its own, unless --config or --bootstrap-servers names one that runs; there",
      "it uses clinics and devices of its own, whose names begin with drill-.",
      "Exit status 1 on a miss or a false alarm."
    },
    mixinStandardHelpOptions = true)
public final class DrillCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Spec private CommandSpec spec;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = "Only this one; may be given several times (default: all).")
  private List<String> names = List.of();

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of all signals (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      converter = OutputFile.class,
      description = "Write the result as JSON.")
  private Path report;

  @Override
  public Integer call() throws Exception {
    DrillConsole console = new DrillConsole(spec.commandLine().getOut());
    Path directory = Files.createTempDirectory("clinic-drill-");
    if (!cluster.named()) { // before the records of the scenarios, which make loggers
      LogDestination.useFile(directory.resolve("logs").resolve("clinic.log"));
    }
    boolean keep = false;
    try (Interruption interruption = new Interruption(console::stopping)) {
      try {
        List<Scenario> scenarios = scenarios();
        List<Finding> findings =
            cluster.named()
                ? onRunning(scenarios, directory, console)
                : onOwn(scenarios, directory, console);
        console.findings(findings);
        if (report != null) {
          DrillReport.write(findings, report);
        }
        return findings.stream().allMatch(Finding::passed) ? 0 : 1;
      } catch (ParameterException e) {
        throw e;
      } catch (Exception e) {
        if (interruption.requested()) {
          return 1; // nothing was proven
        }
        keep = !cluster.named();
        if (keep) {
          console.logIn(directory);
        }
        throw e;
      } finally {
        if (!keep) {
          remove(directory, console);
        }
      }
    }
  }

  private List<Scenario> scenarios() {
    // Alerts of an earlier drill must not count.
    String prefix = "drill-" + Instant.now().getEpochSecond();
    List<Scenario> all = Scenarios.all(prefix, seed);
    List<String> known = all.stream().map(Scenario::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "--scenario %s: there is none of that name; there are %s"
                .formatted(name, String.join(", ", known)));
      }
    }
    return names.isEmpty()
        ? all
        : all.stream().filter(scenario -> names.contains(scenario.name())).toList();
  }

  private List<Finding> onRunning(List<Scenario> scenarios, Path directory, DrillConsole console)
      throws Exception {
    Settings settings = cluster.settings();
    try (Admin admin = ClusterClient.open(settings)) {
      ClusterClient.requireTopics(
          admin, settings, List.of(TopicCatalogue.TELEMETRY, TopicCatalogue.ALERTS));
    }
    return new Drill(settings, scenarios, directory.resolve("fleet"), console).run();
  }

  private List<Finding> onOwn(List<Scenario> scenarios, Path directory, DrillConsole console)
      throws Exception {
    console.starting(directory.toAbsolutePath());
    EmbeddedStack servers =
        new EmbeddedStack(EmbeddedStackOptions.onFreePorts(directory), console::stage);
    try (Pipeline pipeline = new Pipeline(servers, directory, 0, console::stage)) {
      pipeline.start();
      return new Drill(pipeline.settings(), scenarios, directory.resolve("fleet"), console).run();
    }
  }

  /** What cannot be removed must not hide how the drill ended. */
  private static void remove(Path directory, DrillConsole console) {
    try {
      Directories.deleteTree(directory);
    } catch (IOException e) {
      console.leftBehind(directory, e);
    }
  }
}
