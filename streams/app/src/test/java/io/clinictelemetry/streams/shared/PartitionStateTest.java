package io.clinictelemetry.streams.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinictelemetry.streams.shared.PartitionAccount.Outcome;
import io.clinictelemetry.streams.shared.WaitingEvents.Waiting;
import io.clinictelemetry.streams.testing.Committed;
import io.clinictelemetry.streams.testing.Draw;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered of a partition, as bytes: its account, and records that wait. */
class PartitionStateTest {

  private static PartitionAccount account(long seed) {
    Random random = new Random(seed);
    long offset = random.nextInt(1_000);
    PartitionAccount account = PartitionAccount.startingAt(offset, seed * 1_000);
    for (int i = 0; i < 200; i++) {
      account.read(offset, random.nextLong() >>> 24);
      offset += 1 + random.nextInt(3);
      account.count(Draw.one(random, Outcome.values()));
      account.buffer(random.nextInt(3) - 1);
      if (random.nextInt(5) == 0) {
        account.countOutOfOrder();
      }
    }
    return account;
  }

  private static Waiting waiting(long seed) {
    Random random = new Random(seed);
    byte[] value = new byte[random.nextInt(300)];
    random.nextBytes(value);
    return new Waiting(random.nextLong(), random.nextLong(), random.nextLong(), value);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void readsTheAccountThatItWrote(long seed) {
    PartitionAccount account = account(seed);

    PartitionAccount read = PartitionAccount.decode(account.encode());

    assertThat(read.entry("safety", "topic", 3)).isEqualTo(account.entry("safety", "topic", 3));
    assertThat(read.beganMs()).isEqualTo(seed * 1_000);
    assertThat(read.encode()).isEqualTo(account.encode());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void readsTheWaitingRecordThatItWrote(long seed) {
    Waiting waits = waiting(seed);

    Waiting read = WaitingEvents.decode(WaitingEvents.encode(waits));

    assertThat(read).usingRecursiveComparison().isEqualTo(waits);
  }

  @Test
  void keepsTheLayoutsOfTheirVersions() {
    Committed.checkLayout(
        "partition-account-2.hex", LongStream.range(0, 6).mapToObj(seed -> account(seed).encode()));
    Committed.checkLayout(
        "waiting-1.hex",
        LongStream.range(0, 6).mapToObj(seed -> WaitingEvents.encode(waiting(seed))));
  }

  @Test
  void readsTheAccountThatAnEarlierReleaseWrote() {
    List<byte[]> written = Committed.layout("partition-account-1.hex");

    assertThat(written).hasSize(6);
    for (int seed = 0; seed < written.size(); seed++) {
      PartitionAccount read = PartitionAccount.decode(written.get(seed));
      assertThat(read.entry("safety", "topic", 3))
          .isEqualTo(account(seed).entry("safety", "topic", 3));
      assertThat(read.beganMs()).isZero();
    }
  }

  @Test
  void refusesNewerVersions() {
    byte[] account = account(1).encode();
    account[0]++;
    assertThatThrownBy(() -> PartitionAccount.decode(account)).hasMessageContaining("version 3");

    byte[] waits = WaitingEvents.encode(waiting(1));
    waits[0]++;
    assertThatThrownBy(() -> WaitingEvents.decode(waits)).hasMessageContaining("version 2");
  }
}
