package io.clinictelemetry.streams.shared;

import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.domain.intake.LogClock;
import java.time.Instant;

/** The conservation ledger and the log clock of one telemetry partition. Mutable. */
final class PartitionAccount {

  /** Where a record of the log ended. */
  enum Outcome {
    APPLIED,
    LATE,
    DUPLICATE,
    QUARANTINED,
    TICK
  }

  private static final int VERSION = 2;

  private final long beganMs;
  private long firstOffset;
  private long nextOffset;
  private long input;
  private long missing;
  private long buffered;
  private long outOfOrder;
  private LogClock logClock = new LogClock(0);
  private long applied;
  private long late;
  private long duplicate;
  private long quarantined;
  private long ticks;

  private PartitionAccount(long beganMs, long firstOffset) {
    this.beganMs = beganMs;
    this.firstOffset = firstOffset;
    this.nextOffset = firstOffset;
  }

  /** An account that begins with the record at the offset, appended at the time. */
  static PartitionAccount startingAt(long offset, long appendedAtMs) {
    return new PartitionAccount(appendedAtMs, offset);
  }

  /** A record was read. */
  void read(long offset, long appendedAtMs) {
    missing += offset - nextOffset;
    nextOffset = offset + 1;
    input++;
    logClock.advanceTo(appendedAtMs);
  }

  /** A record that was read or released ended. */
  void count(Outcome outcome) {
    switch (outcome) {
      case APPLIED -> applied++;
      case LATE -> late++;
      case DUPLICATE -> duplicate++;
      case QUARANTINED -> quarantined++;
      case TICK -> ticks++;
    }
  }

  /** A record waits, or no longer does. */
  void buffer(int change) {
    buffered += change;
  }

  /** One of those applied came out of order. */
  void countOutOfOrder() {
    outOfOrder++;
  }

  /** Append time of the first record; 0 where an earlier release read it. */
  long beganMs() {
    return beganMs;
  }

  long logClockMs() {
    return logClock.nowMs();
  }

  LedgerEntry entry(String application, String topic, int partition) {
    return LedgerEntry.newBuilder()
        .setApplication(application)
        .setTopic(topic)
        .setPartition(partition)
        .setFirstOffset(firstOffset)
        .setNextOffset(nextOffset)
        .setInput(input)
        .setApplied(applied)
        .setLate(late)
        .setDuplicate(duplicate)
        .setQuarantined(quarantined)
        .setTicks(ticks)
        .setBuffered(buffered)
        .setMissing(missing)
        .setOutOfOrder(outOfOrder)
        .setLogClock(Instant.ofEpochMilli(logClock.nowMs()))
        .build();
  }

  byte[] encode() {
    return StateCodec.encode(
        VERSION,
        out -> {
          out.writeLong(beganMs);
          out.writeLong(firstOffset);
          out.writeLong(nextOffset);
          out.writeLong(input);
          out.writeLong(missing);
          out.writeLong(buffered);
          out.writeLong(outOfOrder);
          out.writeLong(logClock.nowMs());
          out.writeLong(applied);
          out.writeLong(late);
          out.writeLong(duplicate);
          out.writeLong(quarantined);
          out.writeLong(ticks);
        });
  }

  static PartitionAccount decode(byte[] bytes) {
    return StateCodec.decode(
        bytes,
        VERSION,
        (in, version) -> {
          PartitionAccount account =
              new PartitionAccount(version == 1 ? 0 : in.readLong(), in.readLong());
          account.nextOffset = in.readLong();
          account.input = in.readLong();
          account.missing = in.readLong();
          account.buffered = in.readLong();
          account.outOfOrder = in.readLong();
          account.logClock = new LogClock(in.readLong());
          account.applied = in.readLong();
          account.late = in.readLong();
          account.duplicate = in.readLong();
          account.quarantined = in.readLong();
          account.ticks = in.readLong();
          return account;
        });
  }
}
