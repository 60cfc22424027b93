package io.clinictelemetry.producers.client;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.DeviceState;
import io.clinictelemetry.avro.Heartbeat;
import io.clinictelemetry.avro.SkinSensitivity;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.SettingException;
import io.clinictelemetry.producers.RecordingChannel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelemetryChannelTest {

  private final RecordingChannel recording = RecordingChannel.thatAnswersWhenTold();
  private final List<String> news = new ArrayList<>();
  private final TelemetryChannel channel =
      recording.open(
          new DeliveryListener() {
            @Override
            public void delivered(DeviceEvent event) {
              news.add("delivered " + event.getSeq());
            }

            @Override
            public void failed(DeviceEvent event, Exception cause) {
              news.add("failed " + event.getSeq());
            }
          });

  private DeviceClient device(String id) {
    return device(id, channel);
  }

  private static DeviceClient device(String id, TelemetryChannel channel) {
    return new DeviceClient(
        new DeviceIdentity(id, "clinic"), device -> 4, channel, InstantSource.system());
  }

  private static void beat(DeviceClient client, int times) {
    for (int i = 0; i < times; i++) {
      Heartbeat heartbeat = new Heartbeat();
      heartbeat.setState(DeviceState.IDLE);
      client.heartbeat(heartbeat);
    }
  }

  @Test
  void recordsAreKeyedByTheDevice() {
    beat(device("a"), 1);
    assertThat(recording.producer.history())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.topic()).isEqualTo("clinic.telemetry");
              assertThat(r.key()).isEqualTo("a");
              assertThat(r.partition()).isNull();
            });
  }

  @Test
  void flushReturnsOnceAllIsAcknowledged() throws InterruptedException {
    beat(device("a"), 2);
    recording.producer.completeNext();
    recording.producer.completeNext();
    channel.flush(ofSeconds(5));
    assertThat(news).containsExactly("delivered 0", "delivered 1");
    assertThat(recording.count("accepted")).isEqualTo(2);
    assertThat(recording.count("delivered")).isEqualTo(2);
  }

  @Test
  void flushWaitsForAnswersThatComeLater() throws InterruptedException {
    beat(device("a"), 1);
    Thread broker =
        new Thread(
            () ->
                await()
                    .atMost(ofSeconds(5))
                    .until(
                        () ->
                            recording.metrics.get("clinic.client.under.way").gauge().value() == 1
                                && recording.producer.completeNext()));
    broker.start();
    channel.flush(ofSeconds(10));
    broker.join();
    assertThat(news).containsExactly("delivered 0");
  }

  @Test
  void flushNamesWhatFailedOnceAndThenForgetsIt() throws InterruptedException {
    beat(device("b"), 4);
    recording.producer.completeNext();
    recording.producer.errorNext(new NotLeaderOrFollowerException("moved"));
    recording.producer.errorNext(new NotLeaderOrFollowerException("moved"));
    recording.producer.completeNext();

    UndeliveredException undelivered =
        catchThrowableOfType(UndeliveredException.class, () -> channel.flush(ofSeconds(5)));
    assertThat(undelivered.ranges()).containsExactly(new UndeliveredRange("b", 4, 1, 2, true));
    assertThat(undelivered)
        .hasMessage("2 events were not delivered: b boot 4 seq 1-2 (failed)")
        .hasCauseInstanceOf(NotLeaderOrFollowerException.class);
    assertThat(news).containsExactly("delivered 0", "failed 1", "failed 2", "delivered 3");
    assertThat(recording.count("failed")).isEqualTo(2);

    channel.flush(ofSeconds(5));
  }

  @Test
  void anEventThatIsNotWholeIsGivenUpAndHoldsUpNoOther() throws InterruptedException {
    DeviceClient client = device("a");
    beat(client, 1);
    client.startSession("s", withoutZone());
    beat(client, 1);
    recording.producer.completeNext();
    recording.producer.completeNext();

    UndeliveredException undelivered =
        catchThrowableOfType(UndeliveredException.class, () -> channel.flush(ofSeconds(5)));
    assertThat(undelivered.ranges()).containsExactly(new UndeliveredRange("a", 4, 1, 1, true));
    assertThat(undelivered).hasCauseInstanceOf(SerializationException.class);
    assertThat(news).containsExactly("failed 1", "delivered 0", "delivered 2");
    assertThat(recording.count("failed")).isEqualTo(1);
    assertThat(recording.count("accepted")).isEqualTo(2);
  }

  /** A mistake of the device's software: a start must name a zone. */
  private static SessionPlan withoutZone() {
    return SessionPlan.microdermabrasion("peel", ofSeconds(60), null, SkinSensitivity.NORMAL);
  }

  @Test
  void anEventLargerThanAnyRecordMayBeIsGivenUp() throws InterruptedException {
    DeviceClient client = device("a");
    recording.producer.sendException = new RecordTooLargeException("2 MB");
    beat(client, 1);
    recording.producer.sendException = null;
    beat(client, 1);
    recording.producer.completeNext();

    UndeliveredException undelivered =
        catchThrowableOfType(UndeliveredException.class, () -> channel.flush(ofSeconds(5)));
    assertThat(undelivered.ranges()).containsExactly(new UndeliveredRange("a", 4, 0, 0, true));
    assertThat(news).containsExactly("failed 0", "delivered 1");
  }

  @Test
  void closeNamesWhatHadNoAnswerByDeviceAndNumber() {
    DeviceClient a = device("a");
    DeviceClient b = device("b");
    beat(a, 2);
    beat(b, 3);
    recording.producer.completeNext();

    UndeliveredException undelivered =
        catchThrowableOfType(UndeliveredException.class, () -> channel.close(ofMillis(10)));
    assertThat(undelivered.ranges())
        .containsExactly(
            new UndeliveredRange("a", 4, 1, 1, false), new UndeliveredRange("b", 4, 0, 2, false));
    assertThat(recording.producer.closed()).isTrue();
  }

  @Test
  void closeSaysNothingWhenAllWasDelivered() {
    beat(device("a"), 1);
    recording.producer.completeNext();
    channel.close();
    channel.close();
    assertThat(recording.producer.closed()).isTrue();
  }

  @Test
  void listenerThatThrowsDisturbsNothing() throws InterruptedException {
    TelemetryChannel fragile =
        RecordingChannel.thatAnswersAtOnce()
            .open(
                new DeliveryListener() {
                  @Override
                  public void delivered(DeviceEvent event) {
                    throw new IllegalStateException("on purpose");
                  }
                });
    beat(device("a", fragile), 3);
    fragile.flush(ofSeconds(1));
  }

  @Test
  void realProducerWithoutABrokerRefusesAfterItsTimeAndLosesNothing() throws IOException {
    String nobody = "127.0.0.1:" + closedPort();
    try (AvroSerdes serdes = new AvroSerdes(Map.of("schema.registry.url", "mock://channel"))) {
      SimpleMeterRegistry metrics = new SimpleMeterRegistry();
      TelemetryChannel alone =
          TelemetryChannel.open(
              Map.of("bootstrap.servers", nobody, "max.block.ms", "100"),
              serdes,
              metrics,
              DeliveryListener.NONE);
      DeviceClient client = device("a", alone);
      // The event of the first call waits in the client; the second call says why.
      beat(client, 1);
      assertThatThrownBy(() -> beat(client, 1))
          .isInstanceOf(ChannelRefusedException.class)
          .hasCauseInstanceOf(TimeoutException.class);
      assertThatThrownBy(client::close).isInstanceOf(ChannelRefusedException.class);
      assertThat(metrics.get("clinic.client.accepted").counter().count()).isZero();
      // The channel took nothing, so it lost nothing.
      alone.close(ofMillis(100));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "acks,1",
    "enable.idempotence,false",
    "transactional.id,mine",
    "partitioner.class,org.apache.kafka.clients.producer.RoundRobinPartitioner",
    "partitioner.ignore.keys,true"
  })
  void settingThatWouldBreakAGuaranteeIsRefusedByName(String name, String value) {
    assertThatThrownBy(() -> ChannelConfig.producer(Map.of(name, value)))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("kafka." + name + "=" + value);
  }

  @Test
  void defaultsOfTheProducerArePinned() {
    assertThat(ChannelConfig.producer(Map.of("bootstrap.servers", "h:1", "linger.ms", "20")))
        .isEqualTo(
            Map.of(
                "bootstrap.servers", "h:1",
                "linger.ms", "20",
                "acks", "all",
                "enable.idempotence", "true",
                "partitioner.ignore.keys", "false",
                "client.id", "clinic-devices",
                "compression.type", "lz4",
                "max.block.ms", "10000",
                "delivery.timeout.ms", "120000"));
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
