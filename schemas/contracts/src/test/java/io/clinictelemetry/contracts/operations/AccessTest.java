package io.clinictelemetry.contracts.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.contracts.operations.Access.Refusal;
import io.clinictelemetry.contracts.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

  private static final Access OPEN = new Access(new ListenAddress("::1", 8080, Optional.empty()));

  /** Of ann:another-password. */
  private static final String ANN = "Basic YW5uOmFub3RoZXItcGFzc3dvcmQ=";

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:8080",
        "LOCALHOST:1",
        "127.0.0.1",
        "127.8.8.8:9000",
        "[::1]",
        "[::1]:8080"
      })
  void answersToThisMachinesOwnNames(String host) {
    assertThat(OPEN.refusal("/", host, null)).isEmpty();
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example#localhost",
        "localhost:8080:8080",
        "localhost:evil.example",
        "127.0.0.1@evil.example",
        "192.0.2.1:8080",
        "0.0.0.0",
        "[::2]:8080"
      })
  void doesNotAnswerToTheNameOfAnotherHost(String host) {
    assertThat(OPEN.refusal("/", host, null)).contains(Refusal.OTHER_HOST);
    assertThat(OPEN.refusal("/", host, ANN)).contains(Refusal.OTHER_HOST);
  }

  @Test
  void answersToTheNameThatItIsSetToListenOn() {
    Access access = new Access(new ListenAddress("Clinic-Box", 8080, Optional.empty()));

    assertThat(access.refusal("/", "clinic-box:8080", null)).isEmpty();
  }

  @Test
  void withUsersThePasswordCountsAndTheNameOfTheHostDoesNot() throws Exception {
    Access access = withUsers();

    assertThat(access.refusal("/", "dashboard.clinic.example", ANN)).isEmpty();
    assertThat(access.refusal("/", "localhost", null)).contains(Refusal.NOT_AUTHENTICATED);
    assertThat(access.refusal("/", "localhost", ANN + "x")).contains(Refusal.NOT_AUTHENTICATED);
    assertThat(Refusal.NOT_AUTHENTICATED.headers())
        .containsEntry("WWW-Authenticate", "Basic realm=\"clinic-telemetry\", charset=\"UTF-8\"");
  }

  @Test
  void healthAloneIsOpenToAll() throws Exception {
    for (String path : Access.OPEN) {
      assertThat(withUsers().refusal(path, "evil.example", null)).isEmpty();
      assertThat(OPEN.refusal(path, "evil.example", null)).isEmpty();
      assertThat(withUsers().refusal(path + "/", "localhost", null)).isNotEmpty();
      assertThat(withUsers().refusal(path + "/../../metrics", "localhost", null)).isNotEmpty();
    }
  }

  private Access withUsers() throws Exception {
    Path file = Files.writeString(directory.resolve("users"), "ann:another-password\n");
    return new Access(ListenAddress.from(Settings.of(Map.of(Users.FILE, file.toString())), 8080));
  }
}
