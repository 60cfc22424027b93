package io.clinictelemetry.streams.shared;

import io.clinictelemetry.domain.intake.Rejection;
import io.clinictelemetry.domain.intake.TakenEvent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * What an application does with a device's events. It is called in the order of the partition's
 * log; the log clock never goes back.
 *
 * @param <A> what it remembers of one device
 */
public interface DeviceLogic<A> {

  /** Called once before anything else, to get at the stores and to forward results. */
  void init(ProcessorContext<Object, Object> context);

  /** What is remembered of a device never heard of. */
  A newState();

  /** Writes what is remembered. */
  void write(A state, DataOutput out) throws IOException;

  /** Reads what {@link #write} wrote in the layout of the version. */
  A read(DataInput in, int version) throws IOException;

  /**
   * Whether the application itself cannot use an event. One that is refused is quarantined, and may
   * come again.
   *
   * @param logClockMs the log clock, ms since 1970 UTC
   */
  default Optional<Rejection> refuse(A state, TakenEvent taken, long logClockMs) {
    return Optional.empty();
  }

  /**
   * The next event of a device.
   *
   * @param logClockMs the log clock, ms since 1970 UTC
   */
  void onEvent(A state, TakenEvent taken, long logClockMs);

  /**
   * Events of the device are given up; what is taken next, if anything, stands behind them.
   *
   * @param missing how many; the unknown end of an earlier boot is none
   */
  default void onGap(A state, long missing) {}

  /**
   * The log clock at which {@link #onDeadline} has something to do, ms since 1970 UTC; {@link
   * Long#MAX_VALUE} for never. It may come later than asked before without any cost.
   */
  long nextDeadlineMs(A state);

  /** The deadline has come; the log clock is stamped as exactly it. */
  void onDeadline(String deviceId, A state, long deadlineMs);

  /**
   * Nothing can be expected of a device before the log began, though it was announced earlier.
   * Called before its deadlines are looked at.
   *
   * @param beganMs append time of the first record of the partition that was read, ms since 1970
   *     UTC
   */
  default void onLogBegan(A state, long beganMs) {}

  /**
   * The inventory's record of the device came, changed or went.
   *
   * @param logClockMs the log clock, ms since 1970 UTC; 0 before it begins
   */
  default void onInventory(String deviceId, A state, long logClockMs) {}

  /**
   * A record of another topic came, one with telemetry's key and partitions.
   *
   * @return whether it was taken; else it is the inventory's, and {@link #onInventory} follows
   */
  default boolean onNeighbour(Record<byte[], byte[]> record, RecordMetadata metadata) {
    return false;
  }

  /**
   * Devices that {@link #onDue} is to be called for now.
   *
   * @param nextOffset offset of telemetry after the record that was processed
   */
  default Collection<String> due(long nextOffset) {
    return List.of();
  }

  /**
   * Something other than the log asks for the device; what was due before is done.
   *
   * @param logClockMs the log clock, ms since 1970 UTC
   */
  default void onDue(String deviceId, A state, long logClockMs) {}

  /**
   * A record of the partition was processed.
   *
   * @param doneBeforeMs what happens from now on is stamped with this time or later, ms since 1970
   *     UTC: the log clock, or the earliest deadline that is due and still waits
   */
  default void afterRecord(long doneBeforeMs) {}
}
