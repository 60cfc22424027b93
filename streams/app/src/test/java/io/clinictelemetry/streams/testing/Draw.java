package io.clinictelemetry.streams.testing;

import java.util.Random;

/** Draws at random. */
public final class Draw {

  private Draw() {}

  /** One of the values. */
  @SafeVarargs
  public static <T> T one(Random random, T... values) {
    return values[random.nextInt(values.length)];
  }
}
