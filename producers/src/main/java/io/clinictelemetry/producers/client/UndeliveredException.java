package io.clinictelemetry.producers.client;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Events were not acknowledged by the broker. The cause is the first failure, where there is one.
 */
public final class UndeliveredException extends RuntimeException {

  private static final int SHOWN = 10;

  private final transient List<UndeliveredRange> ranges;

  UndeliveredException(List<UndeliveredRange> ranges, Throwable cause) {
    super(message(ranges), cause);
    this.ranges = List.copyOf(ranges);
  }

  private static String message(List<UndeliveredRange> ranges) {
    long events = ranges.stream().mapToLong(r -> r.lastSeq() - r.firstSeq() + 1).sum();
    String shown =
        ranges.stream().limit(SHOWN).map(Object::toString).collect(Collectors.joining(", "));
    String more =
        ranges.size() > SHOWN ? " and %d more ranges".formatted(ranges.size() - SHOWN) : "";
    return "%d events were not delivered: %s%s".formatted(events, shown, more);
  }

  /** What was not delivered, by device, boot and number. */
  public List<UndeliveredRange> ranges() {
    return ranges;
  }
}
