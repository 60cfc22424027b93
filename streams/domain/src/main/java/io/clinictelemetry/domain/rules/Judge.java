package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.limits.LimitsInForce;
import io.clinictelemetry.domain.rules.Condition.Began;
import io.clinictelemetry.domain.rules.Condition.Change;
import io.clinictelemetry.domain.rules.Condition.Ended;
import io.clinictelemetry.domain.rules.Condition.Release;
import io.clinictelemetry.domain.rules.Condition.Sample;
import io.clinictelemetry.domain.rules.signals.Signals;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Judges the samples of one treatment, one after the other, each by every rule: so it makes no
 * difference how they are cut into frames. Mutable; owned by the state of one device.
 */
public final class Judge {

  /** Receives each change as it happens. */
  @FunctionalInterface
  public interface Verdicts {
    /**
     * A condition began or ended.
     *
     * @param policy scope and version of the policy that the sample was judged by
     */
    void changed(SampleRule rule, Change change, String policy);
  }

  /** Tells what begins nothing. */
  @FunctionalInterface
  public interface Silenced {
    /**
     * Whether a sample of the rule begins no condition now; what holds goes on.
     *
     * @param atMs start of the sample, corrected, ms since 1970 UTC
     */
    boolean at(SampleRule rule, long atMs);
  }

  private final Signals signals;
  private final Map<String, Condition> conditions;

  /** Of a treatment that begins. */
  public Judge() {
    this(new Signals(), Map.of());
  }

  /** As remembered; the map is by the rule's name. */
  public Judge(Signals signals, Map<String, Condition> conditions) {
    this.signals = signals;
    this.conditions = new HashMap<>(conditions);
  }

  /**
   * Judges every sample of the next frame.
   *
   * @param correctedStartMs corrected time of the first sample, ms since 1970 UTC
   * @param limits those of the device in the frame's modality
   */
  public void judge(
      Frame frame,
      long correctedStartMs,
      Setting setting,
      LimitsInForce limits,
      Silenced silenced,
      Verdicts verdicts) {
    judge(
        frame,
        correctedStartMs,
        setting,
        limits,
        silenced,
        UnaryOperator.identity(),
        Release.GUARDED,
        verdicts);
  }

  /**
   * What breaches in a frame, in order of its ends: judged without anything that came before it,
   * and without any delay.
   *
   * @param correctedStartMs corrected time of the first sample, ms since 1970 UTC
   * @param limits those of the device in the frame's modality
   */
  public static List<Breach> breaches(
      Frame frame, long correctedStartMs, Setting setting, LimitsInForce limits) {
    Judge alone = new Judge();
    Map<SampleRule, Began> holding = new LinkedHashMap<>();
    List<Breach> breaches = new ArrayList<>(0);
    alone.judge(
        frame,
        correctedStartMs,
        setting,
        limits,
        (rule, atMs) -> false,
        Threshold::withoutDelay,
        Release.UNGUARDED,
        (rule, change, policy) -> {
          if (change instanceof Began began) {
            holding.put(rule, began);
          } else {
            Ended ended = (Ended) change;
            long startedAtMs = holding.remove(rule).startedAtMs();
            breaches.add(new Breach(rule, startedAtMs, ended.endedAtMs(), ended.peak()));
          }
        });
    long frameEndMs = correctedStartMs + frame.durationMs();
    holding.forEach(
        (rule, began) ->
            breaches.add(
                new Breach(
                    rule,
                    began.startedAtMs(),
                    alone.endedAtMs(rule, frameEndMs),
                    alone.peak(rule).orElseThrow())));
    return breaches;
  }

  private void judge(
      Frame frame,
      long correctedStartMs,
      Setting setting,
      LimitsInForce limits,
      Silenced silenced,
      UnaryOperator<Threshold> asJudged,
      Release release,
      Verdicts verdicts) {
    SampleRule[] rules = SampleRules.judging(frame.modality());
    Condition[] held = new Condition[rules.length];
    for (int r = 0; r < rules.length; r++) {
      held[r] = conditions.get(rules[r].name());
    }
    Threshold[] thresholds = new Threshold[rules.length];
    Limits inForce = null;
    Moment moment = new Moment(frame, signals, setting);
    for (int i = 0; i < frame.count(); i++) {
      signals.next(frame, i);
      if (frame.bad(i)) {
        continue;
      }
      long fromStart = (long) i * frame.intervalMs();
      Limits now = limits.at(correctedStartMs + fromStart);
      if (now != inForce) {
        inForce = now;
        for (int r = 0; r < rules.length; r++) {
          thresholds[r] = asJudged.apply(rules[r].threshold(inForce, setting));
        }
      }
      moment.moveTo(i);
      for (int r = 0; r < rules.length; r++) {
        double value = rules[r].value(moment);
        Sample sample = rules[r].judge(moment, value, thresholds[r]);
        if (held[r] == null) {
          if (sample != Sample.BREACH) {
            continue;
          }
          held[r] = new Condition();
        }
        if (!held[r].holds()
            && sample == Sample.BREACH
            && silenced.at(rules[r], correctedStartMs + fromStart)) {
          sample = Sample.BACK;
        }
        Optional<Change> change =
            held[r].next(
                sample,
                value,
                thresholds[r],
                release,
                frame.elapsedMs() + fromStart,
                correctedStartMs + fromStart,
                frame.intervalMs());
        if (change.isPresent()) {
          verdicts.changed(rules[r], change.get(), inForce.policy(rules[r].limitName(setting)));
        }
      }
    }
    long endMs = frame.elapsedMs() + frame.durationMs();
    for (int r = 0; r < rules.length; r++) {
      if (held[r] == null || held[r].isQuiet(endMs)) {
        conditions.remove(rules[r].name());
      } else {
        conditions.put(rules[r].name(), held[r]);
      }
    }
  }

  /** The value furthest beyond the limit of a condition that holds; empty when it does not. */
  public Optional<Double> peak(Rule rule) {
    return Optional.ofNullable(conditions.get(rule.name()))
        .filter(Condition::holds)
        .map(Condition::peak);
  }

  /** When a condition that holds ended, if nothing is known of it after that time. */
  public long endedAtMs(Rule rule, long knownUntilMs) {
    return conditions.get(rule.name()).endedAtMs(knownUntilMs);
  }

  /** Takes in a breach that came out of order, where the condition of its rule holds. */
  public void takeIn(Breach breach) {
    SampleRule rule = breach.rule();
    peak(rule)
        .ifPresent(
            peak ->
                conditions
                    .get(rule.name())
                    .takeIn(breach.endedAtMs(), rule.side().further(peak, breach.peak())));
  }

  /** Forgets what holds or is pending: the session is over. */
  public void end() {
    conditions.clear();
  }

  /** Conditions that hold, are pending or did hold within a minute, by the rule's name. */
  public Map<String, Condition> conditions() {
    return Collections.unmodifiableMap(conditions);
  }

  /** What the samples so far mean for the next one. */
  public Signals signals() {
    return signals;
  }
}
