package io.clinictelemetry.contracts.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinictelemetry.contracts.settings.SettingException;
import io.clinictelemetry.contracts.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

  @TempDir private Path directory;

  @Test
  void listensOnLoopbackUnlessTold() {
    assertThat(ListenAddress.from(Settings.of(Map.of()), 8090))
        .isEqualTo(new ListenAddress("127.0.0.1", 8090, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.8.8.8", "::1"})
  void takesAnyOfThisMachinesLoopbackAddresses(String host) {
    Settings settings = Settings.of(Map.of("http.host", host, "http.port", "0"));
    assertThat(ListenAddress.from(settings, 8090))
        .isEqualTo(new ListenAddress(host, 0, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "10.0.0.1"})
  void refusesToListenToOthersWithoutAuthentication(String host) {
    Settings settings = Settings.of(Map.of("http.host", host));
    assertThatThrownBy(() -> ListenAddress.from(settings, 8090))
        .isInstanceOf(SettingException.class)
        .hasMessageContainingAll(
            "http.host=" + host, "not authenticated", "set http.users.file", "set 127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "10.0.0.1"})
  void listensToOthersWhereUsersAreNamed(String host) throws Exception {
    Path users = Files.writeString(directory.resolve("users"), "ann:another-password\n");
    Settings settings = Settings.of(Map.of("http.host", host, "http.users.file", users.toString()));

    ListenAddress address = ListenAddress.from(settings, 8090);

    assertThat(address.host()).isEqualTo(host);
    assertThat(address.users()).isNotEmpty();
    assertThat(address.toString()).contains("1 users").doesNotContain("another-password");
  }

  @Test
  void itsAddressIsForBrowsers() {
    assertThat(new ListenAddress("0.0.0.0", 0, Optional.empty()).url(8090))
        .isEqualTo("http://0.0.0.0:8090");
    assertThat(new ListenAddress("::1", 0, Optional.empty()).url(8090))
        .isEqualTo("http://[::1]:8090");
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
