package io.clinictelemetry.domain.episodes;

import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.limits.LimitsInForce;
import io.clinictelemetry.domain.rules.Breach;
import io.clinictelemetry.domain.rules.Condition.Began;
import io.clinictelemetry.domain.rules.Condition.Change;
import io.clinictelemetry.domain.rules.Condition.Ended;
import io.clinictelemetry.domain.rules.Judge;
import io.clinictelemetry.domain.rules.Judge.Silenced;
import io.clinictelemetry.domain.rules.Rule;
import io.clinictelemetry.domain.rules.Rules;
import io.clinictelemetry.domain.rules.SampleRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The conditions and open alerts of one treatment. Mutable; owned by the state of one device. */
public final class Episodes {

  private final Treatment treatment;
  private final Judge judge;
  private final OpenAlerts openAlerts;
  private final Chains chains;
  private final ClosedAlerts closedAlerts;

  /**
   * A treatment that begins.
   *
   * @param closedAlerts those of the device, whatever the treatment
   */
  public Episodes(Treatment treatment, ClosedAlerts closedAlerts) {
    this(treatment, new Judge(), Map.of(), new Chains(), closedAlerts);
  }

  /**
   * As remembered.
   *
   * @param openAlerts by the rule's name
   * @param closedAlerts those of the device, whatever the treatment
   */
  public Episodes(
      Treatment treatment,
      Judge judge,
      Map<String, Alert> openAlerts,
      Chains chains,
      ClosedAlerts closedAlerts) {
    this.treatment = treatment;
    this.judge = judge;
    this.openAlerts = new OpenAlerts(treatment.subject(), openAlerts);
    this.chains = chains;
    this.closedAlerts = closedAlerts;
  }

  /** The same, judged as another treatment from here on. */
  public Episodes as(Treatment other) {
    return new Episodes(other, judge, openAlerts.byRule(), chains, closedAlerts);
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
    return judge(
        taken, frame, limits, (rule, atMs) -> isExplained(rule, causes), taken.late(), logClockMs);
  }

  /**
   * Judges a frame whose gap had been declared. Its neighbours are gone, so it is judged alone.
   *
   * <p>A breach that touches an alert of the same rule and session widens it, however short it is:
   * the alert keeps its id. Of two that it touches it widens the earlier one; alerts are never
   * merged. What touches none is history: an alert that is closed at once, and late.
   *
   * @param limits those of the device in the frame's modality
   */
  public List<AlertChange> judgeOutOfOrder(
      TakenEvent taken, Frame frame, LimitsInForce limits, long logClockMs) {
    List<AlertChange> changes = new ArrayList<>(0);
    List<Breach> takenIn = new ArrayList<>(0);
    for (Breach breach : Judge.breaches(frame, taken.atMs(), treatment.setting(frame), limits)) {
      Optional<Alert> touched = earliestTouchedBy(breach);
      if (touched.isPresent()) {
        takenIn.add(breach);
        takeIn(breach, touched.get(), logClockMs).ifPresent(changes::add);
      }
    }
    Silenced silenced =
        (rule, atMs) ->
            takenIn.stream().anyMatch(breach -> breach.rule() == rule && breach.covers(atMs));
    Episodes alone = new Episodes(treatment, closedAlerts);
    changes.addAll(alone.judge(taken, frame, limits, silenced, true, logClockMs));
    long frameEndMs = taken.atMs() + frame.durationMs();
    changes.addAll(alone.end(rule -> alone.judge.endedAtMs(rule, frameEndMs), logClockMs));
    return changes;
  }

  private Optional<Alert> earliestTouchedBy(Breach breach) {
    Stream<Alert> closed =
        closedAlerts.changes().stream()
            .map(AlertChange::alert)
            .filter(alert -> alert.subject().sessionId().equals(treatment.sessionId()));
    return Stream.concat(closed, openAlerts.find(breach.rule()).stream())
        .filter(alert -> alert.touches(breach))
        .min(Comparator.comparingLong(Alert::startedAtMs));
  }

  /** Answers the change; empty when the alert covers the breach already. */
  private Optional<AlertChange> takeIn(Breach breach, Alert alert, long logClockMs) {
    if (!alert.open()) {
      Optional<AlertChange> change =
          alert.widened(breach).map(widened -> AlertChange.widened(logClockMs, widened));
      change.ifPresent(closedAlerts::note);
      return change;
    }
    double peak = judge.peak(alert.rule()).orElse(alert.peak());
    Optional<Alert> widened = alert.peaked(peak).widened(breach);
    widened.ifPresent(openAlerts::replace);
    judge.takeIn(breach);
    return widened.map(after -> AlertChange.widened(logClockMs, after));
  }

  private List<AlertChange> judge(
      TakenEvent taken,
      Frame frame,
      LimitsInForce limits,
      Silenced silenced,
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
    return end(rule -> endedAtMs, logClockMs);
  }

  private List<AlertChange> end(ToLongFunction<Rule> endedAtMs, long logClockMs) {
    List<AlertChange> changes = new ArrayList<>(0);
    for (Rule rule : Rules.all()) {
      Optional<Alert> open = openAlerts.find(rule);
      if (open.isPresent()) {
        double peak = judge.peak(rule).orElse(open.get().peak());
        changes.add(close(rule, endedAtMs.applyAsLong(rule), peak, logClockMs));
      }
    }
    judge.end();
    return changes;
  }

  private AlertChange close(Rule rule, long endedAtMs, double peak, long logClockMs) {
    AlertChange cleared = openAlerts.clear(rule, endedAtMs, peak, logClockMs).orElseThrow();
    if (rule instanceof SampleRule) { // others judge nothing that comes out of order
      closedAlerts.note(cleared);
    }
    return cleared;
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
    return close(rule, ended.endedAtMs(), ended.peak(), logClockMs);
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
        began.chattering(),
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
