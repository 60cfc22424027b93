package io.clinictelemetry.standalone.harness;

import io.clinictelemetry.contracts.audit.ChainAudit;
import io.clinictelemetry.standalone.cluster.Ledger;
import java.util.List;

/**
 * What the guarantees are judged by.
 *
 * @param seen what came out of the pipeline that things were done to
 * @param undisturbed what comes out of the same telemetry log when nothing is done
 * @param ledger of the pipeline that things were done to
 * @param audit of its alert events
 * @param unaccounted where its alert load counts other alerts than there are, a line each
 */
public record Evidence(
    Outcome seen,
    Outcome undisturbed,
    Ledger ledger,
    ChainAudit.Result audit,
    List<String> unaccounted) {}
