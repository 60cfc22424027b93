package io.clinictelemetry.standalone;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinictelemetry.contracts.settings.SettingException;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicProvisioner;
import io.clinictelemetry.contracts.topics.TopicProvisioner.Comparison;
import io.clinictelemetry.contracts.topics.TopicProvisioner.Status;
import io.clinictelemetry.contracts.topics.TopicSpec;
import io.clinictelemetry.standalone.embedded.EmbeddedBroker;
import io.clinictelemetry.standalone.embedded.Ports;
import io.clinictelemetry.streams.safety.SafetyApplication;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a broker of its own, because it changes topics; each test begins without any. */
@Timeout(300)
class TopicsIT {

  private static final String DEVICES = TopicCatalogue.DEVICES.name();
  private static final String TELEMETRY = TopicCatalogue.TELEMETRY.name();

  /** Not that of other tests, whose application may run in this JVM. */
  private static final String APPLICATION_ID = "clinic-safety-beside-topics";

  @TempDir private static Path data;
  private static EmbeddedBroker broker;
  private static Admin admin;

  @BeforeAll
  static void startBroker() {
    broker = new EmbeddedBroker(data, 0);
    broker.start();
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  @AfterAll
  static void stopBroker() {
    if (admin != null) {
      admin.close();
    }
    broker.close();
  }

  @BeforeEach
  void deleteTopics() throws Exception {
    admin.deleteTopics(topics()).all().get();
    awaitPatiently().until(() -> topics().isEmpty());
  }

  private static Set<String> topics() throws Exception {
    return admin.listTopics().names().get();
  }

  @Test
  void anEmptyClusterLacksAllTopicsUntilTheyAreApplied() throws Exception {
    CommandRun missing = run("topics");
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.output()).contains(TELEMETRY).contains("missing");
    assertThat(topics()).isEmpty();

    assertThat(run("topics", "--apply").status()).isZero();

    CommandRun inStep = run("topics");
    assertThat(inStep.status()).isZero();
    assertThat(inStep.output().lines())
        .hasSize(TopicCatalogue.ALL.size())
        .allMatch(line -> line.endsWith("in step"));
    assertThat(topics())
        .containsExactlyInAnyOrderElementsOf(
            TopicCatalogue.ALL.stream().map(TopicSpec::name).toList());
  }

  @Test
  void aDriftedSettingIsReportedAndRepaired() throws Exception {
    run("topics", "--apply");
    set(TELEMETRY, TopicConfig.RETENTION_MS_CONFIG, "60000");
    awaitPatiently().until(() -> run("topics").status() == 1);

    CommandRun drifted = run("topics");
    assertThat(drifted.output())
        .contains("drifted")
        .contains("retention.ms: 60000, expected 604800000");

    CommandRun applied = run("topics", "--apply");
    assertThat(applied.status()).isZero();
    assertThat(applied.output()).contains("drifted, now applied");
    assertThat(run("topics").status()).isZero();
  }

  @Test
  void aDeletedTopicIsCreatedAgain() throws Exception {
    run("topics", "--apply");
    admin.deleteTopics(List.of(DEVICES)).all().get();
    awaitPatiently().until(() -> !topics().contains(DEVICES));

    assertThat(run("topics").output()).contains("missing");
    assertThat(run("topics", "--apply").status()).isZero();
    assertThat(topics()).contains(DEVICES);
  }

  @Test
  void anotherNumberOfPartitionsIsReportedAndNeverChanged() throws Exception {
    run("topics", "--apply");
    fill(DEVICES);
    admin.createPartitions(Map.of(DEVICES, NewPartitions.increaseTo(6))).all().get();
    awaitPatiently().until(() -> partitions(DEVICES) == 6);
    set(DEVICES, TopicConfig.RETENTION_MS_CONFIG, "60000");

    CommandRun applied = run("topics", "--apply");

    assertThat(applied.status()).isEqualTo(1);
    assertThat(lines(applied, DEVICES))
        .containsExactly(
            DEVICES + " repartitioned, settings now applied",
            "retention.ms: 60000, expected -1",
            "partitions: 6, expected 4; never changed, because a key's records would lie in two"
                + " partitions, out of order and apart from their state: if all topics have 6, ask"
                + " for that with topics.partitions; else stop what uses clinic.devices and move"
                + " its records, partitioned by device_id, through a new topic of 4",
            "partitions: 6, but clinic.telemetry has 4; no application starts until they have the"
                + " same number");
    assertThat(partitions(DEVICES)).isEqualTo(6);

    CommandRun again = run("topics");
    assertThat(again.status()).isEqualTo(1);
    assertThat(lines(again, DEVICES)).hasSize(3).first().isEqualTo(DEVICES + " repartitioned");
  }

  @Test
  void aTopicThatWasCreatedByUseIsRepairedAsFarAsThatIsSafe() throws Exception {
    admin.createTopics(List.of(new NewTopic(TELEMETRY, 1, (short) 1))).all().get();
    awaitPatiently().until(() -> topics().contains(TELEMETRY));

    CommandRun applied = run("topics", "--apply");

    assertThat(applied.status()).isEqualTo(1);
    assertThat(lines(applied, TELEMETRY))
        .containsExactly(
            TELEMETRY + " repartitioned, settings now applied",
            "message.timestamp.type: CreateTime, expected LogAppendTime",
            "partitions: 1, expected 4; never changed, but it never held a record, as a topic that"
                + " was created by use: delete it and apply again, and set"
                + " auto.create.topics.enable=false on the brokers");
    assertThat(partitions(TELEMETRY)).isEqualTo(1);

    admin.deleteTopics(List.of(TELEMETRY)).all().get();
    awaitPatiently().until(() -> !topics().contains(TELEMETRY));
    assertThat(run("topics", "--apply").status()).isZero();
    assertThat(partitions(TELEMETRY)).isEqualTo(4);
  }

  @Test
  void fewerCopiesThanAskedForAreReportedAndNothingIsMoved() throws Exception {
    run("topics", "--apply");

    List<Comparison> applied = new TopicProvisioner(admin, 4, (short) 3).apply();

    assertThat(applied)
        .allSatisfy(
            comparison -> {
              assertThat(comparison.status()).isEqualTo(Status.UNDER_REPLICATED);
              assertThat(comparison.isAppliable()).isFalse();
              assertThat(comparison.obstacles())
                  .containsExactly(
                      "replication: 1, expected 3; data is never moved between brokers here: add"
                          + " copies with kafka-reassign-partitions, or ask for 1 with"
                          + " topics.replication.factor");
            });
    assertThat(run("topics").status()).isZero();
  }

  @Test
  void settingsThatWouldLoseRecordsOrTrustDevicesAreNamedAndSetBack() throws Exception {
    run("topics", "--apply");
    set(TELEMETRY, TopicConfig.CLEANUP_POLICY_CONFIG, "compact");
    set(TELEMETRY, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
    set(DEVICES, TopicConfig.CLEANUP_POLICY_CONFIG, "delete");
    awaitPatiently().until(() -> lines(run("topics"), DEVICES).size() == 2);

    CommandRun drifted = run("topics");

    assertThat(drifted.status()).isEqualTo(1);
    assertThat(lines(drifted, TELEMETRY))
        .containsExactly(
            TELEMETRY + " drifted",
            "cleanup.policy: compact, expected delete",
            "message.timestamp.type: CreateTime, expected LogAppendTime");
    assertThat(lines(drifted, DEVICES))
        .containsExactly(DEVICES + " drifted", "cleanup.policy: delete, expected compact");
    assertThat(run("topics", "--apply").status()).isZero();
    assertThat(run("topics").status()).isZero();
  }

  private static void set(String topic, String name, String value) throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  private static void fill(String topic) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, new byte[1], new byte[1])).get();
    }
  }

  /** What is printed of one topic: its line and those below it, single-spaced. */
  private static List<String> lines(CommandRun run, String topic) {
    return run.output()
        .lines()
        .dropWhile(line -> !line.startsWith(topic + " "))
        .takeWhile(line -> line.startsWith(topic + " ") || line.startsWith(" "))
        .map(line -> line.strip().replaceAll(" +", " "))
        .toList();
  }

  private static int partitions(String topic) throws Exception {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .get(topic)
        .partitions()
        .size();
  }

  @Test
  void noApplicationStartsOnTelemetryThatIsStampedByDevices() throws Exception {
    run("topics", "--apply");
    set(TELEMETRY, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
    awaitPatiently().until(() -> run("topics").status() == 1);

    assertThatThrownBy(TopicsIT::startSafety)
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(TELEMETRY + " has message.timestamp.type=CreateTime")
        .hasMessageContaining("clinic topics --apply");
  }

  @Test
  void noApplicationStartsOnDevicesThatArePartitionedOtherwiseThanTheirTelemetry()
      throws Exception {
    run("topics", "--apply");
    admin.createPartitions(Map.of(DEVICES, NewPartitions.increaseTo(7))).all().get();
    awaitPatiently().until(() -> run("topics").status() == 1);

    assertThatThrownBy(TopicsIT::startSafety)
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(DEVICES + " has 7")
        .hasMessageContaining("they must have the same number");
  }

  @Test
  void anApplicationThatCannotListenLeavesNothingOpen() throws Exception {
    run("topics", "--apply");
    try (SafetyApplication application = safety(0)) {
      assertThat(application.port()).isPositive();
      assertThat(threadsOfSafety()).isNotEmpty();
    }
    awaitPatiently().until(() -> threadsOfSafety().isEmpty());

    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> safety(taken.getLocalPort()))
          .isInstanceOf(SettingException.class)
          .hasMessageContaining("http.port=" + taken.getLocalPort());
    }

    awaitPatiently().until(() -> threadsOfSafety().isEmpty());
    safety(0).close(); // the state directory can be locked again
  }

  private static List<String> threadsOfSafety() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.contains(APPLICATION_ID))
        .toList();
  }

  private static void startSafety() {
    safety(0).close();
  }

  private static SafetyApplication safety(int port) {
    return new SafetyApplication(
        Settings.of(
            Map.of(
                Settings.BOOTSTRAP_SERVERS,
                broker.bootstrapServers(),
                "schema.registry.url",
                "http://127.0.0.1:1",
                "state.dir",
                data.resolve("state").toString(),
                "application.id",
                APPLICATION_ID,
                "http.port",
                Integer.toString(port))));
  }

  @Test
  void applyingAgainChangesNothing() throws Exception {
    TopicProvisioner provisioner = new TopicProvisioner(admin, 2, (short) 1);

    assertThat(provisioner.apply()).extracting(Comparison::status).containsOnly(Status.MISSING);
    awaitPatiently()
        .untilAsserted(
            () ->
                assertThat(provisioner.apply())
                    .extracting(Comparison::status)
                    .containsOnly(Status.IN_STEP));
    assertThat(partitions(TELEMETRY)).isEqualTo(2);
  }

  @Test
  void aLedgerWithoutTopicsSaysHowToCreateThem() {
    CommandRun ledger = run("ledger", "--registry", "http://127.0.0.1:1");

    assertThat(ledger.status()).isEqualTo(1);
    assertThat(ledger.errors().lines()).hasSize(1);
    assertThat(ledger.errors()).contains("clinic topics --apply");
  }

  @Test
  void aWrongAddressIsOneLineThatNamesTheSetting() {
    String nobody = "127.0.0.1:" + Ports.findFree();

    CommandRun topics = CommandRun.of("topics", "--bootstrap-servers", nobody);

    assertThat(topics.status()).isEqualTo(1);
    assertThat(topics.errors().lines()).hasSize(1);
    assertThat(topics.errors()).contains(Settings.BOOTSTRAP_SERVERS + "=" + nobody);
  }

  @Test
  void anUnknownHostIsOneLineThatNamesTheSetting() {
    CommandRun topics = CommandRun.of("topics", "--bootstrap-servers", "no-such-host.invalid:9092");

    assertThat(topics.status()).isEqualTo(1);
    assertThat(topics.errors().lines()).hasSize(1);
    assertThat(topics.errors()).contains(Settings.BOOTSTRAP_SERVERS + "=no-such-host.invalid:9092");
  }

  private static CommandRun run(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--bootstrap-servers";
    all[arguments.length + 1] = broker.bootstrapServers();
    return CommandRun.of(all);
  }
}
