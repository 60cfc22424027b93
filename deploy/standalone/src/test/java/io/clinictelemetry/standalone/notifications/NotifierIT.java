package io.clinictelemetry.standalone.notifications;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.producers.client.DeliveryListener;
import io.clinictelemetry.producers.client.TelemetryChannel;
import io.clinictelemetry.producers.simulator.KafkaInventory;
import io.clinictelemetry.standalone.harness.ComponentProcess;
import io.clinictelemetry.standalone.harness.TestCluster;
import io.clinictelemetry.standalone.pipeline.TestDevice;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a device's reading to people: safety and notifier as processes, told ones that fail. */
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NotifierIT {

  /** {@code true}: the tests fail where Alertmanager is not installed. */
  private static final String REQUIRE = "CLINIC_REQUIRE_ALERTMANAGER";

  private static final String BLIND = "pipeline-blind";
  private static final int DEVICES = 5_000;

  /** Above the soft limit of a salon's device, below the hard one, kPa. */
  private static final float TOO_MUCH_KPA = 48;

  private final Random random = new Random(5);
  private TestCluster cluster;
  private TelemetryChannel channel;
  private ComponentProcess safety;
  private ComponentProcess notifier;
  private Receiver hook;
  private Receiver groups;
  private Optional<Alertmanager> alertmanager = Optional.empty();

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    groups = new Receiver(() -> false);
    hook = new Receiver(() -> random.nextInt(4) == 0);
    alertmanager = Alertmanager.find(directory.resolve("alertmanager"), groups.url());
    cluster = TestCluster.start(directory.resolve("servers"));
    register();
    if (alertmanager.isPresent()) {
      alertmanager.get().start();
    }
    safety =
        new ComponentProcess("safety", "safety", directory.resolve("safety"), cluster.properties());
    safety.start();
    Map<String, String> settings = new HashMap<>(cluster.properties());
    alertmanager.ifPresent(it -> settings.put("notifier.alertmanager.url", it.url()));
    settings.put("notifier.alertmanager.group.wait", "1s");
    settings.put("notifier.webhook.url", hook.url());
    settings.put("notifier.webhook.secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    notifier =
        new ComponentProcess("notifier", "notifier", directory.resolve("notifier"), settings);
    notifier.start();
    safety.awaitReady();
    notifier.awaitReady();
    channel =
        TelemetryChannel.open(
            cluster.settings().kafka(),
            cluster.serdes(),
            new SimpleMeterRegistry(),
            DeliveryListener.NONE);
  }

  @AfterAll
  void stop() throws Exception {
    List<AutoCloseable> parts = new ArrayList<>();
    alertmanager.ifPresent(parts::add);
    for (AutoCloseable part :
        new AutoCloseable[] {notifier, safety, channel, cluster, hook, groups}) {
      if (part != null) {
        parts.add(part);
      }
    }
    for (AutoCloseable part : parts) {
      part.close();
    }
  }

  private Alertmanager required() {
    if (alertmanager.isEmpty() && "true".equals(System.getenv(REQUIRE))) {
      Assertions.fail("%s is true, but there is no prometheus-alertmanager on the path", REQUIRE);
    }
    Assumptions.assumeTrue(alertmanager.isPresent(), "no prometheus-alertmanager on the path");
    return alertmanager.get();
  }

  /** Before safety starts, so that no device is one that it does not know yet. */
  private void register() {
    List<Device> devices = new ArrayList<>();
    List.of("a", "b").forEach(id -> devices.add(registered("told-" + id, "told-1")));
    List.of("c", "d", "e").forEach(id -> devices.add(registered("told-" + id, "told-2")));
    storming().forEach(id -> devices.add(registered(id, "storming")));
    devices.add(registered("calm", "calm"));
    new KafkaInventory(cluster.settings().kafka(), cluster.serdes()).publish(List.of(), devices);
  }

  private static List<String> storming() {
    return IntStream.range(0, DEVICES).mapToObj(i -> "storming-" + i).toList();
  }

  private static Device registered(String id, String clinic) {
    return Device.newBuilder()
        .setDeviceId(id)
        .setClinicId(clinic)
        .setModel("salon")
        .setDeviceClass(DeviceClass.SALON)
        .setModalities(List.of(Modality.MICRODERMABRASION))
        .setCommissionedAt(Instant.EPOCH)
        .build();
  }

  private TestDevice device(String id, String clinic) {
    return new TestDevice(id, clinic, channel);
  }

  private static void treatTooMuch(TestDevice device) throws InterruptedException {
    device.startSession();
    device.treat(TOO_MUCH_KPA, Duration.ofSeconds(3));
    device.flush();
  }

  private static void calmDown(TestDevice device) throws InterruptedException {
    device.treat(TestDevice.HEALTHY_KPA, Duration.ofSeconds(3));
    device.flush();
  }

  /** The id of the device's alert of a rule, once it is there. */
  private String alert(String device, String rule) {
    return awaitPatiently()
        .until(
            () ->
                cluster.reader().latest(TopicCatalogue.ALERTS, Alert.class).values().stream()
                    .filter(one -> one.getSubjectId().equals(device) && one.getRule().equals(rule))
                    .map(Alert::getAlertId)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  @Test
  @Order(1)
  void aRealAlertmanagerReceivesGroupsAndResolvesAndForgetsNothingWhenItIsKilled()
      throws Exception {
    Alertmanager told = required();
    TestDevice a = device("told-a", "told-1");
    TestDevice b = device("told-b", "told-1");
    TestDevice c = device("told-c", "told-2");
    for (TestDevice each : List.of(a, b, c)) {
      treatTooMuch(each);
    }
    String ofA = alert(a.id(), "suction-soft-high");
    String ofB = alert(b.id(), "suction-soft-high");
    String ofC = alert(c.id(), "suction-soft-high");
    awaitPatiently().untilAsserted(() -> assertThat(told.firing()).contains(ofA, ofB, ofC));
    awaitPatiently()
        .untilAsserted(
            () -> {
              assertThat(grouped("told-1", "firing")).contains(ofA, ofB).doesNotContain(ofC);
              assertThat(grouped("told-2", "firing")).contains(ofC).doesNotContain(ofA);
            });

    told.kill();
    URI address = URI.create(told.url());
    Assertions.assertThatThrownBy(() -> new Socket(address.getHost(), address.getPort()).close())
        .isInstanceOf(ConnectException.class);
    TestDevice d = device("told-d", "told-2");
    TestDevice e = device("told-e", "told-2");
    treatTooMuch(d);
    treatTooMuch(e);
    calmDown(e);
    calmDown(a);
    String ofD = alert(d.id(), "suction-soft-high");
    String ofE = alert(e.id(), "suction-soft-high");
    notifier.kill();
    notifier.start();
    // The webhook is none of Alertmanager's business.
    awaitPatiently()
        .untilAsserted(
            () -> {
              assertThat(hooked(ofE)).containsExactly("alert.opened", "alert.cleared");
              assertThat(hooked(ofA)).containsExactly("alert.opened", "alert.cleared");
              assertThat(hooked(ofD)).containsExactly("alert.opened");
            });
    awaitPatiently().until(() -> notifier.readiness().contains("; not delivered: alertmanager"));

    told.start();
    awaitPatiently()
        .untilAsserted(
            () -> assertThat(told.firing()).contains(ofB, ofC, ofD).doesNotContain(ofA, ofE));
    // It was over before Alertmanager was back, and is told all the same.
    awaitPatiently()
        .untilAsserted(
            () -> {
              assertThat(grouped("told-2", "firing")).contains(ofD, ofE);
              assertThat(grouped("told-2", "resolved")).contains(ofE);
            });

    calmDown(b);
    awaitPatiently().untilAsserted(() -> assertThat(grouped("told-1", "resolved")).contains(ofB));
    awaitPatiently().untilAsserted(() -> assertThat(told.firing()).doesNotContain(ofB));
  }

  /** Keys of the alerts of a clinic that Alertmanager has told its receiver in a state. */
  private Set<String> grouped(String clinic, String state) {
    Set<String> keys = new java.util.TreeSet<>();
    for (Receiver.Post post : groups.taken()) {
      if (post.body().at("/groupLabels/clinic_id").asText().equals(clinic)) {
        post.body()
            .path("alerts")
            .forEach(
                alert -> {
                  if (alert.path("status").asText().equals(state)) {
                    keys.add(alert.at("/labels/key").asText());
                  }
                });
      }
    }
    return keys;
  }

  /** The types of the messages of a key that the webhook took, each id once, in order. */
  private List<String> hooked(String key) {
    return hook.taken().stream()
        .filter(post -> post.body().at("/data/key").asText().equals(key))
        .collect(
            java.util.stream.Collectors.toMap(
                post -> post.headers().getFirst("webhook-id"),
                post -> post.body().path("type").asText(),
                (first, again) -> first,
                java.util.LinkedHashMap::new))
        .values()
        .stream()
        .toList();
  }

  @Test
  @Order(2)
  void fiveThousandDevicesAtOnceAreOneNotificationAndAHighAlertElsewhereIsDelivered()
      throws Exception {
    TestDevice elsewhere = device("calm", "calm");
    List<TestDevice> devices = storming().stream().map(id -> device(id, "storming")).toList();
    devices.forEach(TestDevice::startSession);
    elsewhere.startSession();
    devices.get(0).flush();

    Instant begin = Instant.now();
    devices.forEach(device -> device.treat(TestDevice.STUCK_KPA, Duration.ofSeconds(1)));
    elsewhere.treat(TestDevice.STUCK_KPA, Duration.ofSeconds(1));
    elsewhere.flush();
    Instant sent = Instant.now();

    String ofElsewhere = alert(elsewhere.id(), "suction-hard-high");
    awaitPatiently().until(() -> !hooked(ofElsewhere).isEmpty());
    awaitPatiently()
        .untilAsserted(
            () ->
                assertThat(
                        cluster
                            .reader()
                            .latest(TopicCatalogue.ALERTS, Alert.class)
                            .values()
                            .stream()
                            .filter(one -> one.getClinicId().equals("storming"))
                            .filter(one -> one.getRule().equals("suction-hard-high"))
                            .count())
                    .isEqualTo(DEVICES));
    awaitPatiently()
        .until(
            () ->
                rows(
                    "SELECT count(*) FROM notified_alerts WHERE clinic_id = 'storming'"
                        + " AND rule = 'suction-hard-high' AND place = 'IN_STORM'"),
            rows -> rows.equals(List.of(List.of(Integer.toString(DEVICES)))));

    List<Receiver.Post> ofStorm =
        hook.taken().stream()
            .filter(post -> post.body().at("/data/clinic_id").asText().equals("storming"))
            .toList();
    assertThat(ofStorm)
        .extracting(post -> post.body().at("/data/kind").asText())
        .containsOnly("storm");
    assertThat(ofStorm)
        .extracting(post -> post.body().at("/data/first_out/rule").asText())
        .containsOnly("suction-hard-high");
    assertThat(
            ofStorm.stream()
                .filter(post -> post.body().path("type").asText().equals("storm.opened")))
        .hasSize(1);
    System.out.printf(
        Locale.ROOT,
        "%d devices sent within %d ms; from the last of it to the storm %d ms, to the high alert elsewhere %d ms%n",
        DEVICES,
        Duration.between(begin, sent).toMillis(),
        Duration.between(sent, ofStorm.get(0).at()).toMillis(),
        Duration.between(sent, first(ofElsewhere).at()).toMillis());
  }

  private Receiver.Post first(String key) {
    return hook.taken().stream()
        .filter(post -> post.body().at("/data/key").asText().equals(key))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Order(3)
  void peopleAreToldThatThePipelineIsBlindAndThatItSeesAgain() throws Exception {
    // It was blind before, while safety started.
    awaitPatiently().until(() -> !isBlind());
    int before = hooked(BLIND).size();
    safety.kill();
    awaitPatiently().until(this::isBlind);
    if (alertmanager.isPresent()) {
      awaitPatiently().untilAsserted(() -> assertThat(alertmanager.get().firing()).contains(BLIND));
    }

    safety.start();
    awaitPatiently().until(() -> !isBlind());
    assertThat(hooked(BLIND).subList(before, before + 2))
        .containsExactly("pipeline.opened", "pipeline.cleared");
    if (alertmanager.isPresent()) {
      awaitPatiently()
          .untilAsserted(() -> assertThat(alertmanager.get().firing()).doesNotContain(BLIND));
    }
  }

  private boolean isBlind() {
    List<String> told = hooked(BLIND);
    return !told.isEmpty() && told.get(told.size() - 1).equals("pipeline.opened");
  }

  @Test
  @Order(4)
  void inTheEndEveryMessageWasDeliveredToEveryChannel() {
    awaitPatiently()
        .untilAsserted(
            () ->
                assertThat(
                        rows(
                            "SELECT channel, key FROM notification_deliveries"
                                + " WHERE delivered_at IS NULL AND key NOT LIKE 'storm%'"))
                    .isEmpty());
    assertThat(rows("SELECT count(DISTINCT channel) FROM notification_deliveries"))
        .containsExactly(List.of(alertmanager.isPresent() ? "2" : "1"));
  }

  private List<List<String>> rows(String query) {
    try {
      return cluster.databases().rows(cluster.databaseUrl(), query);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
