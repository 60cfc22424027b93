package io.clinictelemetry.domain.episodes;

import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import io.clinictelemetry.domain.testing.Frames;
import io.clinictelemetry.domain.testing.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the episodes of a whole session at once, from the words of the rules alone: its own table
 * of limits, no state, only searches back and forth over all samples.
 */
final class EpisodeOracle {

  /** An episode, with its end where it has one before the session's. */
  record Episode(
      String rule,
      long startedAtMs,
      long triggeredAtMs,
      long endedAtMs,
      double measured,
      double peak,
      double limit) {}

  private static final long OFF_DELAY_MS = 2_000;

  private final DeviceClass deviceClass;
  private final SkinSensitivity sensitivity;
  private final List<Sample> all;
  private final long sessionEndMs;

  EpisodeOracle(
      DeviceClass deviceClass, SkinSensitivity sensitivity, List<Sample> all, long sessionEndMs) {
    this.deviceClass = deviceClass;
    this.sensitivity = sensitivity;
    this.all = all;
    this.sessionEndMs = sessionEndMs;
  }

  List<Episode> ofSuction() {
    List<Sample> good =
        all.stream().filter(s -> !s.flaggedBad() && s.value() >= -2 && s.value() < 95).toList();
    List<Episode> found = new ArrayList<>(find("suction-hard-high", good, 300, 1));
    found.addAll(find("suction-soft-high", good, 2_000, 1));
    return found;
  }

  List<Episode> ofCurrent() {
    List<Sample> good =
        all.stream()
            .filter(s -> !s.flaggedBad() && !Float.isNaN(s.value()) && !Float.isNaN(s.peak()))
            .toList();
    List<Episode> found = new ArrayList<>(find("current-hard-peak", good, 0, 2));
    found.addAll(find("current-soft-high", good, 2_000, 1));
    return found;
  }

  private List<Episode> find(String rule, List<Sample> good, long onDelayMs, int onSamples) {
    List<Episode> found = new ArrayList<>();
    int free = 0;
    for (int k = 0; k < good.size(); k++) {
      int start = runStart(rule, good, free, k, onDelayMs, true);
      if (start > k || k - start + 1 < onSamples || duration(good, start, k) < onDelayMs) {
        continue;
      }
      int last = good.size() - 1;
      long endedAtMs = sessionEndMs;
      for (int m = k + 1; m < good.size(); m++) {
        int back = runStart(rule, good, k + 1, m, OFF_DELAY_MS, false);
        if (back <= m && duration(good, back, m) >= OFF_DELAY_MS) {
          last = m;
          endedAtMs = at(good.get(back).elapsedMs());
          break;
        }
      }
      double peak = Double.NEGATIVE_INFINITY;
      for (int i = start; i <= last; i++) {
        if (breaches(rule, good.get(i))) {
          peak = Math.max(peak, value(rule, good.get(i)));
        }
      }
      found.add(
          new Episode(
              rule,
              at(good.get(start).elapsedMs()),
              at(good.get(k).endMs()),
              endedAtMs,
              value(rule, good.get(k)),
              peak,
              limit(rule, good.get(k).zone())));
      free = last + 1;
      k = last;
    }
    return found;
  }

  /**
   * Start of the unbroken run of breaches, or of samples that are back, that ends with sample k.
   */
  private int runStart(
      String rule, List<Sample> good, int free, int k, long delayMs, boolean breaches) {
    int start = k + 1;
    while (start > free) {
      Sample candidate = good.get(start - 1);
      if (breaches ? !breaches(rule, candidate) : !back(rule, candidate)) {
        break;
      }
      if (start <= k) {
        Sample follower = good.get(start);
        long hole = follower.elapsedMs() - candidate.endMs();
        if (hole > delayMs && hole > follower.intervalMs()) {
          break;
        }
      }
      start--;
    }
    return start;
  }

  private static long duration(List<Sample> good, int from, int to) {
    return good.subList(from, to + 1).stream().mapToLong(Sample::intervalMs).sum();
  }

  private boolean breaches(String rule, Sample sample) {
    return applies(rule, sample)
        && (float) value(rule, sample) > (float) limit(rule, sample.zone());
  }

  private boolean back(String rule, Sample sample) {
    return !applies(rule, sample)
        || (float) value(rule, sample) <= (float) (0.95 * limit(rule, sample.zone()));
  }

  private static boolean applies(String rule, Sample sample) {
    return !rule.startsWith("suction") || sample.contact();
  }

  private static double value(String rule, Sample sample) {
    return rule.equals("current-hard-peak") ? sample.peak() : sample.value();
  }

  /** The table of the default limits, class by class. */
  private double limit(String rule, Zone zone) {
    int column =
        switch (deviceClass) {
          case MEDICAL -> 0;
          case SALON -> 1;
          case HOME -> 2;
        };
    double hardKpa = new double[] {65, 55, 40}[column];
    return switch (rule) {
      case "suction-hard-high" -> hardKpa;
      case "suction-soft-high" -> Math.min(hardKpa, softKpa(column, zone));
      case "current-hard-peak" -> new double[] {1_000, 700, 500}[column];
      default -> new double[] {600, 500, 400}[column];
    };
  }

  /** In whole percents of percents, so that nothing is rounded before the end. */
  private double softKpa(int column, Zone zone) {
    int kpa = new int[] {50, 41, 30}[column];
    int zonePercent =
        switch (zone) {
          case FACE -> 100;
          case NECK -> 60;
          case DECOLLETE -> 70;
          case PERIORBITAL, LIP -> 40;
          case BODY -> 120;
        };
    int skinPercent = sensitivity == SkinSensitivity.SENSITIVE ? 70 : 100;
    return kpa * zonePercent * skinPercent / 10_000.0;
  }

  private static long at(long elapsedMs) {
    return Frames.SESSION_START + elapsedMs;
  }
}
