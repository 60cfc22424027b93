package io.clinictelemetry.domain.notification;

import io.clinictelemetry.domain.notification.Happening.What;
import io.clinictelemetry.domain.notification.Message.Event;
import io.clinictelemetry.domain.notification.Told.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is told of the alerts of one clinic.
 *
 * <p>An alert is held for {@link #HOLD_MS} before it is told, so that those that come at once can
 * be told as one. While alerts flood, they belong to the clinic's storm, one notification that
 * names the alert that was first. An alert of high priority belongs to it only where its own rule
 * floods, too; any other is told alone, whatever else goes on. A storm is over when the flood is,
 * and none of its alerts calls any more.
 *
 * <p>Mutable. Time is given: that of openings is the log clock, that of holding the caller's.
 */
public final class ClinicNotices {

  /** How long an alert is held before it is told, ms. Engineering default. */
  public static final long HOLD_MS = 1_000;

  /** No deadline. */
  public static final long NEVER = Long.MAX_VALUE;

  /** A storm that holds one of high priority says so from the beginning. */
  private static final Comparator<Told> FIRST =
      Comparator.comparing(Told::high)
          .reversed()
          .thenComparingLong(Told::triggeredAtMs)
          .thenComparing(Told::alertId);

  private final String clinicId;
  private final long bornAtMs;
  private final Flood flood;
  private final Map<String, Told> alerts = new HashMap<>();
  private final List<Message> messages = new ArrayList<>();
  private Optional<Storm> storm;

  /**
   * As remembered.
   *
   * @param bornAtMs when the notifier first ran, ms since 1970 UTC; of what is older only what
   *     still calls at the end of the log is told
   * @param alerts what has been told of those alerts of the clinic that something happens to or
   *     that are due
   */
  public ClinicNotices(
      String clinicId, long bornAtMs, Flood flood, Optional<Storm> storm, Collection<Told> alerts) {
    this.clinicId = clinicId;
    this.bornAtMs = bornAtMs;
    this.flood = flood;
    this.storm = storm;
    alerts.forEach(told -> this.alerts.put(told.alertId(), told));
  }

  /** Something happened to an alert of the clinic; nowMs is the caller's clock. */
  public void heard(Happening happening, long nowMs) {
    Told before = alerts.getOrDefault(happening.alertId(), Told.nothing(happening));
    if (happening.what() == What.OPENED && happening.calls()) {
      flood.opened(happening.rule(), happening.atMs());
    }
    if (before.waits() && !happening.calls()) {
      before =
          before.place() == Place.HELD
              ? settled(before)
              : before.at(Place.NOWHERE, 0).calling(false);
    }
    Told after = before.calling(happening.calls());
    if (before.waits() || (!before.calls() && !after.calls())) {
      alerts.put(after.alertId(), after);
    } else if (!before.calls()) {
      boolean old = happening.atMs() < bornAtMs;
      alerts.put(
          after.alertId(),
          old ? after.at(Place.DORMANT, 0) : after.at(Place.HELD, nowMs + HOLD_MS));
    } else {
      event(happening.what(), after)
          .ifPresentOrElse(event -> tell(after, event), () -> alerts.put(after.alertId(), after));
    }
  }

  private static Optional<Event> event(What what, Told after) {
    if (what == What.CLEARED) {
      return Optional.of(Event.CLEARED);
    }
    if (!after.calls()) {
      return Optional.of(Event.ENDED);
    }
    return what == What.ESCALATED ? Optional.of(Event.ESCALATED) : Optional.empty();
  }

  /**
   * Time has passed.
   *
   * @param nowMs the caller's clock, ms since 1970 UTC
   * @param caughtUp whether the end of the log was reached, so that what is dormant can be told
   */
  public void due(long nowMs, boolean caughtUp) {
    alerts.values().stream()
        .filter(told -> told.waits() && (told.place() == Place.HELD || caughtUp))
        .filter(told -> told.releaseAtMs() <= nowMs)
        .sorted(FIRST)
        .toList()
        .forEach(this::settled);
    flood.at(nowMs);
    endStorm();
  }

  /** Tells of an alert that was held; answers it as told. */
  private Told settled(Told held) {
    boolean joins = flood.isOn() && (!held.high() || flood.isOnWith(held.rule()));
    tell(held.at(joins ? Place.IN_STORM : Place.ALONE, 0), Event.OPENED);
    return alerts.get(held.alertId());
  }

  private void tell(Told alert, Event event) {
    if (alert.place() == Place.IN_STORM) {
      alerts.put(alert.alertId(), alert);
      storm = Optional.of(tellStorm(alert, event));
      endStorm();
    } else {
      Told told = alert.oneMore();
      alerts.put(told.alertId(), told);
      messages.add(Message.of(told, event));
    }
  }

  private Storm tellStorm(Told alert, Event event) {
    Storm before = storm.orElseGet(() -> Storm.beginning(clinicId, alert));
    return switch (event) {
      case OPENED -> {
        Storm grown = before.with(alert).calling(1);
        if (!before.firing()) {
          yield told(grown.told(true), Event.OPENED);
        }
        boolean worse = grown.high() && !before.high();
        yield worse ? told(grown.asEscalated().told(true), Event.ESCALATED) : grown;
      }
      case ESCALATED ->
          before.escalated() ? before : told(before.asEscalated().told(true), Event.ESCALATED);
      case CLEARED, ENDED -> alert.calls() ? before : before.calling(-1);
    };
  }

  private Storm told(Storm now, Event event) {
    messages.add(Message.of(now, event));
    return now;
  }

  private void endStorm() {
    if (storm.isPresent() && storm.get().calling() == 0 && !flood.isOn()) {
      told(storm.get().told(false), Event.CLEARED);
      storm = Optional.empty();
    }
  }

  /** When {@link #due} is to be called next, ms since 1970 UTC; {@link #NEVER} for not at all. */
  public long dueMs(long nowMs) {
    long held =
        alerts.values().stream()
            .filter(told -> told.place() == Place.HELD)
            .mapToLong(Told::releaseAtMs)
            .min()
            .orElse(NEVER);
    return flood.isOn() ? Math.min(held, nowMs + Flood.BIN_MS) : held;
  }

  /** What is to be told, in order. */
  public List<Message> messages() {
    return List.copyOf(messages);
  }

  /** The alerts that were given or heard of, as they are now. */
  public Collection<Told> alerts() {
    return List.copyOf(alerts.values());
  }

  /** How fast the clinic's alerts come. */
  public Flood flood() {
    return flood;
  }

  /** The clinic's storm, while there is one. */
  public Optional<Storm> storm() {
    return storm;
  }
}
