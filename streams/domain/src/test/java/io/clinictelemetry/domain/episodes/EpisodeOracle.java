package io.clinictelemetry.domain.episodes;

import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.limits.LimitsInForce;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import io.clinictelemetry.domain.testing.Frames;
import io.clinictelemetry.domain.testing.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the episodes of a whole session at once, from the words of the rules alone: no state, only
 * searches back and forth over all samples.
 */
public final class EpisodeOracle {

  /**
   * An episode, with its end where it has one before the session's.
   *
   * @param cause rule and start of the episode that it belongs to, or nothing
   */
  public record Episode(
      String rule,
      long startedAtMs,
      long triggeredAtMs,
      long endedAtMs,
      float measured,
      float peak,
      float limit,
      String policy,
      boolean chattering,
      String cause) {

    String name() {
      return rule + "@" + startedAtMs;
    }

    Episode causedBy(String other) {
      return new Episode(
          rule,
          startedAtMs,
          triggeredAtMs,
          endedAtMs,
          measured,
          peak,
          limit,
          policy,
          chattering,
          other);
    }
  }

  /** One sample that is beyond the limit of a rule. */
  record Breaching(String rule, long fromMs, long toMs, float value) {

    Breaching until(long endMs) {
      return new Breaching(rule, fromMs, endMs, value);
    }
  }

  /** An episode, and the samples that decided that it began and ended. */
  private record Found(Episode episode, int order, long beganWithMs, long endedWithMs) {}

  /** What one sample says to one rule. */
  private record Word(Sample sample, double value, double limit, String policy, Say say) {}

  private enum Say {
    BREACH,
    BETWEEN,
    BACK,
    NOTHING
  }

  private static final String[] SUCTION = {
    "suction-hard-high",
    "suction-soft-high",
    "suction-soft-low",
    "suction-hard-low",
    "suction-dwell-soft",
    "suction-dwell-hard",
    "suction-dose-soft",
    "suction-dose-hard",
    "suction-flat-line"
  };
  private static final String[] CURRENT = {
    "current-hard-peak",
    "current-soft-high",
    "current-soft-low",
    "current-lost",
    "current-tracking",
    "impedance-soft",
    "impedance-lost",
    "impedance-short",
    "dc-offset-soft",
    "dc-offset-hard",
    "current-density",
    "gross-dose-hard"
  };
  private static final List<String> FAMILY =
      List.of(
          "current-soft-low",
          "current-lost",
          "current-tracking",
          "impedance-soft",
          "impedance-lost");

  private static final long OFF_DELAY_MS = 2_000;
  private static final long BRIDGED_MS = 500;

  private final Modality modality;
  private final SkinSensitivity sensitivity;
  private final boolean roving;
  private final boolean biphasic;
  private final LimitsInForce limits;
  private final List<Sample> all;
  private final List<Sample> good;
  private final long sessionEndMs;
  private final IdentityHashMap<Sample, Integer> places = new IdentityHashMap<>();
  private final Map<Integer, Double> directCurrents = new HashMap<>();

  /**
   * Sees all samples of a session.
   *
   * @param sessionEndMs ms since 1970 UTC, where the session began at {@link Frames#SESSION_START}
   */
  public EpisodeOracle(
      Modality modality,
      SkinSensitivity sensitivity,
      boolean roving,
      boolean biphasic,
      LimitsInForce limits,
      List<Sample> all,
      long sessionEndMs) {
    this.modality = modality;
    this.sensitivity = sensitivity;
    this.roving = roving;
    this.biphasic = biphasic;
    this.limits = limits;
    this.all = all;
    this.good = all.stream().filter(this::isGood).toList();
    this.sessionEndMs = sessionEndMs;
    for (int i = 0; i < all.size(); i++) {
      places.put(all.get(i), i);
    }
  }

  private boolean isGood(Sample s) {
    boolean measured =
        modality == Modality.MICRODERMABRASION
            ? s.value() >= -2 && s.value() < 95
            : !Float.isNaN(s.value()) && !Float.isNaN(s.peak());
    return measured && !s.flaggedBad();
  }

  List<Breaching> breaching() {
    List<Breaching> breaching = new ArrayList<>();
    for (String rule : rules()) {
      for (int k = 0; k < good.size(); k++) {
        Word word = word(rule, k);
        if (word.say() == Say.BREACH) {
          Sample sample = word.sample();
          breaching.add(
              new Breaching(
                  rule, at(sample.elapsedMs()), at(sample.endMs()), (float) word.value()));
        }
      }
    }
    return breaching;
  }

  private String[] rules() {
    return modality == Modality.MICRODERMABRASION ? SUCTION : CURRENT;
  }

  /** All episodes, in the order of their rules. */
  public List<Episode> episodes() {
    String[] rules = rules();
    List<Found> found = new ArrayList<>();
    for (int r = 0; r < rules.length; r++) {
      found.addAll(find(rules[r], r));
    }
    return withCauses(found);
  }

  // ---- which limit, how long

  private static LimitName limitName(String rule, Sample sample) {
    return switch (rule) {
      case "suction-dwell-soft" ->
          sample.more().motionSensor() ? LimitName.DWELL_SOFT : LimitName.CONTACT_SOFT;
      case "suction-dwell-hard" -> LimitName.DWELL_HARD;
      case "suction-dose-soft" -> LimitName.DOSE_SOFT;
      case "suction-dose-hard" -> LimitName.DOSE_HARD;
      case "suction-flat-line" -> LimitName.FLAT_LINE;
      case "current-tracking" -> LimitName.TRACKING_ERROR;
      case "gross-dose-hard" -> LimitName.GROSS_DOSE;
      default -> LimitName.ofKey(rule).orElseThrow();
    };
  }

  private double limit(String rule, Sample sample, Limits inForce) {
    double plain = inForce.value(limitName(rule, sample));
    return switch (rule) {
      case "suction-soft-high" ->
          Math.min(scaled(plain, sample.zone()), inForce.value(LimitName.SUCTION_HARD_HIGH));
      case "suction-soft-low" ->
          Math.max(scaled(plain, sample.zone()), inForce.value(LimitName.SUCTION_HARD_LOW));
      case "suction-dose-soft" ->
          Math.min(scaled(plain, sample.zone()), inForce.value(LimitName.DOSE_HARD));
      default -> plain;
    };
  }

  /** To a thousandth; the factors in whole percents. */
  private double scaled(double soft, Zone zone) {
    int zonePercent =
        switch (zone) {
          case FACE -> 100;
          case NECK -> 60;
          case DECOLLETE -> 70;
          case PERIORBITAL, LIP -> 40;
          case BODY -> 120;
        };
    int skinPercent = sensitivity == SkinSensitivity.SENSITIVE ? 70 : 100;
    return Math.round(soft * zonePercent * skinPercent / 10.0) / 1_000.0;
  }

  private long onDelayMs(String rule) {
    return switch (rule) {
      case "suction-hard-high" -> 300;
      case "suction-hard-low" -> 5_000;
      case "suction-soft-high",
          "suction-soft-low",
          "current-soft-high",
          "current-soft-low",
          "current-tracking",
          "current-density" ->
          2_000;
      case "current-lost", "impedance-soft", "impedance-lost", "impedance-short" ->
          roving ? 10_000 : 3_000;
      default -> 0;
    };
  }

  private static boolean isLow(String rule) {
    return rule.endsWith("-low") || rule.equals("current-lost") || rule.equals("impedance-short");
  }

  // ---- what a sample says

  private Word word(String rule, int k) {
    Sample sample = good.get(k);
    Limits inForce = limits.at(at(sample.elapsedMs()));
    double limit = limit(rule, sample, inForce);
    double value = value(rule, k);
    return new Word(
        sample, value, limit, inForce.policy(limitName(rule, sample)), say(rule, k, value, limit));
  }

  private Say say(String rule, int k, double value, double limit) {
    Sample sample = good.get(k);
    boolean touches =
        modality == Modality.MICRODERMABRASION
            ? sample.contact()
            : sample.more().set() > 0 && sample.value() >= 0.1f * sample.more().set();
    switch (rule) {
      case "suction-hard-high", "suction-soft-high" -> {
        if (!touches) {
          return Say.BACK;
        }
      }
      case "suction-soft-low", "suction-hard-low" -> {
        if (!touches || !steady(sample)) {
          return Say.NOTHING;
        }
      }
      case "current-soft-low", "current-tracking" -> {
        if (!steady(sample)) {
          return Say.NOTHING;
        }
        if (!touches) {
          return Say.BACK;
        }
      }
      case "current-lost" -> {
        if (!steady(sample)) {
          return Say.NOTHING;
        }
      }
      case "impedance-soft", "impedance-lost", "impedance-short" -> {
        if (!steady(sample) || !(sample.more().frequency() >= 10)) {
          return Say.NOTHING;
        }
      }
      case "dc-offset-soft", "dc-offset-hard" -> {
        if (!biphasic) {
          return Say.NOTHING;
        }
      }
      case "suction-flat-line" -> {
        if (!(sample.more().set() > 0)) {
          return Say.NOTHING;
        }
      }
      default -> {}
    }
    if (Double.isNaN(value)) {
      return Say.NOTHING;
    }
    float v = (float) value;
    if (isLow(rule)) {
      double hysteresis = rule.startsWith("impedance") ? 0.2 : 0.05;
      return v < (float) limit
          ? Say.BREACH
          : v >= (float) (limit * (1 + hysteresis)) ? Say.BACK : Say.BETWEEN;
    }
    if (rule.contains("dwell") || rule.contains("flat")) {
      return v >= (float) limit ? Say.BREACH : v == 0 ? Say.BACK : Say.BETWEEN;
    }
    if (rule.contains("suction-dose")) {
      return v > (float) limit ? Say.BREACH : v == 0 ? Say.BACK : Say.BETWEEN;
    }
    double hysteresis = rule.startsWith("impedance") ? 0.2 : 0.05;
    return v > (float) limit
        ? Say.BREACH
        : v <= (float) (limit * (1 - hysteresis)) ? Say.BACK : Say.BETWEEN;
  }

  private double value(String rule, int k) {
    Sample sample = good.get(k);
    double set = sample.more().set();
    return switch (rule) {
      case "suction-dwell-soft" ->
          sample.more().motionSensor() ? restMs(k) / 1_000 : contactMs(k) / 1_000;
      case "suction-dwell-hard" -> restMs(k) / 1_000;
      case "suction-dose-soft", "suction-dose-hard" -> doseKpaMs(k) / 1_000;
      case "suction-flat-line" -> flatLineMs(k) / 1_000;
      case "current-hard-peak" -> sample.peak();
      case "current-lost" -> 100 * (double) sample.value() / set;
      case "current-tracking" -> 100 * Math.abs(sample.value() - set) / set;
      case "impedance-soft", "impedance-lost", "impedance-short" -> sample.more().impedance();
      case "dc-offset-soft", "dc-offset-hard" -> biphasic ? directCurrent(k) : Double.NaN;
      case "current-density" ->
          sample.more().area() > 0
              ? (double) sample.value() / 1_000 / sample.more().area()
              : Double.NaN;
      case "gross-dose-hard" -> grossDoseC(k);
      default -> sample.value();
    };
  }

  /** Something is set, and has been the same for 2 s, whatever else was bad. */
  private boolean steady(Sample sample) {
    float set = sample.more().set();
    int since = places.get(sample);
    while (since > 0 && all.get(since - 1).more().set() == set) {
      since--;
    }
    return set > 0 && sample.elapsedMs() - all.get(since).elapsedMs() >= 2_000;
  }

  private static boolean follows(Sample earlier, Sample later) {
    return Math.abs(later.elapsedMs() - earlier.endMs()) <= BRIDGED_MS;
  }

  private double contactMs(int k) {
    double ms = 0;
    for (int j = k; j >= 0 && good.get(j).contact(); j--) {
      if (j < k && !follows(good.get(j), good.get(j + 1))) {
        break;
      }
      ms += good.get(j).intervalMs();
    }
    return ms;
  }

  private double restMs(int k) {
    return rest(k).stream().mapToDouble(Sample::intervalMs).sum() + unknownMotion(k);
  }

  private double doseKpaMs(int k) {
    double kpaMs = unknownMotion(k);
    List<Sample> rest = rest(k);
    for (int j = rest.size() - 1; j >= 0; j--) {
      kpaMs += (double) Math.max(rest.get(j).value(), 0) * rest.get(j).intervalMs();
    }
    return kpaMs;
  }

  /** Not a number when nobody knows whether the tip moves, else nothing to add. */
  private double unknownMotion(int k) {
    Sample sample = good.get(k);
    boolean unknown =
        !sample.more().motionSensor() || (sample.contact() && Float.isNaN(sample.more().motion()));
    return unknown ? Double.NaN : 0;
  }

  /** The samples for which the tip has rested where it is, latest first. */
  private List<Sample> rest(int k) {
    List<Sample> rest = new ArrayList<>();
    for (int j = k; j >= 0; j--) {
      Sample sample = good.get(j);
      if (!sample.contact() || sample.more().motion() >= 2) {
        break;
      }
      if (sample.more().motion() < 2) {
        if (!rest.isEmpty() && !follows(sample, rest.get(rest.size() - 1))) {
          break;
        }
        rest.add(sample);
      }
    }
    return rest;
  }

  private double flatLineMs(int k) {
    boolean toggled = false;
    double ms = good.get(k).intervalMs();
    for (int j = k - 1; j >= 0; j--) {
      if (good.get(j).value() != good.get(k).value() || !follows(good.get(j), good.get(j + 1))) {
        break;
      }
      toggled |= good.get(j).contact() != good.get(j + 1).contact();
      ms += good.get(j).intervalMs();
    }
    boolean changed = k == 0 || good.get(k - 1).value() != good.get(k).value();
    if (toggled) {
      return ms;
    }
    return changed ? 0 : Double.NaN;
  }

  /** Once a sample, since it takes so long. */
  private double directCurrent(int k) {
    Double known = directCurrents.get(k);
    if (known == null) {
      known = directCurrentUa(k);
      directCurrents.put(k, known);
    }
    return known;
  }

  /** Over the latest whole seconds of samples that make 10 s. */
  private double directCurrentUa(int k) {
    if (Float.isNaN(good.get(k).more().net())) {
      return directCurrentBefore(k);
    }
    List<Sample> told = new ArrayList<>(good.subList(0, k + 1));
    told.removeIf(sample -> !tellsNet(sample));
    List<Integer> seconds = new ArrayList<>();
    long inSecond = 0;
    for (int j = 0; j < told.size(); j++) {
      boolean hole = j > 0 && Math.abs(told.get(j).elapsedMs() - told.get(j - 1).endMs()) > 10_000;
      if (hole) {
        seconds.clear();
      }
      if (seconds.isEmpty() || inSecond >= 1_000) {
        seconds.add(j);
        inSecond = 0;
      }
      inSecond += told.get(j).intervalMs();
    }
    for (int s = seconds.size() - 1; s >= 0; s--) {
      List<Sample> window = told.subList(seconds.get(s), told.size());
      long ms = 0;
      for (Sample sample : window) {
        ms += sample.intervalMs();
      }
      if (ms >= 10_000) {
        double uaMs = 0;
        for (Sample sample : window) {
          uaMs += (double) sample.more().net() * sample.intervalMs();
        }
        return Math.abs(uaMs / ms);
      }
    }
    return Double.NaN;
  }

  /** A sample without net current leaves the mean as it was. */
  private double directCurrentBefore(int k) {
    for (int j = k - 1; j >= 0; j--) {
      if (tellsNet(good.get(j))) {
        return directCurrentUa(j);
      }
    }
    return Double.NaN;
  }

  private static boolean tellsNet(Sample sample) {
    return !Float.isNaN(sample.more().net());
  }

  private double grossDoseC(int k) {
    double uaMs = 0;
    for (int j = 0; j <= k; j++) {
      uaMs += (double) good.get(j).value() * good.get(j).intervalMs();
    }
    return uaMs / 1e9;
  }

  // ---- episodes

  private List<Found> find(String rule, int order) {
    List<Word> words = new ArrayList<>();
    for (int k = 0; k < good.size(); k++) {
      Word word = word(rule, k);
      if (word.say() != Say.NOTHING) {
        words.add(word);
      }
    }
    int onSamples = rule.equals("current-hard-peak") ? 2 : 1;
    List<Found> found = new ArrayList<>();
    int free = 0;
    for (int k = 0; k < words.size(); k++) {
      int start = runStart(words, free, k, onDelayMs(rule), Say.BREACH);
      if (start > k || k - start + 1 < onSamples || duration(words, start, k) < onDelayMs(rule)) {
        continue;
      }
      boolean chattering = isThirdWithinAMinute(found, at(words.get(k).sample().endMs()));
      long offDelayMs = chattering ? 60_000 : OFF_DELAY_MS;
      int last = words.size() - 1;
      long endedAtMs = sessionEndMs;
      long endedWithMs = Long.MAX_VALUE;
      for (int m = k + 1; m < words.size(); m++) {
        int back = runStart(words, k + 1, m, offDelayMs, Say.BACK);
        if (back <= m && duration(words, back, m) >= offDelayMs) {
          last = m;
          endedAtMs = at(words.get(back).sample().elapsedMs());
          endedWithMs = words.get(m).sample().elapsedMs();
          break;
        }
      }
      found.add(
          new Found(
              new Episode(
                  rule,
                  at(words.get(start).sample().elapsedMs()),
                  at(words.get(k).sample().endMs()),
                  endedAtMs,
                  (float) words.get(k).value(),
                  (float) peak(rule, words.subList(start, last + 1)),
                  (float) words.get(k).limit(),
                  words.get(k).policy(),
                  chattering,
                  ""),
              order,
              words.get(k).sample().elapsedMs(),
              endedWithMs));
      free = last + 1;
      k = last;
    }
    return found;
  }

  private static boolean isThirdWithinAMinute(List<Found> earlier, long triggeredAtMs) {
    return earlier.stream()
            .filter(found -> found.episode().triggeredAtMs() >= triggeredAtMs - 60_000)
            .count()
        >= 2;
  }

  private static double peak(String rule, List<Word> words) {
    var breaches = words.stream().filter(word -> word.say() == Say.BREACH).mapToDouble(Word::value);
    return isLow(rule) ? breaches.min().orElseThrow() : breaches.max().orElseThrow();
  }

  /** Start of the unbroken run of words that say so and end with word k. */
  private static int runStart(List<Word> words, int free, int k, long delayMs, Say say) {
    int start = k + 1;
    while (start > free && words.get(start - 1).say() == say) {
      if (start <= k) {
        Sample follower = words.get(start).sample();
        long hole = follower.elapsedMs() - words.get(start - 1).sample().endMs();
        if (hole > delayMs && hole > follower.intervalMs()) {
          break;
        }
      }
      start--;
    }
    return start;
  }

  private static long duration(List<Word> words, int from, int to) {
    long ms = 0;
    for (int i = from; i <= to; i++) {
      ms += words.get(i).sample().intervalMs();
    }
    return ms;
  }

  /** Each of the family belongs to the first of those that it follows closely. */
  private static List<Episode> withCauses(List<Found> found) {
    List<Found> inOrder = new ArrayList<>(found);
    inOrder.sort(Comparator.comparingLong(Found::beganWithMs).thenComparingInt(Found::order));
    Map<String, String> firsts = new HashMap<>();
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < inOrder.size(); i++) {
      Found next = inOrder.get(i);
      String first = "";
      if (FAMILY.contains(next.episode().rule())) {
        for (Found earlier : inOrder.subList(0, i)) {
          if (FAMILY.contains(earlier.episode().rule()) && isClose(earlier, next)) {
            first = firsts.get(earlier.episode().name());
          }
        }
        firsts.put(next.episode().name(), first.isEmpty() ? next.episode().name() : first);
      }
      episodes.add(next.episode().causedBy(first));
    }
    return episodes;
  }

  private static boolean isClose(Found earlier, Found next) {
    boolean ended =
        earlier.endedWithMs() < next.beganWithMs()
            || (earlier.endedWithMs() == next.beganWithMs() && earlier.order() < next.order());
    return !ended || next.episode().startedAtMs() - earlier.episode().endedAtMs() < 60_000;
  }

  private static long at(long elapsedMs) {
    return Frames.SESSION_START + elapsedMs;
  }
}
