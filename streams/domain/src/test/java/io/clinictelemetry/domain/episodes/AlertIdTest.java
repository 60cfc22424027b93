package io.clinictelemetry.domain.episodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlertIdTest {

  private static final long STARTED_AT = 1_700_000_000_000L;

  @Test
  void neverChanges() {
    assertThat(AlertId.of("device-1", "suction-hard-high", Optional.of("session-1"), STARTED_AT))
        .isEqualTo("a5778df3b7586fc0c33d2cd305dd3769");
    assertThat(AlertId.of("device-1", "suction-hard-high", Optional.empty(), STARTED_AT))
        .isEqualTo("5347b3688ae7b42cff399b01b8eb7207");
  }

  @Test
  void differsWhereverTheEpisodeDiffers() {
    assertThat(
            List.of(
                AlertId.of("d", "rule", Optional.of("s"), STARTED_AT),
                AlertId.of("d", "rule", Optional.of("s"), STARTED_AT + 1),
                AlertId.of("d", "rule", Optional.of("s2"), STARTED_AT),
                AlertId.of("d", "rule", Optional.empty(), STARTED_AT),
                AlertId.of("d", "rule", Optional.of(""), STARTED_AT),
                AlertId.of("d", "rule", Optional.of("-"), STARTED_AT),
                AlertId.of("d", "rule2", Optional.of("s"), STARTED_AT),
                AlertId.of("d2", "rule", Optional.of("s"), STARTED_AT)))
        .doesNotHaveDuplicates();
  }

  @Test
  void keepsApartIdsThatRunTogether() {
    assertThat(AlertId.of("d rule", "rule", Optional.empty(), 1))
        .isNotEqualTo(AlertId.of("d", "rule rule", Optional.empty(), 1));
    assertThat(AlertId.of("d", "rule", Optional.of("a 1"), 1))
        .isNotEqualTo(AlertId.of("d", "rule", Optional.of("a"), 11));
  }

  @Test
  void isTheSameOnAMachineThatWritesOtherDigits() {
    Locale before = Locale.getDefault();
    String here = AlertId.of("device-1", "rule", Optional.of("session-1"), STARTED_AT);
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThat(AlertId.of("device-1", "rule", Optional.of("session-1"), STARTED_AT))
          .isEqualTo(here);
    } finally {
      Locale.setDefault(before);
    }
  }
}
