package io.clinictelemetry.domain.intake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** What one device's events can look like by the time they are appended. */
final class RandomLog {

  /** What is wrong with a record. */
  enum Kind {
    /** Nothing. */
    USABLE,
    /** Nobody can use it, as one sees at once. */
    UNUSABLE,
    /** It turns out not to be usable when its turn comes, for instance for its time. */
    REFUSED
  }

  /** One record of the log. */
  record Entry(Position position, Kind kind, long appendedAtMs) {}

  private final Random random;
  private final List<Entry> entries = new ArrayList<>();
  private long nowMs = 1_700_000_000_000L;

  private final int longestDelayMs;

  private RandomLog(Random random, int longestDelayMs) {
    this.random = random;
    this.longestDelayMs = longestDelayMs;
  }

  /** A device that is mostly well connected; few boots and few gaps. */
  static List<Entry> ordinary(Random random) {
    RandomLog log = new RandomLog(random, 20_000);
    int boots = 1 + random.nextInt(5);
    for (int boot = 0; boot < boots; boot++) {
      log.addBoot(boot, random.nextInt(40), 0.05, 0.05);
    }
    return log.sorted();
  }

  /** A device of which more gets lost than can be remembered. */
  static List<Entry> terrible(Random random) {
    RandomLog log = new RandomLog(random, 900_000);
    int boots = 1 + random.nextInt(25);
    double lost = random.nextDouble() * 0.6;
    double unusable = random.nextDouble() * 0.6;
    for (int boot = 0; boot < boots; boot++) {
      log.addBoot(boot, random.nextInt(random.nextBoolean() ? 400 : 10), lost, unusable);
    }
    return log.sorted();
  }

  private void addBoot(int boot, int events, double lost, double unusable) {
    long outageMs = 0;
    for (int seq = 0; seq < events; seq++) {
      nowMs += 50 + random.nextInt(1_000);
      if (random.nextInt(60) == 0) {
        outageMs = random.nextInt(20_000); // what is sent now arrives at once later
      }
      outageMs = Math.max(0, outageMs - 500);
      Position position = new Position(boot, seq);
      if (random.nextDouble() >= lost) {
        Kind kind = kind(unusable);
        long delayMs = delayMs() + outageMs;
        add(position, kind, delayMs);
        if (kind != Kind.USABLE && random.nextInt(3) == 0) {
          long waitedMs = delayMs + DeviceOrder.GAP_WAIT_MS;
          add(position, Kind.USABLE, waitedMs + 1 + random.nextInt(longestDelayMs)); // replayed
        }
      }
    }
  }

  private Kind kind(double unusable) {
    if (random.nextDouble() >= unusable) {
      return Kind.USABLE;
    }
    return random.nextInt(4) == 0 ? Kind.REFUSED : Kind.UNUSABLE;
  }

  private void add(Position position, Kind kind, long delayMs) {
    entries.add(new Entry(position, kind, nowMs + delayMs));
    while (random.nextInt(8) == 0) {
      entries.add(new Entry(position, kind, nowMs + delayMs + random.nextInt(longestDelayMs)));
    }
  }

  private long delayMs() {
    return switch (random.nextInt(10)) {
      case 0, 1 -> random.nextInt(2_000);
      case 2 -> random.nextInt(8_000);
      default -> 0;
    };
  }

  private List<Entry> sorted() {
    entries.sort(Comparator.comparingLong(Entry::appendedAtMs));
    return entries;
  }
}
