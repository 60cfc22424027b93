package io.clinictelemetry.producers.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinictelemetry.contracts.settings.SettingException;
import io.clinictelemetry.contracts.settings.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorComponentTest {

  private static FleetOptions options(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("simulator.state.dir", "somewhere");
    return SimulatorComponent.options(Settings.of(all));
  }

  @Test
  void defaultsArePinned() {
    assertThat(options(Map.of()))
        .isEqualTo(new FleetOptions(24, 3, 1, Programme.SHORT, true, Path.of("somewhere")))
        .isEqualTo(FleetOptions.defaults(Path.of("somewhere")));
  }

  @Test
  void everySettingIsTaken() {
    assertThat(
            options(
                Map.of(
                    "simulator.devices", "200",
                    "simulator.clinics", "7",
                    "simulator.seed", "-5",
                    "simulator.programme", "full",
                    "simulator.faults", "false",
                    "simulator.state.dir", "there")))
        .isEqualTo(new FleetOptions(200, 7, -5, Programme.FULL, false, Path.of("there")));
  }

  @ParameterizedTest
  @CsvSource({
    "simulator.devices,0",
    "simulator.devices,10001",
    "simulator.clinics,25",
    "simulator.seed,one",
    "simulator.programme,long",
    "simulator.faults,maybe"
  })
  void wrongSettingIsNamedWithItsValue(String name, String value) {
    assertThatThrownBy(() -> options(Map.of(name, value)))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(name + "=" + value);
  }

  @Test
  void missingStateDirectoryIsNamed() {
    assertThatThrownBy(() -> SimulatorComponent.options(Settings.of(Map.of())))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("simulator.state.dir");
  }

  @Test
  void fleetOfOneDeviceNeedsNoOtherSetting() {
    assertThat(options(Map.of("simulator.devices", "1")).clinics()).isEqualTo(1);
  }
}
