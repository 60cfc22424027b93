package io.clinictelemetry.domain.response;

import io.clinictelemetry.domain.episodes.Alert;
import io.clinictelemetry.domain.episodes.AlertChange;
import io.clinictelemetry.domain.episodes.AlertChange.Transition;
import io.clinictelemetry.domain.episodes.ClosedAlerts;
import io.clinictelemetry.domain.response.Command.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The active alerts of one subject, and what became of them: the only way from detection to what is
 * told.
 *
 * <p>An alert is on the list while its condition holds and, of high priority, until somebody took
 * note. What nobody takes note of is escalated once; what still holds long after the last that was
 * done about it is announced again. While a rule is on a shelf, neither happens. History, told by
 * late readings, calls for nobody, but stays on the list as any other.
 *
 * <p>Time is the log clock. What is due before something happens is to be told first: {@link
 * #onDeadline}. Mutable; owned by the state of the subject.
 */
public final class ActiveList {

  /** No deadline. */
  public static final long NEVER = ResponseTimes.NEVER;

  /** How long commands are remembered, so that none is done twice, ms. Engineering default. */
  public static final long REMEMBERED_MS = ClosedAlerts.KEPT_MS;

  /** How many commands are remembered at most. Engineering default. */
  public static final int MOST_COMMANDS = 64;

  private final Map<String, Listed> alerts;
  private final Map<String, Shelf> shelves;
  private final Map<String, Long> commands;

  /** An empty list. */
  public ActiveList() {
    this(Map.of(), Map.of(), Map.of());
  }

  /**
   * As remembered.
   *
   * @param alerts by id
   * @param shelves by the rule's name
   * @param commands log clock of each command that was answered, ms since 1970 UTC, by its id
   */
  public ActiveList(
      Map<String, Listed> alerts, Map<String, Shelf> shelves, Map<String, Long> commands) {
    this.alerts = new LinkedHashMap<>(alerts);
    this.shelves = new LinkedHashMap<>(shelves);
    this.commands = new LinkedHashMap<>(commands);
  }

  /** Detection tells of an alert; answers what is to be told. */
  public Told changed(AlertChange change, ResponsePlan plan) {
    forget(change.atMs());
    Alert alert = change.alert();
    Listed before = alerts.get(alert.id());
    Listed listed = before == null ? Listed.of(alert) : before.as(alert);
    if (change.transition() == Transition.OPENED) {
      shelves.computeIfPresent(alert.rule().name(), (rule, shelf) -> shelf.of(alert.id()));
      listed = calling(listed, change.atMs(), plan);
    } else if (!alert.open()) {
      listed =
          listed.standing().isActive(alert)
              ? listed.due(listed.escalateAtMs(), NEVER)
              : listed.isActive() ? listed.left(change.atMs()) : listed;
    }
    keep(listed);
    return told(change.atMs(), change.transition(), listed, Optional.empty());
  }

  /** A person asks for something; answers what is to be told, nothing if it was asked before. */
  public Optional<Told> command(Command command, long nowMs, ResponsePlan plan) {
    forget(nowMs);
    if (commands.putIfAbsent(command.id(), nowMs) != null) {
      return Optional.empty();
    }
    if (commands.size() > MOST_COMMANDS) {
      commands.remove(commands.keySet().iterator().next());
    }
    Listed listed = alerts.get(command.alertId());
    if (listed == null || !listed.isActive()) {
      String why = "No alert of this id is on the active list: it is over, or never was.";
      return Optional.of(
          new Told(
              nowMs,
              Transition.REFUSED,
              Optional.empty(),
              Standing.NEW,
              Optional.of(command),
              Optional.of(why)));
    }
    Optional<String> refusal = refusal(command, listed, plan.of(listed.alert(), nowMs));
    if (refusal.isPresent()) {
      return Optional.of(
          new Told(
              nowMs,
              Transition.REFUSED,
              Optional.of(listed.told()),
              listed.standing().with(shelf(listed)),
              Optional.of(command),
              refusal));
    }
    return Optional.of(obey(command, listed, nowMs, plan));
  }

  private Optional<String> refusal(Command command, Listed listed, ResponseTimes times) {
    if (command.by().isBlank() || command.why().isBlank()) {
      return Optional.of("A command needs somebody who gives it, and a reason.");
    }
    return switch (command.kind()) {
      case ACKNOWLEDGE ->
          listed.standing().acknowledged().map(mark -> "It was acknowledged" + words(mark));
      case SHELVE -> refusalToShelve(command, listed, times);
      case UNSHELVE ->
          shelf(listed).isPresent() ? Optional.empty() : Optional.of("Its rule is on no shelf.");
      case RESET ->
          listed.alert().open()
              ? Optional.of("Its condition still holds: acknowledge it.")
              : Optional.empty();
    };
  }

  private Optional<String> refusalToShelve(Command command, Listed listed, ResponseTimes times) {
    if (!listed.alert().rule().mayBeShelved()) {
      return Optional.of(
          "Hard limits and the loss of communication in a session are never shelved.");
    }
    if (command.forMs() <= 0 || command.forMs() > times.longestShelfMs()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "A shelf lasts 1 ms to %d s; asked for were %.3f s.",
              times.longestShelfMs() / 1_000,
              command.forMs() / 1_000.0));
    }
    return shelf(listed)
        .map(shelf -> "Its rule was shelved" + words(shelf.mark()) + " Unshelve it first.");
  }

  private static String words(Mark mark) {
    return " by " + mark.by() + " at " + Instant.ofEpochMilli(mark.atMs()) + ".";
  }

  private Told obey(Command command, Listed listed, long nowMs, ResponsePlan plan) {
    Mark mark = command.mark(nowMs);
    Standing standing = listed.standing();
    String rule = listed.alert().rule().name();
    Listed after;
    if (command.kind() == Kind.SHELVE) {
      shelves.put(rule, new Shelf(mark, nowMs + command.forMs(), listed.alert().id()));
      alerts.replaceAll(
          (id, other) ->
              other.alert().rule().name().equals(rule) ? other.due(NEVER, NEVER) : other);
      after = listed.marked(standing).due(NEVER, NEVER);
    } else if (command.kind() == Kind.UNSHELVE) {
      shelves.remove(rule);
      return returned(Transition.UNSHELVED, listed, nowMs, plan, Optional.of(command));
    } else if (command.kind() == Kind.ACKNOWLEDGE) {
      after = seenTo(listed.marked(standing.acknowledgedBy(mark)), nowMs, plan);
    } else {
      after = seenTo(listed.marked(standing.resetBy(mark)), nowMs, plan);
    }
    keep(after);
    return told(nowMs, done(command.kind()), after, Optional.of(command));
  }

  private static Transition done(Kind kind) {
    return switch (kind) {
      case ACKNOWLEDGE -> Transition.ACKNOWLEDGED;
      case SHELVE -> Transition.SHELVED;
      case UNSHELVE -> Transition.UNSHELVED;
      case RESET -> Transition.RESET;
    };
  }

  private Listed seenTo(Listed listed, long nowMs, ResponsePlan plan) {
    return listed.standing().isActive(listed.alert())
        ? calling(listed, nowMs, plan)
        : listed.left(nowMs);
  }

  /** With what is due from now on, if nobody does anything. */
  private Listed calling(Listed listed, long nowMs, ResponsePlan plan) {
    Alert alert = listed.alert();
    if (alert.late() || shelf(listed).isPresent()) {
      return listed.due(NEVER, NEVER);
    }
    ResponseTimes times = plan.of(alert, nowMs);
    boolean seen = listed.standing().acknowledged().isPresent();
    boolean escalated = listed.standing().escalations() > 0;
    return listed.due(
        seen || escalated ? NEVER : times.escalateAtMs(alert.rule().priority(), nowMs),
        alert.open() && (seen || escalated)
            ? times.reAlarmAtMs(alert.rule().priority(), nowMs)
            : NEVER);
  }

  /** The log clock at which {@link #onDeadline} has something to tell, ms since 1970 UTC. */
  public long deadlineMs() {
    long earliest = NEVER;
    for (Listed listed : alerts.values()) {
      earliest = Math.min(earliest, Math.min(listed.escalateAtMs(), listed.reAlarmAtMs()));
    }
    for (Shelf shelf : shelves.values()) {
      earliest = Math.min(earliest, shelf.untilMs());
    }
    return earliest;
  }

  /** Tells what is due until then, in order, each stamped with its deadline. */
  public List<Told> onDeadline(long untilMs, ResponsePlan plan) {
    List<Told> told = new ArrayList<>(0);
    for (long atMs = deadlineMs(); atMs <= untilMs; atMs = deadlineMs()) {
      forget(atMs);
      told.addAll(dueAt(atMs, plan));
    }
    return told;
  }

  private List<Told> dueAt(long atMs, ResponsePlan plan) {
    List<Told> told = new ArrayList<>(1);
    for (Map.Entry<String, Shelf> entry : List.copyOf(shelves.entrySet())) {
      if (entry.getValue().untilMs() <= atMs) {
        shelves.remove(entry.getKey());
        Listed latest = alerts.get(entry.getValue().alertId());
        told.add(returned(Transition.SHELF_ENDED, latest, atMs, plan, Optional.empty()));
      }
    }
    for (Listed listed : List.copyOf(alerts.values())) {
      boolean escalates = listed.escalateAtMs() <= atMs;
      if (escalates || listed.reAlarmAtMs() <= atMs) {
        Standing standing = listed.standing();
        Listed marked = listed.marked(escalates ? standing.escalated() : standing);
        Listed after = calling(marked, atMs, plan);
        keep(after);
        told.add(
            told(
                atMs,
                escalates ? Transition.ESCALATED : Transition.RE_ALARMED,
                after,
                Optional.empty()));
      }
    }
    return told;
  }

  /** The shelf of the alert's rule is gone: all its active alerts call for somebody again. */
  private Told returned(
      Transition transition,
      Listed listed,
      long nowMs,
      ResponsePlan plan,
      Optional<Command> command) {
    keep(listed.marked(listed.standing()));
    for (Listed other : List.copyOf(alerts.values())) {
      if (other.alert().rule().equals(listed.alert().rule()) && other.isActive()) {
        keep(calling(other, nowMs, plan));
      }
    }
    return told(nowMs, transition, alerts.get(listed.alert().id()), command);
  }

  private Told told(long atMs, Transition transition, Listed listed, Optional<Command> command) {
    return new Told(
        atMs,
        transition,
        Optional.of(listed.told()),
        listed.standing().with(shelf(listed)),
        command,
        Optional.empty());
  }

  private Optional<Shelf> shelf(Listed listed) {
    return Optional.ofNullable(shelves.get(listed.alert().rule().name()));
  }

  /** What left the list is remembered while its revisions or its shelf are still to be told of. */
  private void keep(Listed listed) {
    if (listed.isActive() || listed.marks() > 0 || isOnShelf(listed)) {
      alerts.put(listed.alert().id(), listed);
    } else {
      alerts.remove(listed.alert().id());
    }
  }

  private void forget(long nowMs) {
    commands.values().removeIf(atMs -> atMs + REMEMBERED_MS <= nowMs);
    alerts
        .values()
        .removeIf(
            listed ->
                !listed.isActive()
                    && listed.leftAtMs() + REMEMBERED_MS <= nowMs
                    && !isOnShelf(listed));
  }

  /** Whether the return of its shelf is told of it. */
  private boolean isOnShelf(Listed listed) {
    return shelf(listed).filter(shelf -> shelf.alertId().equals(listed.alert().id())).isPresent();
  }

  /** Whether there is nothing to remember. */
  public boolean isEmpty() {
    return alerts.isEmpty() && shelves.isEmpty() && commands.isEmpty();
  }

  /** Alerts on the list, and those that left it lately, by id. */
  public Map<String, Listed> alerts() {
    return Collections.unmodifiableMap(alerts);
  }

  /** Shelves, by the rule's name. */
  public Map<String, Shelf> shelves() {
    return Collections.unmodifiableMap(shelves);
  }

  /** Log clock of each command that was answered, ms since 1970 UTC, by its id. */
  public Map<String, Long> commands() {
    return Collections.unmodifiableMap(commands);
  }
}
