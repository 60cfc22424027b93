package io.clinictelemetry.standalone.harness;

import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicProvisioner;
import io.clinictelemetry.contracts.topics.TopicSpec;
import io.clinictelemetry.sinks.database.DatabaseSettings;
import io.clinictelemetry.standalone.cluster.Ledger;
import io.clinictelemetry.standalone.cluster.TopicReader;
import io.clinictelemetry.standalone.demo.Pipeline;
import io.clinictelemetry.standalone.embedded.Servers;
import io.clinictelemetry.standalone.servers.TestServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Broker with topics, registry and PostgreSQL; none of the pipeline's components. */
public final class TestCluster implements AutoCloseable {

  private static final short BROKERS_CHOICE = -1;

  private static final Set<TopicSpec> INPUTS =
      Set.of(TopicCatalogue.TELEMETRY, TopicCatalogue.DEVICES, TopicCatalogue.CLINICS);

  private final Servers servers;
  private final AvroSerdes serdes;
  private final Admin admin;

  private TestCluster(Servers servers) {
    this.servers = servers;
    this.serdes = new AvroSerdes(settings().serdes());
    this.admin = Admin.create(settings().kafka());
  }

  /**
   * Starts the servers and creates the topics.
   *
   * @param directory for the data and logs of servers that run without containers
   */
  public static TestCluster start(Path directory) throws InterruptedException, ExecutionException {
    return on(TestServers.start(directory));
  }

  /**
   * Creates the topics, with as many copies as the brokers choose.
   *
   * @param servers run already, and are closed with the cluster
   */
  public static TestCluster on(Servers servers) throws InterruptedException, ExecutionException {
    TestCluster cluster = new TestCluster(servers);
    try {
      new TopicProvisioner(cluster.admin, Pipeline.PARTITIONS, BROKERS_CHOICE).apply();
      return cluster;
    } catch (ExecutionException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** The settings by which a component finds the servers, as a person writes them into a file. */
  public Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>();
    properties.put(Settings.BOOTSTRAP_SERVERS, servers.bootstrapServers());
    properties.put("schema.registry.url", servers.registryUrl());
    properties.put(DatabaseSettings.URL, servers.jdbcUrl());
    properties.put(DatabaseSettings.USER, servers.user());
    return properties;
  }

  /** {@link #properties()} as a client in this JVM takes them. */
  public Settings settings() {
    return Settings.of(properties());
  }

  /** A client of the cluster; it stays open. */
  public Admin admin() {
    return admin;
  }

  /** Serdes of the pipeline's records; they stay open. */
  public AvroSerdes serdes() {
    return serdes;
  }

  /** Reads what is committed. */
  public TopicReader reader() {
    return new TopicReader(settings().kafka(), serdes);
  }

  /** A topic as an application with {@code output.topic.prefix} names it. */
  public static TopicSpec prefixed(String prefix, TopicSpec topic) {
    return new TopicSpec(
        prefix + topic.name(),
        topic.key(),
        topic.value(),
        topic.partitionedBy(),
        topic.kept(),
        topic.retention(),
        topic.trustedClock());
  }

  /** Creates the topics that an application with the prefix writes to. */
  public void createOutputTopics(String prefix) throws ExecutionException, InterruptedException {
    List<NewTopic> topics =
        TopicCatalogue.ALL.stream()
            .filter(topic -> !INPUTS.contains(topic))
            .map(
                topic ->
                    new NewTopic(prefix + topic.name(), Pipeline.PARTITIONS, BROKERS_CHOICE)
                        .configs(topic.config()))
            .toList();
    admin.createTopics(topics).all().get();
  }

  /** Makes an empty database beside the first one, and returns its URL. */
  public String createDatabase(String name) throws SQLException {
    String url = servers.jdbcUrl();
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return url.replaceFirst("/[^/?]*($|\\?)", "/" + name + "$1");
  }

  /** URL of the first database. */
  public String databaseUrl() {
    return servers.jdbcUrl();
  }

  /** The rows of a query, each as a list of texts. */
  public List<List<String>> rows(String url, String query) throws SQLException {
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  /** How far a sink's database is in each partition. */
  public Map<TopicPartition, Long> written(String url) throws SQLException {
    return rows(url, "SELECT topic, partition, next_offset FROM sink_offsets").stream()
        .collect(
            Collectors.toMap(
                row -> new TopicPartition(row.get(0), Integer.parseInt(row.get(1))),
                row -> Long.parseLong(row.get(2))));
  }

  /** A connection to a database, which the caller closes. */
  public Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url, servers.user(), null);
  }

  /**
   * The offset after the last record that a {@code read_committed} reader gets to see now, for each
   * partition.
   */
  public Map<TopicPartition, Long> ends(List<String> topics)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted =
        admin.describeTopics(topics).allTopicNames().get().values().stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(info -> new TopicPartition(topic.name(), info.partition())))
            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
    return admin
        .listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
        .all()
        .get()
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  /**
   * The conservation ledger as it is now.
   *
   * @param prefix {@code output.topic.prefix} of the applications; empty for the live ones
   */
  public Ledger ledger(String prefix) throws ExecutionException, InterruptedException {
    // Entries before ends, so that no line can be ahead of its partition.
    Map<String, LedgerEntry> entries =
        reader().latest(prefixed(prefix, TopicCatalogue.LEDGER), LedgerEntry.class);
    Map<TopicPartition, Long> ends = ends(List.of(TopicCatalogue.TELEMETRY.name()));
    return new Ledger(
        Ledger.APPLICATIONS.stream()
            .flatMap(
                application ->
                    ends.entrySet().stream()
                        .map(
                            end ->
                                new Ledger.Line(
                                    application,
                                    end.getKey().partition(),
                                    end.getValue(),
                                    Optional.ofNullable(
                                        entries.get(
                                            RecordKeys.ledger(
                                                application, end.getKey().partition()))))))
            .toList());
  }

  /** Stops the servers; their data stays. */
  @Override
  public void close() {
    admin.close();
    serdes.close();
    servers.close();
  }
}
