package io.clinictelemetry.streams.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.AlertCommand;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.LimitPolicy;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.communication.LinkChange;
import io.clinictelemetry.domain.communication.LinkChange.Kind;
import io.clinictelemetry.domain.communication.Silence;
import io.clinictelemetry.domain.rules.LinkRule;
import io.clinictelemetry.streams.shared.CommandDecoder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One partition of the clinic stage, told by two telemetry partitions. */
class ClinicProcessorTest {

  private static final String EVENTS = TopicCatalogue.ALERT_EVENTS.name();

  private static final int PARTITIONS = 2;

  private final MockProcessorContext<Object, Object> context = new MockProcessorContext<>();
  private final AvroSerdes serdes =
      new AvroSerdes(Map.of("schema.registry.url", "mock://clinic-processor"));
  private ClinicProcessor processor;

  ClinicProcessorTest() {
    for (String store :
        List.of(
            ClinicProcessor.CLINICS_STORE,
            ClinicProcessor.AGENDA_STORE,
            ClinicProcessor.CLOCKS_STORE,
            ClinicProcessor.ACTIVE_STORE,
            ClinicProcessor.DUE_STORE,
            ClinicProcessor.LOAD_STORE,
            ClinicProcessor.LOAD_DUE_STORE,
            ClinicProcessor.SINKS.chains())) {
      add(store, Serdes.Bytes());
    }
    add(SafetyTopology.POLICIES_STORE, Serdes.String());
    context.setCurrentSystemTimeMs(0);
    restart();
  }

  private <K> void add(String store, Serde<K> keys) {
    var built =
        Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(store), keys, Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    built.init(context.getStateStoreContext(), built);
    context.addStateStore(built);
  }

  private void restart() {
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    processor =
        new ClinicProcessor(
            PARTITIONS,
            new PolicyTable(
                SafetyTopology.POLICIES_STORE, serdes.deserializer(LimitPolicy.class), 1, metrics),
            new CommandDecoder(serdes.deserializer(AlertCommand.class), PARTITIONS),
            event -> serdes.serializer(AlertEvent.class).serialize(EVENTS, event),
            new AlertMetrics(metrics),
            new LoadMetrics(metrics));
    processor.init(context);
  }

  @AfterEach
  void close() {
    serdes.close();
  }

  private void tell(Record<Object, Object> message) {
    processor.process(
        new Record<>((String) message.key(), (byte[]) message.value(), message.timestamp()));
  }

  private void clock(int partition, long beforeMs) {
    tell(LinkMessages.of(new LinkMessages.Clock(partition, beforeMs)));
  }

  private void up(String device) {
    tell(LinkMessages.of(new LinkChange(0, 1, Kind.UP, device, "c", Optional.empty())));
  }

  private void lost(String device, long atMs) {
    Silence silence =
        new Silence(LinkRule.TELEMETRY_LOST, Optional.of("s"), atMs - 5_000, atMs, "p#1");
    tell(LinkMessages.of(new LinkChange(atMs, 2, Kind.LOST, device, "c", Optional.of(silence))));
  }

  private void back(String device, long atMs) {
    tell(LinkMessages.of(new LinkChange(atMs, 3, Kind.BACK, device, "c", Optional.empty())));
  }

  private List<String> published() {
    List<String> lines =
        context.forwarded(ClinicProcessor.SINKS.alertEvents()).stream()
            .map(forward -> (byte[]) forward.record().value())
            .map(bytes -> serdes.deserializer(AlertEvent.class).deserialize(EVENTS, bytes))
            .map(
                event ->
                    event.getAt().toEpochMilli()
                        + " "
                        + event.getTransition()
                        + " "
                        + event.getAlert().getRule()
                        + " "
                        + event.getAlert().getSubjectId())
            .toList();
    context.resetForwards();
    return lines;
  }

  @Test
  void isHeldBackByThePartitionThatLags() {
    up("d1");
    lost("d1", 10_000);
    clock(0, 100_000);
    assertThat(published()).as("partition 1 has told no clock").isEmpty();
    clock(1, 20_000);
    assertThat(published()).as("up to 20000, exclusive").isEmpty();

    clock(1, 20_001);
    assertThat(published()).containsExactly("20000 OPENED telemetry-lost d1");
  }

  @Test
  void doesNotTakeWhatALaggingPartitionHasYetToTellForSilence() {
    for (String device : List.of("d1", "d2", "d3")) {
      up(device);
    }
    lost("d1", 10_000);
    lost("d2", 10_000);
    lost("d3", 10_000);
    clock(0, 60_000);
    clock(1, 15_000);
    back("d3", 16_000);
    clock(1, 60_000);

    assertThat(published())
        .containsExactly("20000 OPENED telemetry-lost d1", "20000 OPENED telemetry-lost d2");
  }

  @Test
  void goesOnAfterARestartWithHoldsWithWhatItWasToldAndWithOpenAlerts() {
    for (String device : List.of("d1", "d2", "d3")) {
      up(device);
    }
    lost("d1", 10_000);
    lost("d2", 10_001);
    clock(0, 15_000);
    clock(1, 15_000);
    lost("d3", 17_000);
    restart();
    clock(0, 21_000);
    restart();
    clock(1, 20_500);
    assertThat(published()).containsExactly("20000 OPENED clinic-silent c");

    restart();
    back("d1", 30_000);
    clock(0, 31_000);
    clock(1, 31_000);
    assertThat(published()).containsExactly("30000 CLEARED clinic-silent c");

    restart();
    clock(0, 45_001);
    clock(1, 45_001);
    assertThat(published())
        .containsExactly("45000 OPENED telemetry-lost d2", "45000 OPENED telemetry-lost d3");
  }

  @Test
  void keepsNothingOfADeviceThatIsHeardButTheCount() {
    for (int i = 0; i < 5_000; i++) {
      up("d" + i);
    }
    clock(0, 1_000);
    clock(1, 1_000);

    assertThat(
            context
                .<KeyValueStore<?, ?>>getStateStore(ClinicProcessor.CLINICS_STORE)
                .approximateNumEntries())
        .as("rows")
        .isEqualTo(1);
  }

  @Test
  void opensOneAlertForFiveThousandDevices() {
    for (int i = 0; i < 5_000; i++) {
      up("d" + i);
      lost("d" + i, 10_000 + i % 100);
    }
    clocks(30_000);
    assertThat(published()).containsExactly("20000 OPENED clinic-silent c");
    for (int i = 0; i < 5_000; i++) {
      back("d" + i, 40_000 + i);
    }
    clocks(90_000);
    assertThat(published())
        .as("as soon as fewer than 80 % are silent")
        .containsExactly("41000 CLEARED clinic-silent c");
  }

  /** For some seconds, because so much is not handled at once. */
  private void clocks(long fromMs) {
    for (long atMs = fromMs; atMs < fromMs + 5_000; atMs += 1_000) {
      clock(0, atMs);
      clock(1, atMs);
    }
  }

  @Test
  void clocksGoToAllPartitionsAndChangesToThatOfTheirClinic() {
    var clock = LinkMessages.of(new LinkMessages.Clock(1, 5));
    assertThat(LinkMessages.partitions((String) clock.key(), 3)).isEqualTo(Set.of(0, 1, 2));

    assertThat(LinkMessages.partitions("clinic-1", 3)).hasSize(1);
  }
}
