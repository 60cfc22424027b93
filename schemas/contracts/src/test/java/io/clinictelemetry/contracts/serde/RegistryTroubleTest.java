package io.clinictelemetry.contracts.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RegistryTroubleTest {

  private long now = Duration.ofHours(-1).toNanos();
  private final RegistryTrouble trouble = new RegistryTrouble(() -> now);

  @Test
  void thereIsNoneBeforeTheFirstQuestion() {
    assertThat(trouble.message()).isEmpty();
  }

  @Test
  void isOverWithTheNextAnswer() {
    trouble.noAnswer("away");
    assertThat(trouble.message()).contains("away");

    trouble.answered();
    assertThat(trouble.message()).isEmpty();
  }

  @Test
  void isForgottenWhenNobodyAsksAgain() {
    trouble.noAnswer("away");
    now += RegistryTrouble.MEMORY.minusNanos(1).toNanos();
    assertThat(trouble.message()).contains("away");

    now++;
    assertThat(trouble.message()).isEmpty();
  }
}
