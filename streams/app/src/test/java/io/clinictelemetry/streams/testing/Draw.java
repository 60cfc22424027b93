package io.clinictelemetry.streams.testing;

import java.util.Optional;
import java.util.Random;

/** Draws at random. */
public final class Draw {

  private Draw() {}

  /** One of the values. */
  @SafeVarargs
  public static <T> T one(Random random, T... values) {
    return values[random.nextInt(values.length)];
  }

  /** One of the values, or none. */
  @SafeVarargs
  public static <T> Optional<T> maybe(Random random, T... values) {
    return random.nextBoolean()
        ? Optional.of(values[random.nextInt(values.length)])
        : Optional.empty();
  }
}
