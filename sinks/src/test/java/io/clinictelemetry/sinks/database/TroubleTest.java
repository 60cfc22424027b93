package io.clinictelemetry.sinks.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.sinks.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a real server answers is told apart. */
class TroubleTest {

  private static final String ANY_ALERT = "SELECT alert_id FROM alerts";

  private final Map<String, String> settings = new HashMap<>(TestDatabase.settings());

  /** Without the pool, which would try for seconds. */
  private Trouble troubleOf(String query) {
    try (Database database = new Database(DatabaseSettings.from(Settings.of(settings)), "tests")) {
      Throwable failure = catchThrowable(() -> execute(database, query));
      assertThat(failure).isNotNull();
      return Trouble.of(failure);
    }
  }

  private static void execute(Database database, String query) throws SQLException {
    try (Connection connection = database.openDedicated();
        Statement statement = connection.createStatement()) {
      statement.execute(query);
    }
  }

  @Test
  void aServerThatIsNotThereIsAway() {
    settings.put(DatabaseSettings.URL, "jdbc:postgresql://127.0.0.1:1/clinic");

    assertThat(troubleOf(ANY_ALERT)).isEqualTo(Trouble.AWAY);
  }

  @Test
  void aTableColumnOrFunctionThatIsNotThereIsTheSinksToPrepare() {
    assertThat(troubleOf("SELECT 1 FROM not_there")).isEqualTo(Trouble.NO_TABLES);
    assertThat(troubleOf("SELECT not_there FROM alerts")).isEqualTo(Trouble.NO_TABLES);
    assertThat(troubleOf("SELECT not_there(1)")).isEqualTo(Trouble.NO_TABLES);
    assertThat(Trouble.NO_TABLES.detail()).contains("run the sink");
  }

  @Test
  void aRoleOrDatabaseThatIsNotThereIsRefused() {
    String url = settings.get(DatabaseSettings.URL);
    // The user in the address comes before the setting.
    settings.put(DatabaseSettings.URL, url.replace("user=postgres", "user=nobody"));
    assertThat(troubleOf(ANY_ALERT)).isEqualTo(Trouble.REFUSED);
    settings.put(DatabaseSettings.URL, url.replaceFirst("/[^/?]*($|\\?)", "/not_there$1"));
    assertThat(troubleOf(ANY_ALERT)).isEqualTo(Trouble.REFUSED);
  }
}
