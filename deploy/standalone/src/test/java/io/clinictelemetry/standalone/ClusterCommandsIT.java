package io.clinictelemetry.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.standalone.demo.Pipeline;
import io.clinictelemetry.standalone.pipeline.OnSharedPipeline;
import io.clinictelemetry.standalone.pipeline.RunningPipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
@OnSharedPipeline
class ClusterCommandsIT {

  @Test
  void theTopicsOfARunningPipelineAreInStep(RunningPipeline pipeline) {
    CommandRun topics = CommandRun.of("topics", "--bootstrap-servers", pipeline.bootstrapServers());

    assertThat(topics.output().lines()).allMatch(line -> line.endsWith("in step"));
    assertThat(topics.status()).isZero();
  }

  @Test
  void theLedgerOfARunningPipelineBalances(RunningPipeline pipeline) {
    pipeline.awaitAccounted();

    CommandRun ledger =
        CommandRun.of(
            "ledger",
            "--bootstrap-servers",
            pipeline.bootstrapServers(),
            "--registry",
            pipeline.registryUrl());

    assertThat(ledger.output()).contains("The ledger balances.");
    assertThat(ledger.output().lines().filter(line -> line.endsWith("  balanced")))
        .hasSize(2 * Pipeline.PARTITIONS);
    assertThat(ledger.status()).isZero();
  }
}
