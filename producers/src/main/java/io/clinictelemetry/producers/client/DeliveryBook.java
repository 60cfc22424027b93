package io.clinictelemetry.producers.client;

import io.clinictelemetry.avro.DeviceEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which events are on their way and which failed. Safe for use by several threads. */
final class DeliveryBook {

  private record DeviceBoot(String deviceId, long bootId) {}

  private final Map<DeviceBoot, SeqRanges> underWay = new HashMap<>();
  private final Map<DeviceBoot, SeqRanges> failed = new HashMap<>();
  private long underWayCount;
  private Optional<Exception> firstFailure = Optional.empty();

  synchronized void sent(DeviceEvent event) {
    underWay.computeIfAbsent(deviceBoot(event), key -> new SeqRanges()).add(event.getSeq());
    underWayCount++;
  }

  synchronized void settled(DeviceEvent event) {
    DeviceBoot key = deviceBoot(event);
    SeqRanges ranges = underWay.get(key);
    ranges.remove(event.getSeq());
    if (ranges.isEmpty()) {
      underWay.remove(key);
    }
    underWayCount--;
    if (underWayCount == 0) {
      notifyAll();
    }
  }

  synchronized void failed(DeviceEvent event, Exception cause) {
    failed.computeIfAbsent(deviceBoot(event), key -> new SeqRanges()).add(event.getSeq());
    if (firstFailure.isEmpty()) {
      firstFailure = Optional.of(cause);
    }
    settled(event);
  }

  synchronized long underWayCount() {
    return underWayCount;
  }

  /** Waits until nothing is on its way, or the time is over. */
  synchronized void awaitSettled(Duration deadline) throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    while (underWayCount > 0) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return;
      }
      // Rounded up, since a wait of 0 ms would have no end.
      wait(left / 1_000_000 + 1);
    }
  }

  /**
   * Throws what failed since the last call, with what is still on its way, if there is any; what
   * failed is then forgotten.
   */
  synchronized void throwUndelivered() {
    List<UndeliveredRange> ranges = new ArrayList<>();
    collect(failed, true, ranges);
    collect(underWay, false, ranges);
    Optional<Exception> cause = firstFailure;
    failed.clear();
    firstFailure = Optional.empty();
    if (!ranges.isEmpty()) {
      ranges.sort(
          Comparator.comparing(UndeliveredRange::deviceId)
              .thenComparing(UndeliveredRange::bootId)
              .thenComparing(UndeliveredRange::firstSeq));
      throw new UndeliveredException(ranges, cause.orElse(null));
    }
  }

  private static void collect(
      Map<DeviceBoot, SeqRanges> from, boolean givenUp, List<UndeliveredRange> into) {
    from.forEach(
        (key, ranges) ->
            ranges
                .lastByFirst()
                .forEach(
                    (first, last) ->
                        into.add(
                            new UndeliveredRange(
                                key.deviceId(), key.bootId(), first, last, givenUp))));
  }

  private static DeviceBoot deviceBoot(DeviceEvent event) {
    return new DeviceBoot(event.getDeviceId(), event.getBootId());
  }
}
