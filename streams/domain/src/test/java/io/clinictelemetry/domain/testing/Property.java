package io.clinictelemetry.domain.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Checks a property on many random lists. A failure names the seed and shows the shortest list that
 * halving found to fail too. {@code -Dproperty.seed=N} runs that seed alone.
 */
public final class Property {

  private static final Long ONLY = Long.getLong("property.seed");

  private Property() {}

  /**
   * Checks the property for the seeds from 0.
   *
   * @param property throws when it does not hold; what it draws at random depends on the seed alone
   */
  public static <T> void forAll(
      int seeds, Function<Random, List<T>> generator, BiConsumer<List<T>, Random> property) {
    if (ONLY != null) {
      check(ONLY, generator, property);
      return;
    }
    for (long seed = 0; seed < seeds; seed++) {
      check(seed, generator, property);
    }
  }

  private static <T> void check(
      long seed, Function<Random, List<T>> generator, BiConsumer<List<T>, Random> property) {
    List<T> generated = generator.apply(random(seed));
    Throwable failure = failure(generated, seed, property);
    if (failure == null) {
      return;
    }
    List<T> shrunk = shrink(generated, seed, property);
    throw new AssertionError(
        "seed "
            + seed
            + ", "
            + shrunk.size()
            + " of "
            + generated.size()
            + " left: "
            + shrunk
            + "\n"
            + failure(shrunk, seed, property),
        failure);
  }

  private static <T> List<T> shrink(
      List<T> generated, long seed, BiConsumer<List<T>, Random> property) {
    List<T> shortest = generated;
    for (int length = generated.size() / 2; length > 0; length /= 2) {
      int from = 0;
      while (from < shortest.size()) {
        List<T> without = new ArrayList<>(shortest.subList(0, from));
        without.addAll(shortest.subList(Math.min(from + length, shortest.size()), shortest.size()));
        if (failure(without, seed, property) != null) {
          shortest = without;
        } else {
          from += length;
        }
      }
    }
    return shortest;
  }

  private static <T> Throwable failure(
      List<T> list, long seed, BiConsumer<List<T>, Random> property) {
    try {
      property.accept(list, random(~seed));
      return null;
    } catch (RuntimeException | AssertionError e) {
      return e;
    }
  }

  /** Neighbouring seeds must not begin alike. */
  private static Random random(long seed) {
    return new Random(seed * 0x9E3779B97F4A7C15L);
  }
}
