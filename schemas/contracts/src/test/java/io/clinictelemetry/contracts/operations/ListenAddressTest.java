package io.clinictelemetry.contracts.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinictelemetry.contracts.settings.SettingException;
import io.clinictelemetry.contracts.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

  @Test
  void listensOnLoopbackUnlessTold() {
    assertThat(ListenAddress.from(Settings.of(Map.of()), 8090))
        .isEqualTo(new ListenAddress("127.0.0.1", 8090));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.8.8.8", "::1"})
  void takesAnyOfThisMachinesLoopbackAddresses(String host) {
    Settings settings = Settings.of(Map.of("http.host", host, "http.port", "0"));
    assertThat(ListenAddress.from(settings, 8090)).isEqualTo(new ListenAddress(host, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "10.0.0.1"})
  void refusesToListenToOthersWithoutAuthentication(String host) {
    Settings settings = Settings.of(Map.of("http.host", host));
    assertThatThrownBy(() -> ListenAddress.from(settings, 8090))
        .isInstanceOf(SettingException.class)
        .hasMessageContainingAll("http.host=" + host, "not authenticated", "set 127.0.0.1");
  }

  @Test
  void aNameThatIsNoHostIsNamed() {
    Settings settings = Settings.of(Map.of("http.host", "no such host"));
    assertThatThrownBy(() -> ListenAddress.from(settings, 8090))
        .isInstanceOf(SettingException.class)
        .hasMessageContainingAll("http.host=no such host", "set 127.0.0.1");
  }

  @Test
  void aPortOutOfRangeIsNamed() {
    Settings settings = Settings.of(Map.of("http.port", "65536"));
    assertThatThrownBy(() -> ListenAddress.from(settings, 8090))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("http.port=65536");
  }
}
