package io.clinictelemetry.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HourAccountTest {

  private final HourAccount account =
      new HourAccount("device-1", "clinic-1", new Hour(0, 3_600_000), "Etc/UTC");

  @Test
  void whatBelongsToNoSessionBelongsToTheSum() {
    account.addTreating(700, true);
    account.addTreating(300, false);

    assertThat(account.treatingMs()).isEqualTo(1_000);
    assertThat(account.unassignedTreatingMs()).isEqualTo(300);
  }

  @Test
  void aStartThatProvesToLieInAnotherHourIsTakenBack() {
    account.addSessionStarts(2);
    account.addSessionStarts(-1);

    assertThat(account.sessionsStarted()).isEqualTo(1);
  }

  @Test
  void eachPublicationHasItsNumber() {
    assertThat(account.nextRevision()).isEqualTo(1);
    assertThat(account.nextRevision()).isEqualTo(2);
    assertThat(account.revision()).isEqualTo(2);
  }
}
