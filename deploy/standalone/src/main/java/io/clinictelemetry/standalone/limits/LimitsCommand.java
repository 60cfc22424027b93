package io.clinictelemetry.standalone.limits;

import picocli.CommandLine.Command;

/**
 * The limits that devices are judged by: {@code show}, {@code diff}, {@code backtest}, {@code
 * draft}, {@code approve} and {@code apply}.
 */
@Command(
    name = "limits",
    description = "Shows the limits that devices are judged by, and publishes policies.",
    synopsisSubcommandLabel = "show|diff|backtest|draft|approve|apply",
    mixinStandardHelpOptions = true,
    subcommands = {
      ShowCommand.class,
      DiffCommand.class,
      BacktestCommand.class,
      DraftCommand.class,
      ApproveCommand.class,
      ApplyCommand.class
    })
public final class LimitsCommand {}
