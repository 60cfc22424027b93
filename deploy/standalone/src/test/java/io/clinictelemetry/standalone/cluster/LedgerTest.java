package io.clinictelemetry.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.LedgerEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The check must be able to fail, each way that a record can be lost or counted twice. */
class LedgerTest {

  /**
   * Offsets 10 to 30: 8 applied, 1 late, 2 duplicates, 3 quarantined, 4 ticks, 1 waits, 1 removed.
   */
  private static Ledger.Line line(long endOffset, Consumer<LedgerEntry> change) {
    LedgerEntry entry =
        LedgerEntry.newBuilder()
            .setApplication("safety")
            .setTopic("clinic.telemetry")
            .setPartition(0)
            .setFirstOffset(10)
            .setNextOffset(30)
            .setInput(19)
            .setApplied(8)
            .setLate(1)
            .setDuplicate(2)
            .setQuarantined(3)
            .setTicks(4)
            .setBuffered(1)
            .setMissing(1)
            .setOutOfOrder(1)
            .setLogClock(Instant.EPOCH)
            .build();
    change.accept(entry);
    return new Ledger.Line("safety", 0, endOffset, Optional.of(entry));
  }

  @Test
  void balancesWhenEveryOffsetEndedAsOneThing() {
    assertThat(line(30, entry -> {}).balanced()).isTrue();
  }

  @Test
  void aRecordThatEndedAsNothingShows() {
    assertThat(line(30, entry -> entry.setApplied(7)).balanced()).isFalse();
  }

  @Test
  void aRecordThatEndedTwiceShows() {
    assertThat(line(30, entry -> entry.setDuplicate(3)).balanced()).isFalse();
  }

  @Test
  void anOffsetThatWasNeverReadShows() {
    assertThat(line(31, entry -> entry.setNextOffset(31)).balanced()).isFalse();
  }

  @Test
  void aReaderAheadOfItsTopicShows() {
    assertThat(line(29, entry -> {}).balanced()).isFalse();
  }

  @Test
  void isDrainedWhenAllIsReadAndNothingWaits() {
    assertThat(ledger(line(30, entry -> {})).drained()).isFalse();
    Consumer<LedgerEntry> closed = entry -> entry.setBuffered(0);
    assertThat(ledger(line(30, closed)).drained()).isTrue();
    assertThat(ledger(line(31, closed)).drained()).isFalse();
  }

  @Test
  void aPartitionWithRecordsThatWasNeverReadDoesNotBalance() {
    Ledger.Line unread = new Ledger.Line("usage", 0, 5, Optional.empty());
    assertThat(unread.lag()).isEqualTo(5);
    assertThat(unread.balanced()).isFalse();
    assertThat(ledger(unread).drained()).isFalse();
  }

  @Test
  void anEmptyPartitionBalancesUnread() {
    Ledger.Line empty = new Ledger.Line("usage", 0, 0, Optional.empty());
    assertThat(empty.balanced()).isTrue();
    assertThat(ledger(empty).drained()).isTrue();
  }

  private static Ledger ledger(Ledger.Line line) {
    return new Ledger(List.of(line));
  }
}
