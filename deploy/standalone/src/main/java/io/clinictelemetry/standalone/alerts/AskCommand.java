package io.clinictelemetry.standalone.alerts;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertCommand;
import io.clinictelemetry.avro.AlertCommandKind;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.standalone.ClusterOptions;
import io.clinictelemetry.standalone.DurationConverter;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks for something to be done with one alert, and says what was answered. */
abstract class AskCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ALERT",
      description = "Id of the alert, or as much of its beginning as no other has.")
  private String alertId;

  @Option(
      names = "--by",
      required = true,
      paramLabel = "NAME",
      description = "Who does it; it is kept with the alert.")
  private String by;

  @Option(
      names = "--why",
      required = true,
      paramLabel = "TEXT",
      description = "The reason; it is kept with the alert.")
  private String why;

  /**
   * What is asked for. Not known before it is needed: records create loggers, and this is made with
   * the command line, before a verb chose a file for the log.
   */
  abstract AlertCommandKind kind();

  /** How long to shelve; empty in other commands. */
  Optional<Duration> shelveFor() {
    return Optional.empty();
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = cluster.settings();
    try (AvroSerdes serdes = new AvroSerdes(settings.serdes())) {
      Alert alert = find(settings, serdes);
      AlertCommand command =
          AlertCommand.newBuilder()
              .setCommandId(UUID.randomUUID().toString())
              .setKind(kind())
              .setAlertId(alert.getAlertId())
              .setSubjectKind(alert.getSubjectKind())
              .setSubjectId(alert.getSubjectId())
              .setClinicId(alert.getClinicId())
              .setRule(alert.getRule())
              .setBy(by)
              .setWhy(why)
              .setShelveMs(shelveFor().map(Duration::toMillis).orElse(null))
              .build();
      return report(CommandChannel.ask(settings, serdes, command));
    }
  }

  private Alert find(Settings settings, AvroSerdes serdes) throws Exception {
    try {
      return ActiveAlerts.named(ActiveAlerts.read(settings, serdes), alertId);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private int report(Optional<AlertEvent> answer) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (answer.isEmpty()) {
      err.println(
          "There was no answer within %d s: does safety run? The command is kept, and is done when safety comes to it."
              .formatted(CommandChannel.PATIENCE.toSeconds()));
      return 1;
    }
    AlertEvent event = answer.get();
    if (event.getRefusal() != null) {
      err.println("Refused: " + event.getRefusal());
      return 1;
    }
    out.println(event.getTransition() + " at " + event.getAt());
    out.println(ListCommand.line(event.getAlert()));
    out.flush();
    return 0;
  }

  @Command(
      name = "acknowledge",
      description = {
        "Says that somebody sees to an alert. It is no longer escalated; it does not end the",
        "condition."
      },
      mixinStandardHelpOptions = true)
  static final class Acknowledge extends AskCommand {
    @Override
    AlertCommandKind kind() {
      return AlertCommandKind.ACKNOWLEDGE;
    }
  }

  @Command(
      name = "shelve",
      description = {
        "Puts an alert's rule aside on its device or clinic for a time. Its alerts are still",
        "recorded. Hard limits and the loss of communication in a session are never shelved."
      },
      mixinStandardHelpOptions = true)
  static final class Shelve extends AskCommand {

    @Option(
        names = "--for",
        required = true,
        paramLabel = "DURATION",
        converter = DurationConverter.For.class,
        description = "How long, for instance 10m; 30 min at most, unless a policy says otherwise.")
    private Duration lasting;

    @Override
    AlertCommandKind kind() {
      return AlertCommandKind.SHELVE;
    }

    @Override
    Optional<Duration> shelveFor() {
      return Optional.of(lasting);
    }
  }

  @Command(
      name = "unshelve",
      description = "Ends a shelf before its time.",
      mixinStandardHelpOptions = true)
  static final class Unshelve extends AskCommand {
    @Override
    AlertCommandKind kind() {
      return AlertCommandKind.UNSHELVE;
    }
  }

  @Command(
      name = "reset",
      description = "Takes an alert of high priority off the list whose condition is over.",
      mixinStandardHelpOptions = true)
  static final class Reset extends AskCommand {
    @Override
    AlertCommandKind kind() {
      return AlertCommandKind.RESET;
    }
  }
}
