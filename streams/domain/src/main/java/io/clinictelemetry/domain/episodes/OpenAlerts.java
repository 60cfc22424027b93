package io.clinictelemetry.domain.episodes;

import io.clinictelemetry.domain.rules.Rule;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The open alerts of one subject, at most one a rule: how alerts open and clear, whatever decides
 * that they do. Mutable; owned by the state of the subject.
 */
public final class OpenAlerts {

  private final Subject subject;
  private final Map<String, Alert> byRule;

  /** None yet. */
  public OpenAlerts(Subject subject) {
    this(subject, Map.of());
  }

  /** As remembered; the map is by the rule's name. */
  public OpenAlerts(Subject subject, Map<String, Alert> byRule) {
    this.subject = subject;
    this.byRule = new LinkedHashMap<>(byRule);
  }

  /**
   * Opens an alert of the rule.
   *
   * @param logClockMs log clock of the opening, ms since 1970 UTC
   * @throws IllegalStateException when one is open: a rule has one condition at a time
   */
  public AlertChange open(Rule rule, Opening opening, long logClockMs) {
    Alert alert = Alert.opened(subject, rule, opening, logClockMs);
    Alert before = byRule.putIfAbsent(rule.name(), alert);
    if (before != null) {
      throw new IllegalStateException(
          "alert " + before.id() + " of the rule " + rule.name() + " is open");
    }
    return AlertChange.opened(logClockMs, alert);
  }

  /**
   * Clears the alert of the rule; empty when none is open.
   *
   * @param endedAtMs when the condition ended, corrected, ms since 1970 UTC; taken as the start
   *     when it lies before that
   * @param peak the value furthest beyond the limit, in the rule's unit
   * @param logClockMs log clock of the clearing, ms since 1970 UTC
   */
  public Optional<AlertChange> clear(Rule rule, long endedAtMs, double peak, long logClockMs) {
    Alert open = byRule.remove(rule.name());
    return open == null
        ? Optional.empty()
        : Optional.of(
            AlertChange.cleared(
                logClockMs, open.cleared(Math.max(endedAtMs, open.startedAtMs()), peak)));
  }

  /**
   * Takes note of a value that is further beyond the limit than any before; it is told when the
   * alert clears. Does nothing when no alert of the rule is open.
   */
  public void peaked(Rule rule, double value) {
    byRule.computeIfPresent(rule.name(), (name, open) -> open.peaked(value));
  }

  /** Replaces the open alert of the rule by what was told of it since. */
  void replace(Alert alert) {
    byRule.put(alert.rule().name(), alert);
  }

  /** The open alert of the rule, if any. */
  public Optional<Alert> find(Rule rule) {
    return Optional.ofNullable(byRule.get(rule.name()));
  }

  /** Whom they are about. */
  public Subject subject() {
    return subject;
  }

  /** All, by the rule's name, in the order in which they opened. */
  public Map<String, Alert> byRule() {
    return Collections.unmodifiableMap(byRule);
  }
}
