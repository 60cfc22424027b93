package io.clinictelemetry.standalone.usage;

import io.clinictelemetry.standalone.ClusterOptions;
import io.clinictelemetry.standalone.Interruption;
import io.clinictelemetry.standalone.LogDestination;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Recomputes usage, and shows where the live rows differ. */
@Command(
    name = "rebuild",
    description = {
      "Computes sessions, hours and days again from the telemetry that is retained, beside the live",
      "application and in topics of its own, and compares them with the live rows. Needs the settings",
      "of usage. Exit status 1 when a row differs and is not replaced. What it makes is removed."
    },
    mixinStandardHelpOptions = true)
final class RebuildCommand implements Callable<Integer> {

  private static final int SHOWN = 20;

  @Mixin private ClusterOptions cluster;
  @Spec private CommandSpec spec;

  @Option(
      names = "--all",
      description = "Show every row that differs, not just the first " + SHOWN + ".")
  private boolean all;

  @Option(
      names = "--publish",
      description = {
        "Let the live application take over what differs: whole days of a device, with their hours and",
        "sessions, where all of it is retained and nothing moves. It goes on meanwhile."
      })
  private boolean publish;

  @Option(
      names = "--keep",
      description = "Keep what was computed, in the topics that begin with " + Shadow.PREFIX)
  private boolean keep;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = {
        "Where its state lies meanwhile, and its log, clinic-rebuild.log, which stays",
        "(default: the directory of temporary files)."
      })
  private Path work = Path.of(System.getProperty("java.io.tmpdir"));

  @Override
  public Integer call() throws Exception {
    LogDestination.useFile(work.resolve("clinic-rebuild.log"));
    PrintWriter err = spec.commandLine().getErr();
    Interruption interruption =
        new Interruption(() -> say(err, "Stopping; what was made is removed."));
    try (interruption) {
      Rebuild rebuild = new Rebuild(cluster.settings(), work, keep, line -> say(err, line));
      Rebuild.Result result = rebuild.run(publish);
      PrintWriter out = spec.commandLine().getOut();
      int shown = all ? Integer.MAX_VALUE : SHOWN;
      RebuildReport.lines(result.comparison(), shown).forEach(out::println);
      RebuildReport.published(result.published(), shown).forEach(out::println);
      out.flush();
      return result.right() ? 0 : 1;
    }
  }

  private static void say(PrintWriter err, String line) {
    err.println(line);
    err.flush();
  }
}
