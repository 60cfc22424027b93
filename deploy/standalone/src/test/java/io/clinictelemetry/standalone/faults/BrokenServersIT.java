package io.clinictelemetry.standalone.faults;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinictelemetry.standalone.harness.ComponentProcess;
import io.clinictelemetry.standalone.harness.servers.BrokerProcess;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One server after the other breaks under a pipeline with a fleet that never stops. In this order,
 * because most of the time is waiting, and all of it must add up in the end.
 */
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrokenServersIT {

  private static final Duration FROZEN_FOR = Duration.ofSeconds(30);
  private static final Duration AWAY_FOR = Duration.ofMinutes(1);

  private static final String SILENT = "nothing has come from the brokers for";

  /** What PostgreSQL answers when it has no connection left. */
  private static final String TOO_MANY_CONNECTIONS = "53300";

  private LivePipeline live;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    live = new LivePipeline(directory, 1);
  }

  @AfterAll
  void stop() {
    if (live != null) {
      live.close();
    }
  }

  @Test
  @Order(1)
  void allGoesOnWhenTheBrokerWasKilledAndIsBack() throws Exception {
    BrokerProcess broker = live.servers().broker();

    broker.kill();

    assertThat(broker.accepts()).as("the broker's port is open").isFalse();
    // By then every open transaction has timed out, too.
    for (ComponentProcess component : live.components().firstInstances()) {
      live.awaitNotReady(component, SILENT);
    }
    broker.start();
    live.awaitCaughtUp("the killed broker was back");
  }

  @Test
  @Order(2)
  void allGoesOnWhenTheBrokerStoodStill() throws Exception {
    BrokerProcess broker = live.servers().broker();

    long since = System.nanoTime();
    broker.freeze();

    assertThat(broker.accepts()).as("the broker's port is open").isTrue();
    assertThatThrownBy(
            () ->
                live.cluster()
                    .admin()
                    .describeCluster(new DescribeClusterOptions().timeoutMs(3_000))
                    .nodes()
                    .get())
        .hasCauseInstanceOf(TimeoutException.class);
    live.endure(FROZEN_FOR, since);
    for (ComponentProcess component : live.components().firstInstances()) {
      live.awaitNotReady(component, SILENT);
    }
    broker.thaw();
    live.awaitCaughtUp("the broker went on");
  }

  @Test
  @Order(3)
  void whoNeedsTheRegistryWaitsForIt() throws Exception {
    NextReleaseEvent event =
        NextReleaseEvent.of(
            "next-release", live.servers().registry().url(), live.cluster().serdes());

    live.servers().registry().close();
    long since = System.nanoTime();

    URI registry = URI.create(live.servers().registry().url());
    assertThatThrownBy(() -> new Socket(registry.getHost(), registry.getPort()).close())
        .isInstanceOf(ConnectException.class);
    // Known schemas are remembered: nothing is noticed.
    live.awaitCaughtUp("the registry went away");

    send(event);
    ComponentProcess usage = live.components().usage();
    live.awaitNotReady(live.components().safety(), "no answer from the schema registry");
    live.awaitNotReady(usage, "no answer from the schema registry");
    usage.kill();
    usage.start();
    live.endure(AWAY_FOR, since);
    live.awaitNotReady(usage, "no answer from the schema registry");

    live.servers().registry().start();
    live.awaitCaughtUp("the registry was back");
  }

  private void send(NextReleaseEvent event) throws Exception {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            live.cluster().settings().kafka(),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(event.record()).get();
    }
  }

  @Test
  @Order(4)
  void theSinkWaitsForTheDatabase() throws Exception {
    ComponentProcess sink = live.components().sink();

    live.servers().database().close();
    long since = System.nanoTime();

    assertThatThrownBy(this::connect).hasRootCauseInstanceOf(ConnectException.class);
    live.awaitNotReady(sink, "the database does not answer");
    live.endure(AWAY_FOR, since);
    // Alerts and usage are none of its business.
    live.components().awaitAccounted();
    live.components().safety().awaitReady();
    live.components().usage().awaitReady();
    assertThat(sink.isReady()).isFalse();

    live.servers().database().start();
    live.awaitCaughtUp("the database was back");
  }

  @Test
  @Order(5)
  void theSinkWaitsForAConnection() throws Exception {
    List<Connection> taken = new ArrayList<>();
    try {
      taken.add(connect());
      // Until the sink finds none; meanwhile it may be the faster one.
      awaitPatiently()
          .until(
              () -> {
                endConnectionsOfTheSink(taken.get(0));
                takeAll(taken);
                return live.components().sink().readiness().contains("too many clients");
              });
      assertThatThrownBy(this::connect).hasMessageContaining("too many clients");
      live.awaitNotReady(
          live.components().sink(), "the database does not answer: FATAL: sorry, too many clients");
    } finally {
      for (Connection connection : taken) {
        connection.close();
      }
    }
    live.awaitCaughtUp("there were connections again");
  }

  private void takeAll(List<Connection> taken) throws SQLException {
    try {
      while (true) {
        taken.add(connect());
      }
    } catch (SQLException e) {
      if (!TOO_MANY_CONNECTIONS.equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  private static void endConnectionsOfTheSink(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet ended =
            statement.executeQuery(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = 'clinic-postgres-sink'")) {
      while (ended.next()) {
        assertThat(ended.getBoolean(1)).isTrue();
      }
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        live.cluster().databaseUrl(), live.servers().database().user(), null);
  }

  @Test
  @Order(6)
  void inTheEndNothingIsLostOrDoubled() throws Exception {
    live.requireNothingLostOrDoubled(1);
  }
}
