package io.clinictelemetry.standalone.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestServersTest {

  @Test
  void containersAreUsedWhereNothingStandsAgainstIt() {
    assertThat(TestServers.mayUseContainers(Optional.empty(), false)).isTrue();
    assertThat(TestServers.mayUseContainers(Optional.empty(), true)).isTrue();
  }

  @Test
  void theEmbeddedServersTakeTheirPlace() {
    assertThat(TestServers.mayUseContainers(Optional.of("no engine"), false)).isFalse();
  }

  @Test
  void fallingBackIsAnErrorWhereContainersAreRequired() {
    assertThatThrownBy(() -> TestServers.mayUseContainers(Optional.of("no engine"), true))
        .hasMessageContaining("CLINIC_REQUIRE_CONTAINERS is true, but no engine");
  }
}
