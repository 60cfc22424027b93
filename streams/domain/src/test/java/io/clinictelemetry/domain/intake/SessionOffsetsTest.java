package io.clinictelemetry.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionOffsetsTest {

  private final SessionOffsets offsets = new SessionOffsets();

  @Test
  void theFirstOffsetOfASessionStays() {
    offsets.freeze("a", 60_000);
    offsets.freeze("a", 10);

    assertThat(offsets.find("a")).hasValue(60_000);
  }

  @Test
  void anUnknownSessionHasNone() {
    assertThat(offsets.find("a")).isEmpty();
  }

  @Test
  void theOldestIsForgottenForTheNinth() {
    for (int i = 0; i < SessionOffsets.MAX_SESSIONS; i++) {
      offsets.freeze("session-" + i, i);
    }
    assertThat(offsets.find("session-0")).hasValue(0);

    offsets.freeze("ninth", 9);

    assertThat(offsets.find("session-0")).isEmpty();
    assertThat(offsets.find("session-1")).hasValue(1);
    assertThat(offsets.find("ninth")).hasValue(9);
    assertThat(offsets.offsets()).hasSize(SessionOffsets.MAX_SESSIONS);
  }

  @Test
  void rememberedOnesAreForgottenInTheSameOrder() {
    for (int i = 0; i < SessionOffsets.MAX_SESSIONS; i++) {
      offsets.freeze("session-" + i, i);
    }
    SessionOffsets remembered = new SessionOffsets(offsets.offsets());
    remembered.freeze("ninth", 9);

    assertThat(remembered.offsets().keySet()).doesNotContain("session-0").contains("session-1");
    assertThat(offsets.offsets()).containsKey("session-0");
  }

  @Test
  void forgetsThoseOfAClockThatWasSet() {
    SessionOffsets offsets = new SessionOffsets();
    offsets.freeze("s1", 10_000);
    offsets.forget();

    assertThat(offsets.find("s1")).isEmpty();
  }
}
