package io.clinictelemetry.standalone.demo;

import io.clinictelemetry.producers.simulator.GroundTruth;
import io.clinictelemetry.standalone.cluster.Ledger;
import java.time.Duration;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * What a demo came to.
 *
 * @param startup from the start of the JVM until the first device lived, without the past
 * @param past how the fleet's past was published; empty where there is none
 * @param truth what the fleet did
 * @param ledger where every record ended, once nothing lagged
 * @param outputs what the pipeline published
 * @param rows what is in PostgreSQL
 * @param comparison outputs beside truth
 * @param latencyMs from the end of the sample that decided until the alert could be seen, ms
 * @param dashboardUrl where the dashboard was
 */
record DemoResult(
    Duration startup,
    Optional<PublishedPast> past,
    GroundTruth truth,
    Ledger ledger,
    Outputs outputs,
    SinkRows rows,
    TruthComparison comparison,
    Histogram latencyMs,
    String dashboardUrl) {

  boolean passed() {
    return ledger.balanced()
        && ledger.drained()
        && rows.equalTo(outputs)
        && comparison.passed()
        && truth.produced().undelivered() == 0;
  }
}
