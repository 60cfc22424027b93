package io.clinictelemetry.domain.episodes;

import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.limits.DefaultLimits;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.rules.Condition;
import io.clinictelemetry.domain.rules.Condition.Began;
import io.clinictelemetry.domain.rules.Condition.Change;
import io.clinictelemetry.domain.rules.Condition.Ended;
import io.clinictelemetry.domain.rules.Judge;
import io.clinictelemetry.domain.rules.Rule;
import io.clinictelemetry.domain.rules.Threshold;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The conditions and open alerts of one treatment. Mutable; owned by the state of one device. */
public final class Episodes {

  private final Treatment treatment;
  private final Map<String, Condition> conditions;
  private final Map<String, Alert> openAlerts;

  /** A treatment that begins. */
  public Episodes(Treatment treatment) {
    this(treatment, Map.of(), Map.of());
  }

  /** As remembered; the maps are by the rule's name. */
  public Episodes(
      Treatment treatment, Map<String, Condition> conditions, Map<String, Alert> openAlerts) {
    this.treatment = treatment;
    this.conditions = new HashMap<>(conditions);
    this.openAlerts = new HashMap<>(openAlerts);
  }

  /** Judges a frame of the treatment that came in order; answers what changed, in order. */
  public List<AlertChange> judge(TakenEvent taken, Frame frame, long logClockMs) {
    List<AlertChange> changes = new ArrayList<>(0);
    for (Rule rule : Rule.ALL) {
      if (rule.modality() == frame.modality()) {
        Condition condition = condition(rule);
        judge(
            rule,
            taken,
            frame,
            condition,
            change -> changes.add(apply(rule, taken.late(), change, logClockMs)));
        if (condition.isQuiet()) {
          conditions.remove(rule.name());
        }
      }
    }
    return changes;
  }

  /**
   * Judges a frame whose gap had been declared. Its neighbours are gone, so it is judged alone, and
   * what it shows is history: an alert that is closed at once. What an alert that is open already
   * covers is no second alert.
   */
  public List<AlertChange> judgeOutOfOrder(TakenEvent taken, Frame frame, long logClockMs) {
    List<AlertChange> changes = new ArrayList<>(0);
    long frameEndMs = taken.atMs() + frame.durationMs();
    for (Rule rule : Rule.ALL) {
      Alert open = openAlerts.get(rule.name());
      boolean covered = open != null && open.startedAtMs() <= frameEndMs;
      if (rule.modality() == frame.modality() && !covered) {
        Episodes neighbourless = new Episodes(treatment);
        judge(
            rule,
            taken,
            frame,
            neighbourless.condition(rule),
            change -> changes.add(neighbourless.apply(rule, true, change, logClockMs)));
        changes.addAll(neighbourless.end(frameEndMs, logClockMs));
      }
    }
    return changes;
  }

  /** Clears what is open because the session ended at the corrected time; answers what changed. */
  public List<AlertChange> end(long endedAtMs, long logClockMs) {
    List<AlertChange> changes = new ArrayList<>(0);
    for (Rule rule : Rule.ALL) {
      Condition condition = conditions.remove(rule.name());
      if (condition != null) {
        condition
            .sessionEnded(endedAtMs)
            .ifPresent(change -> changes.add(clear(rule, (Ended) change, logClockMs)));
      }
    }
    return changes;
  }

  private void judge(
      Rule rule, TakenEvent taken, Frame frame, Condition condition, Consumer<Change> changes) {
    Judge.judge(rule, frame, taken.atMs(), threshold(rule, frame), condition, changes);
  }

  private Condition condition(Rule rule) {
    return conditions.computeIfAbsent(rule.name(), name -> new Condition());
  }

  private Threshold threshold(Rule rule, Frame frame) {
    return rule.threshold(
        limits(rule), frame.zone().orElse(treatment.zone()), treatment.sensitivity());
  }

  private Limits limits(Rule rule) {
    return DefaultLimits.of(rule.modality(), treatment.deviceClass());
  }

  private AlertChange apply(Rule rule, boolean late, Change change, long logClockMs) {
    if (change instanceof Began began) {
      Alert alert = open(rule, began, logClockMs, late);
      openAlerts.put(rule.name(), alert);
      return new AlertChange(logClockMs, alert);
    }
    return clear(rule, (Ended) change, logClockMs);
  }

  private AlertChange clear(Rule rule, Ended ended, long logClockMs) {
    Alert open = openAlerts.remove(rule.name());
    return new AlertChange(logClockMs, open.cleared(ended.endedAtMs(), ended.peak()));
  }

  private Alert open(Rule rule, Began began, long logClockMs, boolean late) {
    return new Alert(
        AlertId.of(treatment.deviceId(), rule.name(), treatment.sessionId(), began.startedAtMs()),
        treatment.deviceId(),
        treatment.clinicId(),
        treatment.sessionId(),
        rule,
        began.startedAtMs(),
        began.triggeredAtMs(),
        logClockMs,
        OptionalLong.empty(),
        began.measured(),
        began.peak(),
        began.limit(),
        limits(rule).policy(rule.limitName()),
        explain(rule, began),
        late,
        1);
  }

  private static String explain(Rule rule, Began began) {
    return String.format(
        Locale.ROOT,
        "%s reached %.1f %s, above the limit of %.1f %s, for %.1f s.",
        rule.subject(),
        began.peak(),
        rule.unit(),
        began.limit(),
        rule.unit(),
        (began.triggeredAtMs() - began.startedAtMs()) / 1000.0);
  }

  /** What the readings are judged by. */
  public Treatment treatment() {
    return treatment;
  }

  /** Conditions that hold or are pending, by the rule's name. */
  public Map<String, Condition> conditions() {
    return conditions;
  }

  /** Open alerts, by the rule's name. */
  public Map<String, Alert> openAlerts() {
    return openAlerts;
  }
}
