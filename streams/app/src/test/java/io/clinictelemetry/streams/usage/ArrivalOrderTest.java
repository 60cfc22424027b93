package io.clinictelemetry.streams.usage;

import static io.clinictelemetry.streams.testing.UsageOutput.finalHours;
import static io.clinictelemetry.streams.testing.UsageOutput.finalSessions;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.RandomLog;
import io.clinictelemetry.streams.testing.Sent;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of arrival cannot change a digit. */
class ArrivalOrderTest {

  private static final long LONG_AFTER_MS = 2 * Pipeline.SESSION_TIMEOUT.toMillis();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void givesTheSameRowsInAnyOrderWithinTheGapWaitAndDespiteDuplicates(long seed) {
    List<Sent> log = RandomLog.ofSuction(new Random(seed), "d1", "d2");
    List<Sent> mixed = RandomLog.mixedWithinTheGapWait(log, new Random(~seed));
    try (Pipeline disordered = run(mixed)) {
      assertThat(disordered.ledger().getOutOfOrder()).isZero();
      assertThat(disordered.ledger().getDuplicate()).isEqualTo(mixed.size() - log.size());
      assertSameRows(log, disordered, seed);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void givesTheSameRowsWhenEverythingComesOutOfOrder(long seed) {
    List<Sent> log = RandomLog.ofSuction(new Random(seed), "d1", "d2");
    try (Pipeline disordered = run(RandomLog.shuffled(log, new Random(~seed)))) {
      assertThat(disordered.ledger().getOutOfOrder()).isPositive();
      assertThat(disordered.ledger().getQuarantined()).isZero();
      assertSameRows(log, disordered, seed);
    }
  }

  private static void assertSameRows(List<Sent> log, Pipeline disordered, long seed) {
    try (Pipeline inOrder = run(log)) {
      List<String> sessions = finalSessions(inOrder);
      assertThat(sessions).as("sessions of seed %d", seed).isNotEmpty();
      assertThat(finalSessions(disordered)).as("seed %d", seed).isEqualTo(sessions);
      assertThat(finalHours(disordered)).as("seed %d", seed).isEqualTo(finalHours(inOrder));
    }
  }

  private static Pipeline run(List<Sent> log) {
    Pipeline pipeline = Pipeline.usage().clinic("clinic-1", "Asia/Kathmandu");
    long endMs = log.get(log.size() - 1).appendedAtMs();
    return pipeline.append(log).tick(endMs + LONG_AFTER_MS);
  }
}
