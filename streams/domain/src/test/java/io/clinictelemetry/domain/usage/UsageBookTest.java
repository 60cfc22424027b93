package io.clinictelemetry.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.intake.SessionEnd;
import io.clinictelemetry.domain.intake.SessionStart;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** One device in a clinic with UTC; times are ms since 1970 and a day. */
class UsageBookTest {

  private static final long HOUR_MS = 3_600_000;
  private static final long DAY_MS = 24 * HOUR_MS;
  private static final String CLINIC = "clinic-1";

  private final Map<String, SessionAccount> sessions = new HashMap<>();
  private final Map<Long, HourAccount> hours = new HashMap<>();
  private final Map<Long, DayAccount> days = new HashMap<>();

  private final UsageBook.Accounts accounts =
      new UsageBook.Accounts() {
        @Override
        public Optional<SessionAccount> session(String sessionId) {
          return Optional.ofNullable(sessions.get(sessionId));
        }

        @Override
        public Optional<HourAccount> hour(long startMs) {
          return Optional.ofNullable(hours.get(startMs));
        }

        @Override
        public Optional<DayAccount> day(long startMs) {
          return Optional.ofNullable(days.get(startMs));
        }

        @Override
        public ClinicCalendar calendar(String clinicId) {
          return new ClinicCalendar(
              new ClinicClock(List.of(new ClinicClock.ZoneFrom(0, ZoneId.of("UTC")))),
              new OpeningHours(List.of()),
              new Prices(List.of()));
        }

        @Override
        public Coverage inService() {
          return new Coverage();
        }
      };

  /** Enters something, and remembers what came of it. */
  private UsageBook enter(Consumer<UsageBook> what) {
    return enter(0, what);
  }

  private UsageBook enter(long keptFromMs, Consumer<UsageBook> what) {
    UsageBook book = new UsageBook("device-1", keptFromMs, accounts);
    what.accept(book);
    book.settle();
    book.changedSessions().forEach(session -> sessions.put(session.sessionId(), session));
    book.enteredHours().forEach(hour -> hours.put(hour.window().window().startMs(), hour));
    book.changedDays().forEach(day -> days.put(day.window().window().startMs(), day));
    return book;
  }

  private SessionAccount session(String id, long startMs) {
    return sessions.computeIfAbsent(
        id,
        name -> new SessionAccount("device-1", name, CLINIC, Modality.MICRODERMABRASION, startMs));
  }

  private static SessionStart start(long plannedMs) {
    return new SessionStart(
        Modality.MICRODERMABRASION,
        "programme-1",
        plannedMs,
        Zone.FACE,
        SkinSensitivity.NORMAL,
        Optional.empty(),
        Optional.empty(),
        0,
        false);
  }

  private UsageTotals hour(long startMs) {
    return days.get(DAY_MS).totalsOf(startMs);
  }

  @Test
  void anOverlappedMillisecondBelongsToTheSessionThatStartedLaterWhicheverCameFirst() {
    SessionAccount later = session("a", DAY_MS + 500);
    SessionAccount earlier = session("b", DAY_MS);
    enter(book -> book.treated(later, DAY_MS + 1_000, DAY_MS + 3_000));
    enter(book -> book.treated(earlier, DAY_MS, DAY_MS + 2_000));

    assertThat(later.treatingMs()).isEqualTo(2_000);
    assertThat(earlier.treatingMs()).isEqualTo(1_000);
    assertThat(earlier.ownTreatingMs()).isEqualTo(2_000);
    assertThat(hour(DAY_MS).treatingMs()).isEqualTo(3_000);
  }

  @Test
  void ofTwoThatStartedTogetherItIsTheOneWhoseIdSortsLast() {
    enter(
        book -> {
          book.treated(session("a", DAY_MS), DAY_MS, DAY_MS + 1_000);
          book.treated(session("b", DAY_MS), DAY_MS, DAY_MS + 1_000);
        });

    assertThat(sessions.get("a").treatingMs()).isZero();
    assertThat(sessions.get("b").treatingMs()).isEqualTo(1_000);
  }

  @Test
  void aStartThatProvesToBeEarlierGivesBackWhatOverlaps() {
    SessionAccount one = session("a", DAY_MS + 500);
    SessionAccount other = session("b", DAY_MS + 400);
    enter(
        book -> {
          book.treated(one, DAY_MS + 600, DAY_MS + 900);
          book.treated(other, DAY_MS + 600, DAY_MS + 900);
        });
    assertThat(one.treatingMs()).isEqualTo(300);

    one.started(start(60_000), DAY_MS);
    UsageBook book = enter(b -> b.enter(one));

    assertThat(one.treatingMs()).isZero();
    assertThat(other.treatingMs()).isEqualTo(300);
    assertThat(book.changedSessions()).containsExactly(one, other);
  }

  @Test
  void whatASessionTreatsIsNotUnassigned() {
    enter(
        book -> {
          book.treated(CLINIC, Modality.MICROCURRENT, DAY_MS, DAY_MS + 1_000);
          book.treated(session("a", DAY_MS), DAY_MS + 400, DAY_MS + 2_000);
        });

    assertThat(hour(DAY_MS).treatingMs()).isEqualTo(2_000);
    assertThat(hour(DAY_MS).unassignedTreatingMs()).isEqualTo(400);
    assertThat(hour(DAY_MS).modalities()).hasSize(2);
  }

  @Test
  void aSessionOverTheHourIsSplitAndOneThatEndsWithTheHourEndsInIt() {
    SessionAccount session = session("a", DAY_MS + HOUR_MS - 1_000);
    session.started(start(2_000), DAY_MS + HOUR_MS - 1_000);
    session.ended(new SessionEnd(0, SessionEnd.Reason.COMPLETED), DAY_MS + 2 * HOUR_MS);
    enter(book -> book.enter(session));

    assertThat(hour(DAY_MS).sessionMs()).isEqualTo(1_000);
    assertThat(hour(DAY_MS).started()).isEqualTo(1);
    assertThat(hour(DAY_MS + HOUR_MS).sessionMs()).isEqualTo(HOUR_MS);
    assertThat(hour(DAY_MS + HOUR_MS).completed()).isEqualTo(1);
    assertThat(hour(DAY_MS + 2 * HOUR_MS)).isEqualTo(UsageTotals.NONE);
    assertThat(days.get(DAY_MS).totals().sessionMs()).isEqualTo(HOUR_MS + 1_000);
  }

  @Test
  void anHourThatASessionProvesNotToReachIsEmptyAgain() {
    SessionAccount session = session("a", DAY_MS + HOUR_MS - 1_000);
    session.ended(new SessionEnd(0, SessionEnd.Reason.TIMEOUT), DAY_MS + HOUR_MS - 500);
    enter(book -> book.enter(session));
    assertThat(hour(DAY_MS).sessionMs()).isEqualTo(500);

    session.started(start(60_000), DAY_MS + HOUR_MS + 100);
    enter(book -> book.enter(session));

    assertThat(hour(DAY_MS)).isEqualTo(UsageTotals.NONE);
    assertThat(hour(DAY_MS + HOUR_MS).started()).isEqualTo(1);
    assertThat(session.hours()).containsOnlyKeys(DAY_MS + HOUR_MS);
  }

  @Test
  void signsOfLifeAreLinkedOverTheHourInEitherOrder() {
    long before = DAY_MS + HOUR_MS - 60_000;
    long after = DAY_MS + HOUR_MS + 60_000;
    enter(book -> book.powered(CLINIC, new Coverage.Stretch(after, after)));
    assertThat(days).as("an instant makes no row").isEmpty();

    enter(book -> book.powered(CLINIC, new Coverage.Stretch(before, before)));
    assertThat(hour(DAY_MS).poweredMs()).isEqualTo(60_000);
    assertThat(hour(DAY_MS + HOUR_MS).poweredMs()).isEqualTo(60_000);

    long tooFar = after + SignsOfLife.LINK_MS + 1;
    enter(book -> book.powered(CLINIC, new Coverage.Stretch(tooFar, tooFar)));
    assertThat(hour(DAY_MS + HOUR_MS).poweredMs()).isEqualTo(60_000);
  }

  @Test
  void windowsThatAreNotKeptStayAsTheyWere() {
    UsageBook book =
        enter(
            DAY_MS + HOUR_MS,
            b -> {
              b.treated(CLINIC, Modality.MICROCURRENT, DAY_MS, DAY_MS + 1_000);
              b.powered(CLINIC, new Coverage.Stretch(DAY_MS, DAY_MS + 1_000));
              b.enter(session("a", DAY_MS));
            });

    assertThat(book.changedHours()).isEmpty();
    assertThat(hours).isEmpty();
  }

  @Test
  void aSessionThatNeverEndsIsEnteredForADayAtMost() {
    SessionAccount session = session("a", DAY_MS);
    session.ended(new SessionEnd(0, SessionEnd.Reason.COMPLETED), 10 * DAY_MS);
    enter(book -> book.enter(session));

    assertThat(days.values().stream().mapToLong(day -> day.totals().sessionMs()).sum())
        .isEqualTo(DAY_MS);
    assertThat(days.values().stream().mapToLong(day -> day.totals().completed()).sum())
        .isEqualTo(1);
  }
}
