package io.clinictelemetry.streams.fuzz;

import static io.clinictelemetry.streams.testing.TestDevice.T0;

import io.clinictelemetry.domain.intake.DeviceOrder;
import io.clinictelemetry.domain.intake.Plausibility;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Values that nobody should send: extremes, and what lies at and just beyond each bound. */
final class Absurd {

  private static final long YEAR_MS = Duration.ofDays(365).toMillis();
  private static final long END_OF_TIME_MS = 253_402_300_799_999L;
  private static final long MAX_COUNTER = 1L << 53;
  private static final long WEEK_MS = Duration.ofDays(7).toMillis();

  private static final long[] TIMES = {
    Long.MIN_VALUE,
    -1,
    0,
    1,
    T0 - 10 * YEAR_MS,
    T0 - WEEK_MS,
    T0 - 30_001,
    T0 + 60_001,
    T0 + YEAR_MS,
    T0 + 1_000 * YEAR_MS,
    END_OF_TIME_MS,
    END_OF_TIME_MS + 1,
    Long.MAX_VALUE
  };
  private static final long[] COUNTERS = {
    Long.MIN_VALUE, -1, 0, 1, 2, MAX_COUNTER - 1, MAX_COUNTER, MAX_COUNTER + 1, Long.MAX_VALUE
  };
  private static final long[] DURATIONS = {
    Long.MIN_VALUE, -1, 0, 1, 999, WEEK_MS, WEEK_MS + 1, Long.MAX_VALUE
  };
  private static final int[] INTERVALS = {
    Integer.MIN_VALUE, -1, 0, 1, 100, 60_000, 60_001, Integer.MAX_VALUE
  };
  private static final int[] COUNTS = {
    Integer.MIN_VALUE,
    -1,
    0,
    1,
    Plausibility.MAX_SAMPLES,
    Plausibility.MAX_SAMPLES + 1,
    Integer.MAX_VALUE
  };
  private static final float[] NUMBERS = {
    Float.NaN,
    Float.NEGATIVE_INFINITY,
    Float.POSITIVE_INFINITY,
    -Float.MAX_VALUE,
    Float.MAX_VALUE,
    Float.MIN_VALUE,
    -0f,
    -20.1f,
    94.9f,
    95,
    119.9f,
    120.1f,
    1_000_000,
    1_000_001
  };

  private Absurd() {}

  static Instant time(Random random) {
    return Instant.ofEpochMilli(TIMES[random.nextInt(TIMES.length)]);
  }

  /** A counter far off, or not far from where it is. */
  static long counter(Random random, long now) {
    return switch (random.nextInt(4)) {
      case 0 -> COUNTERS[random.nextInt(COUNTERS.length)];
      case 1 -> now - 1 - random.nextInt(2 * DeviceOrder.MAX_BOOTS);
      case 2 -> now + 1 + random.nextInt(3);
      default -> now + 1 + random.nextInt(2 * DeviceOrder.MAX_RANGES);
    };
  }

  static long duration(Random random) {
    return random.nextBoolean()
        ? DURATIONS[random.nextInt(DURATIONS.length)]
        : random.nextLong(WEEK_MS);
  }

  static int interval(Random random) {
    return INTERVALS[random.nextInt(INTERVALS.length)];
  }

  static int count(Random random) {
    return COUNTS[random.nextInt(COUNTS.length)];
  }

  static float number(Random random) {
    return NUMBERS[random.nextInt(NUMBERS.length)];
  }

  /** Samples: too few, too many, and any numbers at all. */
  static List<Float> samples(Random random) {
    int count =
        switch (random.nextInt(8)) {
          case 0 -> 0;
          case 1 -> Plausibility.MAX_SAMPLES + 1;
          case 2 -> 5_000;
          default -> 1 + random.nextInt(Plausibility.MAX_SAMPLES);
        };
    List<Float> samples = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      samples.add(random.nextInt(4) == 0 ? number(random) : 100 * random.nextFloat());
    }
    return samples;
  }

  /** An id: empty, blank, too long, of control characters, of another script, or just new. */
  static String id(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> "";
      case 1 -> " ";
      case 2 -> "x".repeat(200);
      case 3 -> "x".repeat(201);
      case 4 -> "x".repeat(70_000);
      case 5 -> "a\u0000b";
      case 6 -> "line\nbreak";
      case 7 -> "설비-\uD83D\uDC89";
      case 8 -> "\uFFFD";
      default -> "new-" + random.nextInt(1_000_000);
    };
  }
}
