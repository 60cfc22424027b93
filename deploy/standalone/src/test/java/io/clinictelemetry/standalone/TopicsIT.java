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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
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
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, TELEMETRY),
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry(TopicConfig.RETENTION_MS_CONFIG, "60000"),
                        AlterConfigOp.OpType.SET))))
        .all()
        .get();
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
    admin.createPartitions(Map.of(DEVICES, NewPartitions.increaseTo(6))).all().get();
    awaitPatiently().until(() -> partitions(DEVICES) == 6);

    CommandRun applied = run("topics", "--apply");

    assertThat(applied.status()).isEqualTo(1);
    assertThat(applied.output()).contains("repartitioned").contains("partitions: 6, expected 4");
    assertThat(partitions(DEVICES)).isEqualTo(6);
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
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, TELEMETRY),
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime"),
                        AlterConfigOp.OpType.SET))))
        .all()
        .get();
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

  private static void startSafety() {
    new SafetyApplication(
            Settings.of(
                Map.of(
                    Settings.BOOTSTRAP_SERVERS,
                    broker.bootstrapServers(),
                    "schema.registry.url",
                    "http://127.0.0.1:1",
                    "state.dir",
                    data.resolve("state").toString(),
                    "http.port",
                    "0")))
        .close();
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
