package io.clinictelemetry.sinks.dashboard.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.sinks.Records;
import io.clinictelemetry.sinks.TestDatabase;
import io.clinictelemetry.sinks.dashboard.api.AlertQueries;
import io.clinictelemetry.sinks.database.Database;
import io.clinictelemetry.sinks.database.Trouble;
import io.clinictelemetry.sinks.postgres.TopicWriter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangeFeedTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void saysWhoPreparesTheTablesAndGoesOnOnceTheyAreThere() {
    try (Database database = TestDatabase.create();
        ChangeFeed feed = feed(database)) {
      database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE alerts RENAME TO gone"));
      feed.start();
      await()
          .atMost(LONG)
          .until(() -> feed.trouble().equals(Optional.of(Trouble.NO_TABLES.detail())));

      database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE gone RENAME TO alerts"));
      await().atMost(LONG).until(() -> feed.trouble().isEmpty());
      assertThat(feed.failure()).isEmpty();
    }
  }

  @Test
  void itsDeathIsRememberedAndNamed() {
    try (Database database = TestDatabase.create();
        ChangeFeed feed = feed(database)) {
      feed.start();
      await().atMost(LONG).until(() -> feed.trouble().isEmpty());
      assertThat(feed.failure()).isEmpty();

      // The mapper of this test cannot write the times of an alert.
      new TopicWriter(database.jdbi())
          .write(TopicCatalogue.ALERTS, Records.alert("a-1", "d-1").build());

      await().atMost(LONG).until(() -> feed.failure().isPresent());
      assertThat(feed.failure().orElseThrow())
          .contains("change-feed stopped by a failure", "cannot be written as JSON");
    }
  }

  private static ChangeFeed feed(Database database) {
    return new ChangeFeed(
        database,
        new AlertQueries(database.jdbi()),
        new ObjectMapper(),
        new StreamHub(new SimpleMeterRegistry()));
  }
}
