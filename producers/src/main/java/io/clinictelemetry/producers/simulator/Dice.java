package io.clinictelemetry.producers.simulator;

import java.util.List;
import java.util.SplittableRandom;

/** A seeded source of chance, split by purpose so that one choice does not shift all others. */
final class Dice {

  private final SplittableRandom random;

  private Dice(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The dice of a purpose: the same seed and names give the same throws. */
  static Dice of(long seed, long... names) {
    long mixed = seed;
    for (long name : names) {
      mixed = mix(mixed ^ mix(name));
    }
    return new Dice(mixed);
  }

  /** Spreads every bit of a number over all others (the finaliser of MurmurHash3). */
  static long mix(long value) {
    long mixed = value + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ (mixed >>> 33);
  }

  /** A whole number from min to max, both included. */
  int between(int min, int max) {
    return random.nextInt(min, max + 1);
  }

  /** A number from min up to but not max. */
  double between(double min, double max) {
    return random.nextDouble(min, max);
  }

  /** A number around 1, off by at most the share. */
  double about(double share) {
    return 1 + random.nextDouble(-share, share);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  long number() {
    return random.nextLong();
  }
}
