package io.clinictelemetry.contracts.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @TempDir Path folder;

  private Settings settings(String file, Map<String, String> environment) throws IOException {
    Path path = folder.resolve("clinic.properties");
    Files.writeString(path, file);
    return Settings.load(Optional.of(path), environment);
  }

  @Test
  void takesTheEnvironmentBeforeTheFileBeforeTheDefault() throws IOException {
    Settings settings =
        settings("a.one=file\na.two=file\n", Map.of("A_ONE", "environment", "A_FOUR", " four "));
    assertThat(settings.text("a.one", "default")).isEqualTo("environment");
    assertThat(settings.text("a.two", "default")).isEqualTo("file");
    assertThat(settings.text("a.three", "default")).isEqualTo("default");
    assertThat(settings.text("a.four", "default")).isEqualTo("four");
  }

  @Test
  void aBlankValueIsNotSet() throws IOException {
    Settings settings = settings("a.one=\na.two=  \n", Map.of("A_THREE", ""));
    assertThat(settings.find("a.one")).isEmpty();
    assertThat(settings.find("a.two")).isEmpty();
    assertThat(settings.find("a.three")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a${b}c", "pa$$word", "back\\\\slash", "a,b", "#hash", "%25", "ä"})
  void takesValuesAsTheyStand(String value) {
    assertThat(Settings.of(Map.of("secret", value)).find("secret")).contains(value);
    assertThat(Settings.load(Optional.empty(), Map.of("SECRET", value)).find("secret"))
        .contains(value);
  }

  @Test
  void givesKafkaClientsEveryNameThatBeginsWithKafka() throws IOException {
    Settings settings =
        settings(
            "kafka.bootstrap.servers=file:9092\nkafka.linger.ms=5\nhttp.port=1\n",
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "broker:9092",
                "KAFKA_SASL_JAAS_CONFIG", "module required;",
                "KAFKA_ACKS", "",
                "KAFKAESQUE", "no"));
    assertThat(settings.kafka())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "bootstrap.servers", "broker:9092",
                "linger.ms", "5",
                "sasl.jaas.config", "module required;"));
  }

  @Test
  void givesTheRegistrysClientItsOwnNames() throws IOException {
    Settings settings =
        settings(
            "schema.registry.url=http://file:8081\nauto.register.schemas=false\nhttp.port=1\n",
            Map.of(
                "SCHEMA_REGISTRY_URL", "http://environment:8081",
                "BASIC_AUTH_CREDENTIALS_SOURCE", "USER_INFO",
                "BASIC_AUTH_USER_INFO", "user:pa$$word",
                "SERDE_IMPLEMENTATION", "stock",
                "MAX_RETRIES", "1",
                "KAFKA_ACKS", "all"));
    assertThat(settings.serdes())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "schema.registry.url", "http://environment:8081",
                "auto.register.schemas", "false",
                "basic.auth.credentials.source", "USER_INFO",
                "basic.auth.user.info", "user:pa$$word",
                "serde.implementation", "stock",
                "max.retries", "1"));
  }

  @Test
  void aMissingSettingIsNamedWithItsRemedy() {
    Settings none = Settings.of(Map.of());
    assertThatThrownBy(() -> none.required("database.url", "give a JDBC address"))
        .isInstanceOf(SettingException.class)
        .hasMessage("database.url=: not set; give a JDBC address");
    assertThatThrownBy(none::kafka)
        .isInstanceOf(SettingException.class)
        .hasMessageContainingAll("kafka.bootstrap.servers", "host:port");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "11", "-1", "ten", "1.5", "99999999999"})
  void aNumberThatIsNoneOrOutOfRangeIsNamed(String value) {
    Settings settings = Settings.of(Map.of("threads", value));
    assertThatThrownBy(() -> settings.integer("threads", 2, 1, 10))
        .isInstanceOf(SettingException.class)
        .hasMessage("threads=%s: set a whole number from 1 to 10", value);
  }

  @Test
  void numbersAtTheEndsOfTheirRangeAreTaken() {
    Settings settings = Settings.of(Map.of("low", "1", "high", "10"));
    assertThat(settings.integer("low", 2, 1, 10)).isEqualTo(1);
    assertThat(settings.integer("high", 2, 1, 10)).isEqualTo(10);
    assertThat(settings.integer("unset", 2, 1, 10)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "10s, PT10S",
    "5m, PT5M",
    "2h, PT2H",
    "14d, PT336H",
    "PT1M30S, PT1M30S"
  })
  void readsDurationsThatPeopleWrite(String value, Duration expected) {
    assertThat(Settings.of(Map.of("for", value)).duration("for", Duration.ZERO))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10", "0s", "-5s", "PT0S", "-PT5S", "ten seconds", "9999999999999999999d"})
  void aDurationThatIsNoneOrNotPositiveIsNamed(String value) {
    Settings settings = Settings.of(Map.of("for", value));
    assertThatThrownBy(() -> settings.duration("for", Duration.ZERO))
        .isInstanceOf(SettingException.class)
        .hasMessage("for=%s: set a duration such as 500ms, 10s, 5m, 2h or 14d", value);
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    Path missing = folder.resolve("missing.properties");
    assertThatThrownBy(() -> Settings.load(Optional.of(missing), Map.of()))
        .isInstanceOf(SettingException.class)
        .hasMessageContainingAll(missing.toString(), "give an existing properties file");
    Path malformed = Files.writeString(folder.resolve("bad.properties"), "secret=\\uZZZZ");
    assertThatThrownBy(() -> Settings.load(Optional.of(malformed), Map.of()))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(malformed.toString());
  }
}
