package io.clinictelemetry.streams.shared;

import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.RandomLog;
import io.clinictelemetry.streams.testing.Sent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a processor knows is in its stores, so that the next one goes on where it stopped. */
class RestartTest {

  private final AvroSerdes serdes = new AvroSerdes(Map.of("schema.registry.url", "mock://restart"));

  @AfterEach
  void close() {
    serdes.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aProcessorThatIsReplacedAtRandomDoesWhatOneDoes(long seed) {
    Random random = new Random(seed);
    List<Sent> log = RandomLog.ofSuction(random, "d1", "d2", "d3");
    log.removeIf(sent -> random.nextInt(10) == 0);
    List<Sent> arriving = RandomLog.mixedWithinTheGapWait(log, random);

    Partition steady = new Partition();
    Partition restarting = new Partition();
    for (Sent sent : arriving) {
      steady.append(sent);
      if (random.nextInt(3) == 0) {
        restarting.restart();
      }
      restarting.append(sent);
      assertThat(restarting.ledger()).isEqualTo(steady.ledger());
    }
    long endMs = arriving.get(arriving.size() - 1).appendedAtMs() + 60_000;
    restarting.restart();
    steady.tick(endMs);
    restarting.tick(endMs);

    assertThat(steady.calls).isNotEmpty();
    assertThat(restarting.calls).as("seed %d", seed).isEqualTo(steady.calls);
    assertThat(restarting.ledger()).isEqualTo(steady.ledger());
    assertThat(steady.ledger().getBuffered()).isZero();
  }

  @Test
  void publishesTheLedgerAfterARestartThatCameBeforeItWasPublished() {
    Partition partition = new Partition();
    partition.append(device("d1").heartbeat().last());
    partition.restart();

    assertThat(partition.ledger().getApplied()).isEqualTo(1);
    assertThat(partition.ledgerRecords()).as("nothing new").isEmpty();
  }

  @Test
  void publishesNoLedgerOfAPartitionThatNeverHadARecord() {
    assertThat(new Partition().ledgerRecords()).isEmpty();
  }

  @Test
  void accountsFromTheFirstOffsetThatIsReadAndForThoseThatTheLogNoLongerHas() {
    Partition partition = new Partition();
    partition.offset = 100;
    partition.tick(T0);
    partition.offset = 110;
    partition.tick(T0 + 1_000);

    LedgerEntry ledger = partition.ledger();
    assertThat(ledger.getFirstOffset()).isEqualTo(100);
    assertThat(ledger.getNextOffset()).isEqualTo(111);
    assertThat(ledger.getInput()).isEqualTo(2);
    assertThat(ledger.getMissing()).isEqualTo(9);
  }

  /** One telemetry partition, its stores, and the processor that has it now. */
  private final class Partition {

    private final List<String> calls = new ArrayList<>();
    private final MockProcessorContext<Object, Object> context = new MockProcessorContext<>();
    private final TelemetryTopology<RecordingLogic.Seen> topology =
        new TelemetryTopology<>("safety", "", true);
    private TelemetryProcessor<RecordingLogic.Seen> processor;
    private LedgerEntry ledger;
    private long offset;

    Partition() {
      for (String store :
          List.of(
              topology.devicesStore(),
              topology.accountsStore(),
              topology.waitingStore(),
              topology.timersStore())) {
        var built =
            Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(store), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        built.init(context.getStateStoreContext(), built);
        context.addStateStore(built);
      }
      restart();
    }

    void restart() {
      context.scheduledPunctuators().forEach(MockProcessorContext.CapturedPunctuator::cancel);
      processor =
          new TelemetryProcessor<>(
              topology,
              new EventDecoder(serdes.deserializer(DeviceEvent.class), 1),
              new RecordingLogic(calls),
              new IntakeMetrics(new SimpleMeterRegistry(), "safety"));
      processor.init(context);
    }

    void append(Sent sent) {
      append(
          sent.event().getDeviceId().getBytes(StandardCharsets.UTF_8),
          sent.event(),
          sent.appendedAtMs());
    }

    void tick(long atMs) {
      append(null, Pipeline.aTick(atMs), atMs);
    }

    private void append(byte[] key, DeviceEvent event, long atMs) {
      String topic = TopicCatalogue.TELEMETRY.name();
      context.setRecordMetadata(topic, 0, offset++);
      byte[] value = serdes.serializer(DeviceEvent.class).serialize(topic, event);
      processor.process(new Record<>(key, value, atMs));
    }

    /** Half a second of wall clock; the ledger that comes of it. */
    List<LedgerEntry> ledgerRecords() {
      context.resetForwards();
      var punctuators = context.scheduledPunctuators();
      punctuators.get(punctuators.size() - 1).getPunctuator().punctuate(0);
      return context.forwarded(TelemetryTopology.LEDGER_SINK).stream()
          .map(forward -> (LedgerEntry) forward.record().value())
          .toList();
    }

    LedgerEntry ledger() {
      ledgerRecords().forEach(latest -> ledger = latest);
      return ledger;
    }
  }
}
