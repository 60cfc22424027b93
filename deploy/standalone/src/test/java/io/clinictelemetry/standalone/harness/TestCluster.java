package io.clinictelemetry.standalone.harness;

import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicProvisioner;
import io.clinictelemetry.standalone.cluster.Ledger;
import io.clinictelemetry.standalone.cluster.TopicReader;
import io.clinictelemetry.standalone.demo.Pipeline;
import io.clinictelemetry.standalone.embedded.Servers;
import io.clinictelemetry.standalone.servers.TestServers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Broker with topics, registry and PostgreSQL; none of the pipeline's components. */
public final class TestCluster implements AutoCloseable {

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
      new TopicProvisioner(cluster.admin, Pipeline.PARTITIONS, OutputTopics.BROKERS_CHOICE).apply();
      return cluster;
    } catch (ExecutionException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** The settings by which a component finds the servers, as a person writes them into a file. */
  public Map<String, String> properties() {
    return servers.properties();
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

  /** The databases of its PostgreSQL. */
  public TestDatabases databases() {
    return new TestDatabases(servers.jdbcUrl(), servers.user());
  }

  /** URL of the first database. */
  public String databaseUrl() {
    return servers.jdbcUrl();
  }

  /** How far a sink's database is in each partition. */
  public Map<TopicPartition, Long> written(String url) throws SQLException {
    return databases().rows(url, "SELECT topic, partition, next_offset FROM sink_offsets").stream()
        .collect(
            Collectors.toMap(
                row -> new TopicPartition(row.get(0), Integer.parseInt(row.get(1))),
                row -> Long.parseLong(row.get(2))));
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

  /** Whether a group has committed all that a topic holds now. */
  public boolean hasRead(String group, String topic)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> read =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    return ends(List.of(topic)).entrySet().stream()
        .allMatch(
            end ->
                end.getValue() == 0
                    || (read.get(end.getKey()) != null
                        && read.get(end.getKey()).offset() >= end.getValue()));
  }

  /**
   * The conservation ledger as it is now.
   *
   * @param prefix {@code output.topic.prefix} of the applications; empty for the live ones
   */
  public Ledger ledger(String prefix) throws ExecutionException, InterruptedException {
    return Ledger.read(reader(), admin, TopicCatalogue.LEDGER.prefixed(prefix));
  }

  /** Stops the servers; their data stays. */
  @Override
  public void close() {
    admin.close();
    serdes.close();
    servers.close();
  }
}
