package io.clinictelemetry.standalone.audit;

import picocli.CommandLine.Command;

/** What people did and were told: {@code verify}. */
@Command(
    name = "audit",
    description = "Checks the chains of alert events and limit policies.",
    synopsisSubcommandLabel = "verify",
    mixinStandardHelpOptions = true,
    subcommands = VerifyCommand.class)
public final class AuditCommand {}
