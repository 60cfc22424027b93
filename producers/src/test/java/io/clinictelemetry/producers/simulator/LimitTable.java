package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.Electrode;
import io.clinictelemetry.avro.SkinSensitivity;
import io.clinictelemetry.avro.Waveform;
import io.clinictelemetry.avro.Zone;
import io.clinictelemetry.producers.simulator.SentSession.Sample;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The table of default limits, applied to a whole session at once and by brute force: which rules
 * it breaks. It shares nothing with the pipeline, and looks at a session more strictly: no
 * hysteresis, and what lasts as long as a rule waits counts.
 */
final class LimitTable {

  private static final Map<Zone, Double> FACTORS =
      Map.of(
          Zone.FACE, 1.0,
          Zone.NECK, 0.6,
          Zone.DECOLLETE, 0.7,
          Zone.PERIORBITAL, 0.4,
          Zone.LIP, 0.4,
          Zone.BODY, 1.2);

  /** Direct current is a mean over 10 s. */
  private static final int DC_SAMPLES = 100;

  private final SentSession session;
  private final Map<String, Double> overrides;
  private final List<Sample> good;
  private final Set<String> broken = new TreeSet<>();

  private LimitTable(SentSession session, Map<String, Double> overrides) {
    this.session = session;
    this.overrides = overrides;
    this.good = session.samples.stream().filter(s -> !s.bad()).toList();
  }

  /** Names of the rules that a session breaks. */
  static Set<String> broken(SentSession session) {
    return broken(session, Map.of());
  }

  /**
   * As the other, with other limits.
   *
   * @param overrides values by limit, in the units of policies
   */
  static Set<String> broken(SentSession session, Map<String, Double> overrides) {
    LimitTable table = new LimitTable(session, overrides);
    if (session.suction()) {
      table.suction();
    } else {
      table.current();
    }
    return table.broken;
  }

  private double by(double medical, double salon, double home) {
    DeviceClass deviceClass = session.deviceClass;
    return deviceClass == DeviceClass.MEDICAL
        ? medical
        : deviceClass == DeviceClass.SALON ? salon : home;
  }

  private double factor(Sample sample) {
    boolean sensitive = session.start.getSkinSensitivity() == SkinSensitivity.SENSITIVE;
    return FACTORS.get(sample.zone()) * (sensitive ? 0.7 : 1);
  }

  /** Breaks the rule where the condition holds for so long without a break. */
  private void lasting(String rule, double seconds, Predicate<Sample> condition) {
    long run = 0;
    for (Sample sample : good) {
      run = condition.test(sample) ? run + sample.intervalMs() : 0;
      if (run >= seconds * 1_000) {
        broken.add(rule);
        return;
      }
    }
  }

  private void suction() {
    double hardHigh = by(65, 55, 40);
    double softHigh = by(50, 41, 30);
    double softLow = by(10, 10, 8);
    double hardLow = by(5, 5, 4);
    lasting("suction-hard-high", 0.3, s -> s.contact() && s.value() > hardHigh);
    lasting(
        "suction-soft-high",
        2,
        s -> s.contact() && s.value() > Math.min(hardHigh, softHigh * factor(s)));
    // Whether a zone lowers the low limit, too, is a matter of reading: here it never helps.
    lasting(
        "suction-soft-low", 2, s -> s.contact() && s.value() < softLow * Math.max(1, factor(s)));
    lasting("suction-hard-low", 5, s -> s.contact() && s.value() < hardLow);
    if (session.motionSensor()) {
      Predicate<Sample> parked = s -> s.contact() && s.motion() < 2;
      lasting("suction-dwell-soft", by(3, 3, 2), parked);
      lasting("suction-dwell-hard", by(6, 5, 3), parked);
      dose(parked);
    } else {
      lasting("suction-dwell-soft", 20, Sample::contact);
    }
    flatLine();
    duration(by(30, 30, 10), by(60, 45, 15));
  }

  private void dose(Predicate<Sample> parked) {
    double dose = 0;
    for (Sample sample : good) {
      dose = parked.test(sample) ? dose + sample.value() * sample.intervalMs() / 1_000 : 0;
      if (dose > by(150, 150, 60)) {
        broken.add("suction-dose-soft");
      }
      if (dose > by(300, 250, 120)) {
        broken.add("suction-dose-hard");
      }
    }
  }

  private void flatLine() {
    long sameMs = 0;
    Set<Boolean> contact = new HashSet<>();
    Sample before = good.get(0);
    for (Sample sample : good) {
      if (sample.value() != before.value()) {
        sameMs = 0;
        contact.clear();
      }
      sameMs += sample.intervalMs();
      contact.add(sample.contact());
      if (sameMs >= 5_000 && contact.size() == 2) {
        broken.add("suction-flat-line");
      }
      before = sample;
    }
  }

  private void current() {
    double hardPeak = by(1_000, 700, 500);
    double softHigh = by(600, 500, 400);
    double hold = session.start.getElectrode() == Electrode.ROVING ? 10 : 3;
    lasting("current-hard-peak", 0.2, s -> s.peak() > hardPeak);
    lasting("current-soft-high", 2, s -> s.value() > Math.min(hardPeak, softHigh * factor(s)));
    lasting("current-soft-low", 2, s -> s.contact() && s.value() < 10 * Math.max(1, factor(s)));
    lasting("current-lost", hold, s -> s.set() > 0 && !s.contact());
    lasting(
        "current-tracking", 2, s -> s.contact() && Math.abs(s.value() - s.set()) > 0.2 * s.set());
    lasting("impedance-soft", hold, s -> s.hertz() >= 10 && s.kohm() > 100);
    lasting("impedance-lost", hold, s -> s.hertz() >= 10 && s.kohm() > 300);
    lasting("impedance-short", hold, s -> s.hertz() >= 10 && s.kohm() < 0.5);
    lasting("current-density", 0.1, s -> s.value() / 1_000 / s.areaCm2() > 2);
    if (session.start.getWaveform() == Waveform.BIPHASIC) {
      directCurrent();
    }
    double coulomb =
        good.stream().mapToDouble(s -> s.value() * 1e-6 * s.intervalMs() / 1_000).sum();
    if (coulomb > overrides.getOrDefault("gross-dose", by(2.2, 1.8, 0.48))) {
      broken.add("gross-dose-hard");
    }
    battery();
    duration(by(60, 60, 20), by(75, 70, 22));
  }

  private void directCurrent() {
    double sum = 0;
    for (int i = 0; i < good.size(); i++) {
      sum += good.get(i).net() - (i >= DC_SAMPLES ? good.get(i - DC_SAMPLES).net() : 0);
      double mean = i + 1 >= DC_SAMPLES ? Math.abs(sum / DC_SAMPLES) : 0;
      if (mean > 10) {
        broken.add("dc-offset-soft");
      }
      if (mean > 50) {
        broken.add("dc-offset-hard");
      }
    }
  }

  /** A battery that is low explains the tracking error. */
  private void battery() {
    if (session.batteryPct.stream().anyMatch(pct -> pct != null && pct < 15)) {
      broken.add("battery-sag");
      broken.remove("current-tracking");
    }
  }

  private void duration(double softMin, double hardMin) {
    Sample last = session.samples.get(session.samples.size() - 1);
    double minutes = (last.elapsedMs() + last.intervalMs()) / 60_000.0;
    if (minutes > overrides.getOrDefault("session-soft", softMin)) {
      broken.add("session-soft");
    }
    if (minutes > overrides.getOrDefault("session-hard", hardMin)) {
      broken.add("session-hard");
    }
  }
}
