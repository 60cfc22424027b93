package io.clinictelemetry.domain.response;

import io.clinictelemetry.domain.episodes.Alert;
import io.clinictelemetry.domain.episodes.AlertChange;
import io.clinictelemetry.domain.episodes.AlertChange.Transition;
import io.clinictelemetry.domain.episodes.OpenAlerts;
import io.clinictelemetry.domain.episodes.Opening;
import io.clinictelemetry.domain.episodes.Subject;
import io.clinictelemetry.domain.response.Command.Kind;
import io.clinictelemetry.domain.rules.Rule;
import io.clinictelemetry.domain.rules.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A device's list of active alerts, with detection and people at it. Seconds since the start. */
final class Desk {

  /** High 60 s, medium 5 min, again after 5 min, shelves of 30 min: the shipped times. */
  static final ResponseTimes TIMES = new ResponseTimes(60_000, 300_000, 300_000, 1_800_000);

  final List<Told> told = new ArrayList<>();
  ActiveList list = new ActiveList();
  private final OpenAlerts open =
      new OpenAlerts(Subject.device("device-1", "clinic-1", Optional.empty()));
  private int commands;

  /** What is due until then is told. */
  Desk at(long s) {
    told.addAll(list.onDeadline(s * 1_000, (alert, atMs) -> TIMES));
    return this;
  }

  Desk opens(String rule, long s) {
    return opens(rule, s, false);
  }

  Desk opensLate(String rule, long s) {
    return opens(rule, s, true);
  }

  private Desk opens(String rule, long s, boolean late) {
    Opening opening =
        new Opening(
            s * 1_000, s * 1_000, 1, 1, 1, "p#1", "It is so.", late, false, Optional.empty());
    return changed(open.open(rule(rule), opening, s * 1_000), s);
  }

  Desk clears(String rule, long s) {
    return changed(open.clear(rule(rule), s * 1_000, 1, s * 1_000).orElseThrow(), s);
  }

  /** Detection tells of an alert again; it counts the revisions that it tells itself. */
  Desk widens(Alert told, long s) {
    at(s);
    Listed listed = list.alerts().get(told.id());
    Alert detected = listed == null ? told : listed.alert();
    return changed(new AlertChange(s * 1_000, Transition.WIDENED, detected.laterBy(1)), s);
  }

  Desk changed(AlertChange change, long s) {
    at(s);
    told.add(list.changed(change, (alert, atMs) -> TIMES));
    return this;
  }

  Desk asks(Kind kind, String alertId, long s) {
    return asks(
        new Command(
            "c" + ++commands, kind, alertId, "Ada", "seen", kind == Kind.SHELVE ? 600_000 : 0),
        s);
  }

  Desk asks(Command command, long s) {
    at(s);
    list.command(command, s * 1_000, (alert, atMs) -> TIMES).ifPresent(told::add);
    return this;
  }

  static Rule rule(String name) {
    return Rules.named(name).orElseThrow();
  }

  /** The alert that was told of last. */
  Alert latest() {
    for (int i = told.size() - 1; i >= 0; i--) {
      if (told.get(i).alert().isPresent()) {
        return told.get(i).alert().get();
      }
    }
    throw new IllegalStateException("no alert was told of");
  }

  /** What was told since this was asked last, for instance {@code "60 ESCALATED"}. */
  List<String> told() {
    List<String> lines = told.stream().map(Desk::line).toList();
    told.clear();
    return lines;
  }

  static String line(Told line) {
    return String.format(
        Locale.ROOT,
        "%d %s%s",
        line.atMs() / 1_000,
        line.transition(),
        line.refusal().map(why -> ": " + why).orElse(""));
  }
}
