package io.clinictelemetry.standalone.quarantine;

import picocli.CommandLine.Command;

/** What could not be used: {@code list}, {@code inspect} and {@code replay}. */
@Command(
    name = "quarantine",
    description = "Shows what could not be used, and feeds it back once its cause is gone.",
    synopsisSubcommandLabel = "list|inspect|replay",
    mixinStandardHelpOptions = true,
    subcommands = {ListCommand.class, InspectCommand.class, ReplayCommand.class})
public final class QuarantineCommand {}
