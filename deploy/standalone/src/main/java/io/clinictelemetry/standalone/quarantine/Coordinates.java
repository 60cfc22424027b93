package io.clinictelemetry.standalone.quarantine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a record is, or was: {@code topic/partition/offset}. */
record Coordinates(String topic, int partition, long offset) {

  private static final Pattern TEXT = Pattern.compile("([^/]+)/(\\d{1,9})/(\\d{1,18})");

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException when the text is something else
   */
  static Coordinates parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "%s is not TOPIC/PARTITION/OFFSET, for instance clinic.telemetry/3/1234".formatted(text));
    }
    return new Coordinates(
        parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)));
  }

  @Override
  public String toString() {
    return topic + "/" + partition + "/" + offset;
  }
}
