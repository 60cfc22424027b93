package io.clinictelemetry.domain.communication;

import static io.clinictelemetry.domain.testing.EventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.communication.LinkChange.Kind;
import io.clinictelemetry.domain.intake.SessionEnd;
import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.limits.Limit;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.rules.LinkRule;
import io.clinictelemetry.domain.testing.EventBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkTest {

  private static final Limit GRACE = new Limit(60, "p#1");

  private final Link link = new Link();
  private final List<LinkChange> told = new ArrayList<>();

  private void heard(EventBuilder event, long atMs) {
    heard(event.appendedAt(atMs), atMs);
  }

  private void heard(TakenEvent taken, long atMs) {
    told.addAll(
        link.heard(
            taken,
            atMs,
            name -> new Limit(name == LimitName.TELEMETRY_LOST ? 5 : 120, "p#" + name.key())));
  }

  private List<String> told() {
    List<String> lines =
        told.stream()
            .map(
                change ->
                    change.number()
                        + " "
                        + change.atMs()
                        + " "
                        + change.kind()
                        + " "
                        + change.clinicId()
                        + change.silence().map(silence -> " " + silence.rule().name()).orElse(""))
            .toList();
    told.clear();
    return lines;
  }

  private void fallSilent() {
    told.add(link.fallSilent("d"));
  }

  @Test
  void isLostInSessionAfterTheLimitOfSessionsAndBackWithTheNextEvent() {
    heard(anEvent(), 1_000);
    assertThat(link.deadlineMs()).isEqualTo(6_000);
    heard(anEvent(), 2_000);
    assertThat(link.deadlineMs()).as("any event counts, a heartbeat too").isEqualTo(7_000);

    fallSilent();
    assertThat(told.get(1).silence())
        .contains(
            new Silence(
                LinkRule.TELEMETRY_LOST,
                Optional.of("session-1"),
                2_000,
                7_000,
                "p#telemetry-lost"));
    assertThat(link.deadlineMs()).isEqualTo(Link.NEVER);
    heard(anEvent(), 20_000);
    assertThat(told())
        .containsExactly(
            "1 1000 UP clinic-1", "2 7000 LOST clinic-1 telemetry-lost", "3 20000 BACK clinic-1");
    assertThat(link.deadlineMs()).isEqualTo(25_000);
  }

  @Test
  void isIdleOnceItEndedItsSession() {
    heard(anEvent(), 1_000);
    heard(anEvent().with(new SessionEnd(2_000, SessionEnd.Reason.COMPLETED)), 2_000);
    assertThat(link.deadlineMs()).isEqualTo(122_000);

    fallSilent();
    assertThat(told()).last().isEqualTo("2 122000 LOST clinic-1 device-silent");
  }

  @Test
  void isIdleWhenItNamesNoSessionAlthoughNoEndCame() {
    heard(anEvent(), 1_000);
    heard(anEvent().outsideSession(), 2_000);

    assertThat(link.deadlineMs()).isEqualTo(122_000);
  }

  @Test
  void historyIsASignOfLifeButTellsNeitherSessionNorClinic() {
    heard(anEvent().outsideSession(), 1_000);
    TakenEvent late = anEvent().ofClinic("clinic-2").inSession("old").appendedAt(9_000);
    heard(new TakenEvent(late.event(), 9_000, 0, true), 9_000);

    assertThat(told()).containsExactly("1 1000 UP clinic-1");
    assertThat(link.deadlineMs()).isEqualTo(129_000);
    assertThat(link.sessionId()).isEmpty();
  }

  @Test
  void tellsBothClinicsWhenItMoves() {
    heard(anEvent(), 1_000);
    fallSilent();
    heard(anEvent().ofClinic("clinic-2"), 30_000);

    assertThat(told())
        .containsExactly(
            "1 1000 UP clinic-1",
            "2 6000 LOST clinic-1 telemetry-lost",
            "3 30000 GONE clinic-1",
            "4 30000 UP clinic-2");
  }

  @Test
  void isMissedWhenItIsNeverHeardAfterItWasTakenIntoUse() {
    assertThat(link.registered("d", "clinic-1", 50_000, 1_000, GRACE)).isEmpty();
    assertThat(link.deadlineMs()).isEqualTo(110_000);

    fallSilent();
    heard(anEvent().ofClinic("clinic-2"), 200_000);
    assertThat(told())
        .containsExactly(
            "1 110000 LOST clinic-1 device-never-seen",
            "2 200000 GONE clinic-1",
            "3 200000 UP clinic-2");
  }

  @Test
  void countsTheGraceFromTheBeginningOfTheLogAtTheEarliest() {
    link.registered("d", "clinic-1", 0, 0, GRACE);
    link.expectedFrom(1_000_000);

    assertThat(link.deadlineMs()).isEqualTo(1_060_000);
  }

  @Test
  void isNotExpectedBeforeATimeThatNobodyCanMean() {
    link.registered("d", "clinic-1", Long.MAX_VALUE, 0, GRACE);

    assertThat(link.deadlineMs()).isPositive().isLessThan(Link.NEVER);
  }

  @Test
  void givesAnotherGraceWhenAMissedDeviceIsToStandInAnotherClinic() {
    link.registered("d", "clinic-1", 0, 0, GRACE);
    fallSilent();
    told.addAll(link.registered("d", "clinic-1", 0, 70_000, GRACE));
    told.addAll(link.registered("d", "clinic-2", 0, 80_000, GRACE));

    assertThat(told())
        .containsExactly("1 60000 LOST clinic-1 device-never-seen", "2 80000 GONE clinic-1");
    assertThat(link.deadlineMs()).isEqualTo(140_000);
  }

  @Test
  void nobodyWaitsForADeviceThatLeftTheInventory() {
    link.registered("d", "clinic-1", 0, 0, GRACE);
    assertThat(link.unregistered("d", 1_000)).as("nobody was told of it").isEmpty();
    assertThat(link.deadlineMs()).isEqualTo(Link.NEVER);

    heard(anEvent(), 2_000);
    fallSilent();
    told.addAll(link.unregistered("d", 90_000));
    assertThat(told).last().extracting(LinkChange::kind).isEqualTo(Kind.GONE);
    assertThat(link.deadlineMs()).isEqualTo(Link.NEVER);

    heard(anEvent(), 100_000);
    assertThat(told).last().extracting(LinkChange::kind).isEqualTo(Kind.UP);
  }

  @Test
  void anInventoryRecordOfADeviceThatIsHeardChangesNothing() {
    heard(anEvent(), 1_000);

    assertThat(link.registered("d", "clinic-2", 0, 2_000, GRACE)).isEmpty();
    assertThat(link.deadlineMs()).isEqualTo(6_000);
    assertThat(link.clinicId()).isEqualTo("clinic-1");
  }
}
