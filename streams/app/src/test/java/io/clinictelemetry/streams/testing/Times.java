package io.clinictelemetry.streams.testing;

import java.time.Instant;

/** Instants as people read them in a test: milliseconds after {@link TestDevice#T0}. */
public final class Times {

  private Times() {}

  /** For instance {@code +1300}; {@code -} for none. */
  public static String text(Instant instant) {
    return instant == null ? "-" : text(instant.toEpochMilli());
  }

  /** For instance {@code +1300}. */
  public static String text(long ms) {
    return "%+d".formatted(ms - TestDevice.T0);
  }
}
