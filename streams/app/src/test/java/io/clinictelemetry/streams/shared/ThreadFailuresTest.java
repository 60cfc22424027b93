package io.clinictelemetry.streams.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.contracts.operations.Health;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {

  private static final Health RUNNING = new Health(true, true, "safety is RUNNING");

  private long now = Duration.ofHours(-1).toNanos();
  private final ThreadFailures failures = new ThreadFailures(() -> now);

  @Test
  void saysNothingBeforeTheFirst() {
    assertThat(failures.judge(RUNNING)).isEqualTo(RUNNING);
  }

  @Test
  void tellsTheReasonUntilTheNextThreadHasHadTimeToFail() {
    failures.add(new KafkaException("somewhere", new IllegalStateException("the reason")));
    now += ThreadFailures.MEMORY.minusNanos(1).toNanos();

    assertThat(failures.judge(RUNNING))
        .isEqualTo(
            new Health(true, false, "safety is RUNNING; a thread failed 19 s ago: the reason"));

    now++;
    assertThat(failures.judge(RUNNING)).isEqualTo(RUNNING);
  }

  @Test
  void tellsTheLatest() {
    failures.add(new IllegalStateException("the first"));
    now += ThreadFailures.MEMORY.toNanos();
    failures.add(new NullPointerException());

    assertThat(failures.judge(new Health(true, false, "safety is REBALANCING")).detail())
        .isEqualTo("safety is REBALANCING; a thread failed 0 s ago: NullPointerException");
  }
}
