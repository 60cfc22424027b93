package io.clinictelemetry.sinks.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinictelemetry.contracts.settings.SettingException;
import io.clinictelemetry.contracts.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotifierSettingsTest {

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static List<String> names(Map<String, String> settings) {
    return NotifierSettings.channels(Settings.of(settings)).stream().map(Channel::name).toList();
  }

  @Test
  void everyAlertmanagerOfAClusterIsToldAndSoIsTheWebhook(@TempDir Path directory)
      throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), SECRET + "\n");

    assertThat(
            names(
                Map.of(
                    NotifierSettings.ALERTMANAGER,
                    "http://one:9093, https://two:9093/alerts/",
                    NotifierSettings.WEBHOOK,
                    "http://127.0.0.1:1/hook",
                    NotifierSettings.SECRET_FILE,
                    file.toString())))
        .containsExactly("alertmanager one:9093", "alertmanager two:9093", "webhook");
  }

  @Test
  void aNotifierThatWouldTellNobodyDoesNotStart() {
    assertThatThrownBy(() -> names(Map.of()))
        .isInstanceOf(SettingException.class)
        .hasMessageContainingAll(
            NotifierSettings.ALERTMANAGER, NotifierSettings.WEBHOOK, "nobody would be told");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:9093", "ftp://127.0.0.1", "http://user:word@127.0.0.1:9093", "http://"})
  void anAddressThatIsNoneIsNamed(String address) {
    assertThatThrownBy(() -> names(Map.of(NotifierSettings.ALERTMANAGER, address)))
        .isInstanceOf(SettingException.class)
        .hasMessageContainingAll(NotifierSettings.ALERTMANAGER, "http://127.0.0.1:9093");
  }

  @Test
  void aWebhookWithoutASecretOrWithAShortOneIsRefusedAndTheSecretIsNotTold() {
    Map<String, String> none = Map.of(NotifierSettings.WEBHOOK, "http://127.0.0.1:1");
    assertThatThrownBy(() -> names(none))
        .isInstanceOf(SettingException.class)
        .hasMessageContainingAll(NotifierSettings.SECRET, NotifierSettings.SECRET_FILE);

    Map<String, String> shortOne =
        Map.of(NotifierSettings.WEBHOOK, "http://127.0.0.1:1", NotifierSettings.SECRET, "c2hvcnQ=");
    assertThatThrownBy(() -> names(shortOne))
        .isInstanceOf(SettingException.class)
        .hasMessageContainingAll(NotifierSettings.SECRET, "openssl rand -base64 32")
        .hasMessageNotContaining("c2hvcnQ");
  }
}
