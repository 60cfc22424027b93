package io.clinictelemetry.standalone;

import io.clinictelemetry.contracts.settings.SettingException;
import io.clinictelemetry.standalone.alerts.AlertsCommand;
import io.clinictelemetry.standalone.audit.AuditCommand;
import io.clinictelemetry.standalone.demo.DemoCommand;
import io.clinictelemetry.standalone.drill.DrillCommand;
import io.clinictelemetry.standalone.limits.LimitsCommand;
import io.clinictelemetry.standalone.quarantine.QuarantineCommand;
import io.clinictelemetry.standalone.usage.UsageCommand;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The root of the command line; each verb is a subcommand in a class of its own.
 *
 * <p>Nothing here may create a logger before a verb runs: a verb may still choose the log file, see
 * {@link LogDestination}.
 */
@Command(
    name = "clinic",
    description = "Telemetry of treatment devices: readings in, alerts and utilisation out.",
    synopsisSubcommandLabel = "VERB",
    mixinStandardHelpOptions = true,
    versionProvider = ClinicVersion.class,
    subcommands = {
      DemoCommand.class,
      DrillCommand.class,
      RunCommand.class,
      TopicsCommand.class,
      AlertsCommand.class,
      LimitsCommand.class,
      AuditCommand.class,
      UsageCommand.class,
      LedgerCommand.class,
      QuarantineCommand.class
    })
public final class ClinicCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "On an error, print where it came from, too.")
  private boolean stacktrace;

  private ClinicCommand() {}

  /** Runs one verb and ends the JVM with its status: 0 done, 1 failed, 2 wrong command line. */
  public static void main(String[] arguments) {
    try {
      LogDestination.prepare(arguments);
    } catch (SettingException e) {
      System.err.println("clinic: " + e.getMessage());
      System.exit(CommandLine.ExitCode.USAGE);
    }
    System.exit(commandLine().execute(arguments));
  }

  /** The whole command line, for running and for tests. */
  static CommandLine commandLine() {
    ClinicCommand root = new ClinicCommand();
    return new CommandLine(root)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(root::reportFailure)
        .setParameterExceptionHandler(ClinicCommand::reportMisuse);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private int reportFailure(Exception failure, CommandLine verb, ParseResult parsed) {
    Logger log = LoggerFactory.getLogger(ClinicCommand.class);
    if (LogDestination.isJson()) {
      log.error("clinic: {}", oneLine(failure), failure);
      return CommandLine.ExitCode.SOFTWARE;
    }
    log.debug("{} failed", verb.getCommandName(), failure);
    PrintWriter err = verb.getErr();
    err.println("clinic: " + oneLine(failure));
    if (stacktrace) {
      failure.printStackTrace(err);
    }
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static int reportMisuse(ParameterException misuse, String[] arguments) {
    CommandLine verb = misuse.getCommandLine();
    PrintWriter err = verb.getErr();
    err.printf(
        "clinic: %s (see: %s --help)%n",
        oneLine(misuse), "./" + verb.getCommandSpec().qualifiedName());
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  private static String oneLine(Exception failure) {
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName() + " (--stacktrace shows where)"
        : (message + because(failure)).strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** What began it, where the failure does not say so itself. */
  private static String because(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null || failure.getMessage().contains(root.getMessage())
        ? ""
        : " (" + root.getMessage() + ")";
  }
}
