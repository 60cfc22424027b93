package io.clinictelemetry.contracts.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinictelemetry.contracts.settings.SettingException;
import io.clinictelemetry.contracts.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {

  private static final String PASSWORD = "correct:horse ü";

  @TempDir private Path directory;

  private Users users(String file) throws IOException {
    return Users.from(settings(file)).orElseThrow();
  }

  private Settings settings(String file) throws IOException {
    Path path = Files.writeString(directory.resolve("users"), file);
    return Settings.of(Map.of(Users.FILE, path.toString()));
  }

  private static String basic(String nameAndPassword) {
    byte[] bytes = nameAndPassword.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void thereAreNoneWhereNoFileIsSet() {
    assertThat(Users.from(Settings.of(Map.of()))).isEmpty();
  }

  @Test
  void acceptsEachWithTheirOwnPassword() throws Exception {
    Users users = users("# who may look\n\nann:" + PASSWORD + "\r\n  bob:another-password\n");

    assertThat(users.find(basic("ann:" + PASSWORD))).isPresent();
    assertThat(users.find(basic("bob:another-password"))).isPresent();
    assertThat(users.find(basic("bob:another-password").replace("Basic", "bAsIc"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann:another-password",
        "bob:" + PASSWORD,
        "ann:" + PASSWORD + " ",
        "Ann:" + PASSWORD,
        "ann:",
        "ann",
        ":",
        "",
        "# who may look"
      })
  void acceptsNothingElse(String nameAndPassword) throws Exception {
    Users users = users("# who may look\nann:" + PASSWORD + "\nbob:another-password\n");

    assertThat(users.find(basic(nameAndPassword))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic", "Basic ", "Basic %%%", "Bearer YW5uOmFub3RoZXI=", "ann"})
  void aHeaderThatIsNotBasicIsNobody(String header) throws Exception {
    assertThat(users("ann:another-password").find(header)).isEmpty();
  }

  @Test
  void noHeaderIsNobody() throws Exception {
    assertThat(users("ann:another-password").find(null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "no-colon-secret, line 3 has no colon",
    ":no-name-secret, line 3 has a wrong name",
    "a b:blank-in-name-secret, line 3 has a wrong name",
    "cid:12345secret, line 3 has a password that is too short; take at least 12 characters",
    "ann:another-one-secret, line 3 has a name that an earlier line has"
  })
  void aWrongLineIsNamedByItsNumberAlone(String line, String message) throws Exception {
    Settings settings = settings("ann:another-secret\n\n" + line + "\n");

    assertThatThrownBy(() -> Users.from(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith(Users.FILE + "=" + directory)
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
  }

  @Test
  void aPasswordOfTwelveCharactersIsLongEnough() throws Exception {
    assertThat(users("ann:123456789012").find(basic("ann:123456789012"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# nobody yet\n"})
  void aFileThatNamesNobodyIsRefused(String file) throws Exception {
    Settings settings = settings(file);

    assertThatThrownBy(() -> Users.from(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageContainingAll(Users.FILE, "names nobody", "name:password");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws Exception {
    Path binary = Files.write(directory.resolve("binary"), new byte[] {'a', ':', (byte) 0xff});
    for (String file : new String[] {directory.resolve("none").toString(), binary.toString()}) {
      Settings settings = Settings.of(Map.of(Users.FILE, file));

      assertThatThrownBy(() -> Users.from(settings))
          .isInstanceOf(SettingException.class)
          .hasMessageContainingAll(Users.FILE + "=" + file, "cannot be read", "name:password");
    }
  }
}
