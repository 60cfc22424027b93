package io.clinictelemetry.standalone.alerts;

import picocli.CommandLine.Command;

/**
 * Active alerts: {@code list}, {@code acknowledge}, {@code shelve}, {@code unshelve}, {@code
 * reset}.
 */
@Command(
    name = "alerts",
    description = "Lists the active alerts, and says what was done about one.",
    synopsisSubcommandLabel = "list|acknowledge|shelve|unshelve|reset",
    mixinStandardHelpOptions = true,
    subcommands = {
      ListCommand.class,
      AskCommand.Acknowledge.class,
      AskCommand.Shelve.class,
      AskCommand.Unshelve.class,
      AskCommand.Reset.class
    })
public final class AlertsCommand {}
