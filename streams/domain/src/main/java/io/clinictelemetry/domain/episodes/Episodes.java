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
import io.clinictelemetry.domain.rules.Rules;
import io.clinictelemetry.domain.rules.SampleRule;
import io.clinictelemetry.domain.rules.Threshold;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The conditions and open alerts of one treatment. Mutable; owned by the state of one device. */
public final class Episodes {

  private final Treatment treatment;
  private final Map<String, Condition> conditions;
  private final OpenAlerts openAlerts;

  /** A treatment that begins. */
  public Episodes(Treatment treatment) {
    this(treatment, Map.of(), Map.of());
  }

  /** As remembered; the maps are by the rule's name. */
  public Episodes(
      Treatment treatment, Map<String, Condition> conditions, Map<String, Alert> openAlerts) {
    this.treatment = treatment;
    this.conditions = new HashMap<>(conditions);
    this.openAlerts = new OpenAlerts(treatment.subject(), openAlerts);
  }

  /** Judges a frame of the treatment that came in order; answers what changed, in order. */
  public List<AlertChange> judge(TakenEvent taken, Frame frame, long logClockMs) {
    List<AlertChange> changes = new ArrayList<>(0);
    for (SampleRule rule : SampleRule.ALL) {
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
    for (SampleRule rule : SampleRule.ALL) {
      Alert open = openAlerts.find(rule).orElse(null);
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

  /**
   * Opens an alert of a rule that is not judged sample by sample. It clears by {@link #clear}, or
   * with the session.
   *
   * @throws IllegalStateException when one is open
   */
  public AlertChange open(Rule rule, Opening opening, long logClockMs) {
    return openAlerts.open(rule, opening, logClockMs);
  }

  /** Clears it; see {@link OpenAlerts#clear}. */
  public Optional<AlertChange> clear(Rule rule, long endedAtMs, double peak, long logClockMs) {
    return openAlerts.clear(rule, endedAtMs, peak, logClockMs);
  }

  /** Clears what is open because the session ended at the corrected time; answers what changed. */
  public List<AlertChange> end(long endedAtMs, long logClockMs) {
    List<AlertChange> changes = new ArrayList<>(0);
    for (Rule rule : Rules.all()) {
      Condition condition = conditions.remove(rule.name());
      openAlerts
          .find(rule)
          .map(open -> condition == null ? open.peak() : condition.peak())
          .flatMap(peak -> openAlerts.clear(rule, endedAtMs, peak, logClockMs))
          .ifPresent(changes::add);
    }
    return changes;
  }

  private void judge(
      SampleRule rule,
      TakenEvent taken,
      Frame frame,
      Condition condition,
      Consumer<Change> changes) {
    Judge.judge(rule, frame, taken.atMs(), threshold(rule, frame), condition, changes);
  }

  private Condition condition(SampleRule rule) {
    return conditions.computeIfAbsent(rule.name(), name -> new Condition());
  }

  private Threshold threshold(SampleRule rule, Frame frame) {
    return rule.threshold(
        limits(rule), frame.zone().orElse(treatment.zone()), treatment.sensitivity());
  }

  private Limits limits(SampleRule rule) {
    return DefaultLimits.of(rule.modality(), treatment.deviceClass());
  }

  private AlertChange apply(SampleRule rule, boolean late, Change change, long logClockMs) {
    if (change instanceof Began began) {
      return openAlerts.open(rule, opening(rule, began, late), logClockMs);
    }
    Ended ended = (Ended) change;
    return openAlerts.clear(rule, ended.endedAtMs(), ended.peak(), logClockMs).orElseThrow();
  }

  private Opening opening(SampleRule rule, Began began, boolean late) {
    return new Opening(
        began.startedAtMs(),
        began.triggeredAtMs(),
        began.measured(),
        began.peak(),
        began.limit(),
        limits(rule).policy(rule.limitName()),
        explain(rule, began),
        late,
        Optional.empty());
  }

  private static String explain(SampleRule rule, Began began) {
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
    return openAlerts.byRule();
  }
}
