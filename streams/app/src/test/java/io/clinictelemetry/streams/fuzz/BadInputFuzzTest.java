package io.clinictelemetry.streams.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.intake.Rejection.Reason;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever arrives, no processor stops, each record is accounted for, and memory stays flat.
 *
 * <p>{@code -Dclinic.fuzz.inputs=1000000} tries more than an ordinary build does, {@code
 * -Dclinic.fuzz.seed=7} others.
 */
@Tag("long")
class BadInputFuzzTest {

  private static final int INPUTS = Integer.getInteger("clinic.fuzz.inputs", 10_000);
  private static final long SEED = Long.getLong("clinic.fuzz.seed", 1);

  /** Many times what the caches take, and far below what a leak of each input would. */
  private static final long MOST_BYTES = (64L << 20) + 8L * INPUTS;

  /**
   * Reasons that one partition alone cannot give, that need records of their own size, or that are
   * of usage alone.
   */
  private static final Set<Reason> NOT_HERE =
      EnumSet.of(Reason.WRONG_PARTITION, Reason.TOO_LARGE, Reason.BEYOND_RETENTION);

  @Test
  void survivesFuzzedBytes() {
    try (FuzzRun run = new FuzzRun()) {
      accountsForAll("bytes", run, new FuzzedBytes(new Random(SEED), run.registry())::next);

      assertThat(run.quarantined()).containsKeys(codes(Reason.NOT_AVRO, Reason.UNKNOWN_SCHEMA));
    }
  }

  @Test
  void survivesFuzzedRecords() {
    try (FuzzRun run = new FuzzRun()) {
      accountsForAll("records", run, new FuzzedRecords(new Random(SEED), run.registry())::next);

      Set<Reason> possible = EnumSet.complementOf(EnumSet.copyOf(NOT_HERE));
      possible.remove(Reason.NOT_AVRO);
      possible.remove(Reason.UNKNOWN_SCHEMA);
      assertThat(run.quarantined()).containsKeys(codes(possible.toArray(new Reason[0])));
      assertThat(run.ledger().getLate()).isPositive();
      assertThat(run.ledger().getDuplicate()).isPositive();
      assertThat(run.ledger().getOutOfOrder()).isPositive();
    }
  }

  private static void accountsForAll(String kind, FuzzRun run, Supplier<Input> source) {
    System.out.printf(Locale.ROOT, "fuzzed %s: %,d inputs of seed %d%n", kind, INPUTS, SEED);
    int warmUp = INPUTS / 5;
    run.feed(source, warmUp);
    long before = Heap.usedBytes();
    run.feed(source, INPUTS - warmUp);
    long after = Heap.usedBytes();
    run.silence();
    System.out.printf(
        Locale.ROOT,
        "fuzzed %s: %s; heap %d MiB before, %d MiB after%n",
        kind,
        run.summary(),
        before >> 20,
        after >> 20);

    assertThat(run.ledger().getApplied()).as("some are good").isGreaterThan(INPUTS / 100);
    assertThat(after - before).as("heap in bytes").isLessThan(MOST_BYTES);
  }

  private static String[] codes(Reason... reasons) {
    return List.of(reasons).stream().map(Reason::code).toArray(String[]::new);
  }
}
