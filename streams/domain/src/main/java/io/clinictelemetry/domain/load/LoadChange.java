package io.clinictelemetry.domain.load;

import io.clinictelemetry.domain.episodes.Alert;
import io.clinictelemetry.domain.response.Told;
import io.clinictelemetry.domain.rules.Rule;
import java.util.List;

/** What the account of a clinic takes from what is told of an alert. */
public sealed interface LoadChange {

  /** The clinic. */
  String clinicId();

  /** Log clock when the alert opened, ms since 1970 UTC: its hour is that of the account. */
  long openedAtMs();

  /** When this happened, ms since 1970 UTC. */
  long atMs();

  /**
   * An alert opened.
   *
   * @param late whether it is history, told by late readings: it calls for nobody
   * @param shelved whether its rule is on a shelf: it calls for nobody
   * @param chattering whether it is the third of its rule and session within a minute
   */
  record Opened(
      String clinicId,
      long openedAtMs,
      Source source,
      Rule.Priority priority,
      Rule.Kind kind,
      boolean late,
      boolean shelved,
      boolean chattering)
      implements LoadChange {

    @Override
    public long atMs() {
      return openedAtMs;
    }

    /** Whether it called for somebody. */
    public boolean announced() {
      return !late && !shelved;
    }
  }

  /** Somebody acknowledged an alert. */
  record Acknowledged(String clinicId, long openedAtMs, long atMs) implements LoadChange {}

  /**
   * An alert left the active list.
   *
   * @param acknowledged whether somebody had acknowledged it
   */
  record Left(String clinicId, long openedAtMs, long atMs, boolean acknowledged)
      implements LoadChange {}

  /** What is to be taken from it, in order; most is nothing to the account. */
  static List<LoadChange> of(Told told) {
    if (told.refusal().isPresent()) {
      return List.of();
    }
    Alert alert = told.alert().orElseThrow();
    boolean onList = told.standing().isActive(alert);
    return switch (told.transition()) {
      case OPENED -> List.of(opened(alert, told));
      case ACKNOWLEDGED -> {
        Acknowledged acknowledged =
            new Acknowledged(alert.subject().clinicId(), alert.detectedAtMs(), told.atMs());
        yield onList ? List.of(acknowledged) : List.of(acknowledged, left(alert, told));
      }
      case CLEARED, RESET -> onList ? List.of() : List.of(left(alert, told));
      default -> List.of();
    };
  }

  private static Opened opened(Alert alert, Told told) {
    return new Opened(
        alert.subject().clinicId(),
        alert.detectedAtMs(),
        new Source(alert.subject().kind(), alert.subject().id(), alert.rule().name()),
        alert.rule().priority(),
        alert.rule().kind(),
        alert.late(),
        told.standing().shelf().isPresent(),
        alert.chattering());
  }

  private static Left left(Alert alert, Told told) {
    return new Left(
        alert.subject().clinicId(),
        alert.detectedAtMs(),
        told.atMs(),
        told.standing().acknowledged().isPresent());
  }
}
