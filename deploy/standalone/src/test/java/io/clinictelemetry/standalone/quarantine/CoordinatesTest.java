package io.clinictelemetry.standalone.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoordinatesTest {

  @Test
  void areReadAsTheyAreWritten() {
    Coordinates coordinates = new Coordinates("clinic.telemetry", 3, 1234);

    assertThat(coordinates).hasToString("clinic.telemetry/3/1234");
    assertThat(Coordinates.parse("clinic.telemetry/3/1234")).isEqualTo(coordinates);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "clinic.telemetry", "a/1", "a/b/c", "a/1/-1", "a/1/2/3", "/1/2"})
  void anythingElseIsRefusedByName(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Coordinates.parse(text))
        .withMessageContaining("TOPIC/PARTITION/OFFSET");
  }
}
