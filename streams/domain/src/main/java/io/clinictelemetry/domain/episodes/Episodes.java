package io.clinictelemetry.domain.episodes;

import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.limits.LimitsInForce;
import io.clinictelemetry.domain.rules.Condition.Began;
import io.clinictelemetry.domain.rules.Condition.Change;
import io.clinictelemetry.domain.rules.Condition.Ended;
import io.clinictelemetry.domain.rules.Judge;
import io.clinictelemetry.domain.rules.Rule;
import io.clinictelemetry.domain.rules.Rules;
import io.clinictelemetry.domain.rules.SampleRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The conditions and open alerts of one treatment. Mutable; owned by the state of one device. */
public final class Episodes {

  private final Treatment treatment;
  private final Judge judge;
  private final OpenAlerts openAlerts;
  private final Chains chains;

  /** A treatment that begins. */
  public Episodes(Treatment treatment) {
    this(treatment, new Judge(), Map.of(), new Chains());
  }

  /** As remembered; the map is by the rule's name. */
  public Episodes(Treatment treatment, Judge judge, Map<String, Alert> openAlerts, Chains chains) {
    this.treatment = treatment;
    this.judge = judge;
    this.openAlerts = new OpenAlerts(treatment.subject(), openAlerts);
    this.chains = chains;
  }

  /** The same, judged as another treatment from here on. */
  public Episodes as(Treatment other) {
    return new Episodes(other, judge, openAlerts.byRule(), chains);
  }

  /**
   * Judges a frame of the treatment that came in order; answers what changed, in order.
   *
   * @param limits those of the device in the frame's modality
   * @param causes names of rules whose condition holds outside this treatment: no alert opens of
   *     rules that one of them explains. Alerts that are open here count without being named.
   */
  public List<AlertChange> judge(
      TakenEvent taken, Frame frame, LimitsInForce limits, Set<String> causes, long logClockMs) {
    return judge(taken, frame, limits, rule -> isExplained(rule, causes), taken.late(), logClockMs);
  }

  /**
   * Judges a frame whose gap had been declared. Its neighbours are gone, so it is judged alone, and
   * what it shows is history: an alert that is closed at once. What an alert that is open already
   * covers is no second alert.
   *
   * @param limits those of the device in the frame's modality
   */
  public List<AlertChange> judgeOutOfOrder(
      TakenEvent taken, Frame frame, LimitsInForce limits, long logClockMs) {
    long frameEndMs = taken.atMs() + frame.durationMs();
    Predicate<SampleRule> covered =
        rule -> openAlerts.find(rule).filter(open -> open.startedAtMs() <= frameEndMs).isPresent();
    Episodes alone = new Episodes(treatment);
    List<AlertChange> changes = alone.judge(taken, frame, limits, covered, true, logClockMs);
    changes.addAll(alone.end(frameEndMs, logClockMs));
    return changes;
  }

  private List<AlertChange> judge(
      TakenEvent taken,
      Frame frame,
      LimitsInForce limits,
      Predicate<SampleRule> silenced,
      boolean late,
      long logClockMs) {
    List<AlertChange> changes = new ArrayList<>(0);
    judge.judge(
        frame,
        taken.atMs(),
        treatment.setting(frame),
        limits,
        silenced,
        (rule, change, policy) -> changes.add(apply(rule, change, policy, late, logClockMs)));
    return changes;
  }

  private boolean isExplained(SampleRule rule, Set<String> causes) {
    for (String cause : rule.explainedBy()) {
      if (causes.contains(cause) || openAlerts.byRule().containsKey(cause)) {
        return true;
      }
    }
    return false;
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

  /** Takes note of a value; see {@link OpenAlerts#peaked}. */
  public void peaked(Rule rule, double value) {
    openAlerts.peaked(rule, value);
  }

  /** Clears what is open because the session ended at the corrected time; answers what changed. */
  public List<AlertChange> end(long endedAtMs, long logClockMs) {
    List<AlertChange> changes = new ArrayList<>(0);
    for (Rule rule : Rules.all()) {
      openAlerts
          .find(rule)
          .map(open -> judge.peak(rule).orElse(open.peak()))
          .flatMap(peak -> openAlerts.clear(rule, endedAtMs, peak, logClockMs))
          .ifPresent(changes::add);
    }
    judge.end();
    return changes;
  }

  private AlertChange apply(
      SampleRule rule, Change change, String policy, boolean late, long logClockMs) {
    if (change instanceof Began began) {
      AlertChange opened = openAlerts.open(rule, opening(rule, began, policy, late), logClockMs);
      rule.family().ifPresent(family -> chains.opened(family, opened.alert()));
      return opened;
    }
    Ended ended = (Ended) change;
    rule.family().ifPresent(family -> chains.ended(family, ended.endedAtMs()));
    return openAlerts.clear(rule, ended.endedAtMs(), ended.peak(), logClockMs).orElseThrow();
  }

  private Opening opening(SampleRule rule, Began began, String policy, boolean late) {
    return new Opening(
        began.startedAtMs(),
        began.triggeredAtMs(),
        began.measured(),
        began.peak(),
        began.limit(),
        policy,
        Explanation.of(rule, began),
        late,
        rule.family().flatMap(family -> chains.causeOf(family, began.startedAtMs())));
  }

  /** What the readings are judged by. */
  public Treatment treatment() {
    return treatment;
  }

  /** Conditions and signals of the rules that are judged sample by sample. */
  public Judge judge() {
    return judge;
  }

  /** Open alerts, by the rule's name. */
  public Map<String, Alert> openAlerts() {
    return openAlerts.byRule();
  }

  /** Which alerts belong together. */
  public Chains chains() {
    return chains;
  }
}
