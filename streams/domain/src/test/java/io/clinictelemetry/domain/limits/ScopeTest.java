package io.clinictelemetry.domain.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "device/device-1, DEVICE, device-1",
    "clinic/a/b, CLINIC, a/b",
    "model/Derma 3 #2, MODEL, Derma 3 #2",
    "default/microcurrent/salon, DEFAULT, microcurrent/salon",
  })
  void isWrittenAsItIsRead(String text, Scope.Kind kind, String id) {
    assertThat(Scope.parse(text)).isEqualTo(new Scope(kind, id));
    assertThat(Scope.parse(text)).hasToString(text);
  }

  @Test
  void onlyADefaultIsConfinedToAModalityAndAClass() {
    Scope defaults = Scope.defaults(Modality.MICROCURRENT, DeviceClass.HOME);

    assertThat(defaults.modality()).contains(Modality.MICROCURRENT);
    assertThat(defaults.ofClass()).contains(DeviceClass.HOME);
    assertThat(Scope.clinic("microcurrent/home").modality()).isEqualTo(Optional.empty());
    assertThat(Scope.clinic("microcurrent/home").ofClass()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "device",
        "device/",
        "device/ ",
        "Device/d1",
        "fleet/1",
        "default/microcurrent",
        "default/microcurrent/",
        "default/laser/home",
        "default/microcurrent/pets",
        "default/microcurrent/x/home",
        "device/d\n1",
      })
  void whatIsNoScopeIsRefused(String text) {
    assertThatThrownBy(() -> Scope.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scope");
  }

  @Test
  void aScopeHasABoundedLength() {
    String longest = "device/" + "d".repeat(Scope.MAX_LENGTH - "device/".length());

    assertThat(Scope.parse(longest)).hasToString(longest);
    assertThatThrownBy(() -> Scope.parse(longest + "d")).hasMessageContaining("at most 200");
  }
}
