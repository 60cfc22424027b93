package io.clinictelemetry.standalone.embedded;

import java.time.Duration;
import java.util.Locale;

/**
 * One step of a start-up that is done.
 *
 * @param name what is ready, for instance {@code broker}
 * @param took how long it took
 * @param address where it is reached, for instance {@code 127.0.0.1:9092}
 */
public record Stage(String name, Duration took, String address) {

  /** As one line for people: {@code broker ready in 2.1 s on 127.0.0.1:9092}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s ready in %.1f s on %s", name, took.toMillis() / 1000.0, address);
  }
}
