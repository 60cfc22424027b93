package io.clinictelemetry.streams.shared;

import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.contracts.topics.QuarantineHeaders;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.intake.DeviceOrder;
import io.clinictelemetry.domain.intake.Rejection.Reason;
import io.clinictelemetry.streams.shared.WaitingEvents.Waiting;
import io.clinictelemetry.streams.testing.LaterRelease;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.Sent;
import io.clinictelemetry.streams.testing.TestDevice;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be used is kept byte for byte with its reason, counted, and stops nothing. */
class QuarantineTest {

  /** Of two partitions, so that there is a wrong one. */
  private static final int PARTITIONS = 2;

  private static final String D1 = deviceOf(0);
  private static final long AT = T0 + 100;

  /** Whether the position of the bad event can be read and trusted, so that nobody waits for it. */
  private enum Place {
    KNOWN,
    UNKNOWN
  }

  /**
   * One way of being unusable.
   *
   * @param bytes the value, from the pipeline and a good frame of the device
   */
  private record Case(
      String name,
      Reason reason,
      Place place,
      String key,
      BiFunction<Pipeline, Sent, byte[]> bytes) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        ofKey("no key", Reason.NULL_KEY, null),
        ofKey("another device's key", Reason.KEY_MISMATCH, "another"),
        new Case(
            "a key of another partition",
            Reason.WRONG_PARTITION,
            Place.UNKNOWN,
            deviceOf(1),
            edited(event -> event.setDeviceId(deviceOf(1)))),
        ofBytes("no value", Reason.NOT_AVRO, good -> null),
        ofBytes("an empty value", Reason.NOT_AVRO, good -> new byte[0]),
        ofBytes("another magic byte", Reason.NOT_AVRO, good -> with(good, 0, 1)),
        ofBytes("truncated", Reason.NOT_AVRO, good -> Arrays.copyOf(good, good.length - 3)),
        ofBytes("trailing bytes", Reason.NOT_AVRO, good -> Arrays.copyOf(good, good.length + 1)),
        new Case(
            "another record",
            Reason.NOT_AVRO,
            Place.UNKNOWN,
            D1,
            (pipeline, good) ->
                pipeline.bytes(
                    TopicCatalogue.CLINICS,
                    Clinic.newBuilder()
                        .setClinicId("c")
                        .setName("n")
                        .setTimeZones(List.of())
                        .build())),
        ofBytes(
            "more bytes than an event can have",
            Reason.TOO_LARGE,
            good -> Arrays.copyOf(good, EventDecoder.MAX_EVENT_BYTES + 1)),
        ofBytes(
            "an array that claims to be as long as any can be",
            Reason.NOT_AVRO,
            good -> claimingSamples(good, 0xee, 0xff, 0xff, 0xff, 0x0f)),
        ofBytes(
            "an array of fewer than no samples",
            Reason.NOT_AVRO,
            good -> claimingSamples(good, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1)),
        ofBytes("an unknown schema id", Reason.UNKNOWN_SCHEMA, good -> with(good, 1, 0x7f)),
        new Case(
            "a kind of a later release",
            Reason.UNKNOWN_KIND,
            Place.KNOWN,
            D1,
            (pipeline, good) ->
                pipeline.bytes(LaterRelease.withUnknownKind(pipeline, good.event()))),
        new Case(
            "a modality of a later release",
            Reason.UNKNOWN_MODALITY,
            Place.KNOWN,
            D1,
            (pipeline, good) -> {
              DeviceEvent start = device(D1).heartbeat().startsSession("s1").last().event();
              return pipeline.bytes(LaterRelease.withUnknownModality(pipeline, start));
            }),
        ofEvent("no payload", Reason.PAYLOAD_MISMATCH, event -> event.setSuction(null)),
        ofEvent(
            "another payload",
            Reason.PAYLOAD_MISMATCH,
            event -> {
              event.setSuction(null);
              event.setHeartbeat(device("x").heartbeat().last().event().getHeartbeat());
            }),
        ofEvent(
            "two payloads",
            Reason.PAYLOAD_MISMATCH,
            event -> event.setHeartbeat(device("x").heartbeat().last().event().getHeartbeat())),
        ofEvent(
            "a tick of a device",
            Reason.PAYLOAD_MISMATCH,
            event -> {
              DeviceEvent tick = Pipeline.aTick(AT);
              event.setKind(tick.getKind());
              event.setTick(tick.getTick());
              event.setSuction(null);
            }),
        ofEvent(
            "fewer samples than counted",
            Reason.INCONSISTENT_FRAME,
            event -> event.getSuction().setSampleCount(11)),
        ofEvent(
            "arrays of different lengths",
            Reason.INCONSISTENT_FRAME,
            event -> event.getSuction().setContact(List.of(true))),
        ofEvent(
            "no samples",
            Reason.INCONSISTENT_FRAME,
            event -> {
              event.getSuction().setSampleCount(0);
              event.getSuction().setVacuumKpa(List.of());
              event.getSuction().setContact(List.of());
            }),
        ofEvent(
            "a vacuum of infinity",
            Reason.IMPOSSIBLE_NUMBER,
            event -> event.getSuction().getVacuumKpa().set(0, Float.POSITIVE_INFINITY)),
        ofEvent(
            "an interval of 0 ms",
            Reason.IMPOSSIBLE_NUMBER,
            event -> event.getSuction().setSampleIntervalMs(0)),
        ofEvent(
            "a time before 1970",
            Reason.IMPOSSIBLE_NUMBER,
            event -> event.setSentAt(Instant.ofEpochMilli(-1))),
        new Case(
            "a negative sequence number",
            Reason.IMPOSSIBLE_NUMBER,
            Place.UNKNOWN,
            D1,
            edited(event -> event.setSeq(-1))),
        new Case(
            "a session without a name",
            Reason.INVALID_ID,
            Place.UNKNOWN,
            D1,
            edited(event -> event.setSessionId(""))),
        new Case(
            "a device with an endless name and no payload",
            Reason.INVALID_ID,
            Place.UNKNOWN,
            endlessDevice(),
            edited(
                event -> {
                  event.setDeviceId(endlessDevice());
                  event.setSuction(null);
                })),
        ofEvent(
            "a sample more than a minute ahead",
            Reason.CLOCK_AHEAD,
            event -> event.getSuction().setFirstSampleAt(Instant.ofEpochMilli(AT + 60_001))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void keepsWhatCannotBeUsedAndGoesOn(Case unusable) {
    try (Pipeline pipeline = Pipeline.safety(PARTITIONS)) {
      byte[] value = appendAmongGoodOnes(pipeline, unusable);

      assertThat(pipeline.quarantined())
          .singleElement()
          .satisfies(
              record -> {
                assertThat(record.key()).isEqualTo(utf8(unusable.key()));
                assertThat(record.value()).isEqualTo(value);
                assertThat(record.timestamp()).isEqualTo(AT);
                assertThat(header(record, QuarantineHeaders.REASON))
                    .isEqualTo(unusable.reason().code());
                assertThat(header(record, QuarantineHeaders.DETAIL)).isNotBlank();
                assertThat(header(record, QuarantineHeaders.TOPIC)).isEqualTo("clinic.telemetry");
                assertThat(header(record, QuarantineHeaders.PARTITION)).isEqualTo("0");
                assertThat(header(record, QuarantineHeaders.OFFSET)).isEqualTo("1");
                assertThat(header(record, QuarantineHeaders.TIME))
                    .isEqualTo(Instant.ofEpochMilli(AT).toString());
              });
      assertThat(
              pipeline.counted("clinic.telemetry.quarantined", "reason", unusable.reason().code()))
          .isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isCountedByUsageTooButWrittenOnce(Case unusable) {
    try (Pipeline pipeline = Pipeline.usage(PARTITIONS)) {
      appendAmongGoodOnes(pipeline, unusable);

      assertThat(pipeline.topicsWritten()).doesNotContain(TopicCatalogue.QUARANTINE.name());
      assertThat(
              pipeline.counted("clinic.telemetry.quarantined", "reason", unusable.reason().code()))
          .isEqualTo(1);
    }
  }

  /** A good event, the bad one in the place of the second, a good one; answers the bad value. */
  private static byte[] appendAmongGoodOnes(Pipeline pipeline, Case unusable) {
    TestDevice device = device(D1).heartbeat();
    pipeline.append(device.last());
    byte[] value = unusable.bytes().apply(pipeline, device.suction(1_000, 30).last());
    pipeline.append(utf8(unusable.key()), value, AT);
    pipeline.append(device.heartbeat().last());

    boolean waits = unusable.place() == Place.UNKNOWN;
    assertThat(pipeline.ledger().getBuffered()).isEqualTo(waits ? 1 : 0);
    pipeline.tick(T0 + 1_000 + DeviceOrder.GAP_WAIT_MS);
    LedgerEntry ledger = pipeline.ledger();
    assertThat(ledger.getApplied()).isEqualTo(2);
    assertThat(ledger.getQuarantined()).isEqualTo(1);
    assertThat(ledger.getTicks()).isEqualTo(1);
    return value;
  }

  @Test
  void everyReasonIsTried() {
    Set<Reason> tried =
        cases()
            .map(Case::reason)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Reason.class)));
    tried.add(Reason.BEYOND_HORIZON); // needs more than one bad record; see below
    tried.add(Reason.BEYOND_RETENTION); // of usage alone: RetentionTest

    assertThat(tried).containsExactlyInAnyOrder(Reason.values());
  }

  @Test
  void keepsWhatIsOlderThanWhatIsRememberedOfTheDevice() {
    try (Pipeline pipeline = Pipeline.safety()) {
      TestDevice device = device("d1").heartbeat();
      Sent old = device.heartbeat().last();
      pipeline.append(device.sent().get(0));
      for (int boot = 0; boot <= DeviceOrder.MAX_BOOTS; boot++) {
        pipeline.append(device.boots().heartbeat().last().appendedAt(T0 + boot * 10_000L));
      }
      pipeline.tick(T0 + 200_000);
      assertThat(pipeline.ledger().getBuffered()).isZero();

      pipeline.append(old.appendedAt(T0 + 201_000));

      assertThat(pipeline.quarantined())
          .singleElement()
          .satisfies(
              record ->
                  assertThat(header(record, QuarantineHeaders.REASON)).isEqualTo("beyond-horizon"));
      assertThat(pipeline.ledger().getQuarantined()).isEqualTo(1);
    }
  }

  @Test
  void appliesACorrectedEventOnceAndOutOfOrder() {
    try (Pipeline pipeline = Pipeline.safety()) {
      TestDevice device = device("d1").heartbeat();
      Sent good = device.suction(1_000, 30).last();
      DeviceEvent bad = DeviceEvent.newBuilder(good.event()).build();
      bad.setSuction(null);
      pipeline.append(device.sent().get(0)).append(new Sent(bad, AT));
      pipeline.append(device.heartbeat().last());
      assertThat(pipeline.ledger().getApplied()).isEqualTo(2);

      pipeline.append(good.appendedAt(T0 + 5_000));
      assertThat(pipeline.ledger().getApplied()).isEqualTo(3);
      assertThat(pipeline.ledger().getOutOfOrder()).isEqualTo(1);

      pipeline.append(good.appendedAt(T0 + 6_000));
      assertThat(pipeline.ledger().getApplied()).isEqualTo(3);
      assertThat(pipeline.ledger().getDuplicate()).isEqualTo(1);
    }
  }

  @Test
  void comparesKeysByteByByte() {
    try (Pipeline pipeline = Pipeline.safety()) {
      // Both decode to U+FFFD, the character that stands for what is no character.
      byte[] value =
          pipeline.bytes(TopicCatalogue.TELEMETRY, device("\uFFFD").heartbeat().last().event());
      pipeline.append(new byte[] {(byte) 0xff}, value, T0);
      pipeline.append(utf8("\uFFFD"), value, T0);

      assertThat(pipeline.quarantined())
          .singleElement()
          .satisfies(
              record -> {
                assertThat(record.key()).isEqualTo(new byte[] {(byte) 0xff});
                assertThat(header(record, QuarantineHeaders.REASON)).isEqualTo("key-mismatch");
              });
      assertThat(pipeline.ledger().getApplied()).isEqualTo(1);
    }
  }

  @Test
  void writesDetailsInDigitsThatEverybodyReads() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("th-TH-u-nu-thai"));
    try (Pipeline pipeline = Pipeline.safety(PARTITIONS)) {
      assertThat("%d".formatted(1)).as("the locale has digits of its own").isNotEqualTo("1");
      cases().forEach(unusable -> appendAlone(pipeline, unusable));
      pipeline.tick(AT + DeviceOrder.GAP_WAIT_MS);

      assertThat(pipeline.quarantined())
          .hasSize((int) cases().count())
          .allSatisfy(
              record ->
                  assertThat(header(record, QuarantineHeaders.DETAIL)).matches("\\p{ASCII}+"));
    } finally {
      Locale.setDefault(before);
    }
  }

  private static void appendAlone(Pipeline pipeline, Case unusable) {
    Sent good = device(D1).heartbeat().suction(1_000, 30).last();
    pipeline.append(utf8(unusable.key()), unusable.bytes().apply(pipeline, good), AT);
  }

  @Test
  void carriesOnTheHeadersOfARecordThatIsRefusedAgain() {
    try (Pipeline pipeline = Pipeline.safety()) {
      Headers headers = new RecordHeaders();
      headers.add("trace", utf8("abc"));
      headers.add(QuarantineHeaders.REPLAYED_FROM, utf8("clinic.telemetry/0/17"));
      headers.add(QuarantineHeaders.REASON, utf8("unknown-schema"));
      headers.add(QuarantineHeaders.OFFSET, utf8("17"));
      pipeline.append(utf8("d1"), utf8("no Avro"), T0, headers);

      TestRecord<byte[], byte[]> record = pipeline.quarantined().get(0);
      assertThat(header(record, "trace")).isEqualTo("abc");
      assertThat(header(record, QuarantineHeaders.REPLAYED_FROM))
          .isEqualTo("clinic.telemetry/0/17");
      assertThat(header(record, QuarantineHeaders.REASON)).isEqualTo("not-avro");
      assertThat(record.headers().headers(QuarantineHeaders.REASON)).hasSize(1);
      assertThat(header(record, QuarantineHeaders.OFFSET)).isEqualTo("0");
      assertThat(record.headers().headers(QuarantineHeaders.OFFSET)).hasSize(1);
    }
  }

  @Test
  void leavesOutHeadersThatNoTopicWouldTake() {
    try (Pipeline pipeline = Pipeline.safety()) {
      Headers headers = new RecordHeaders();
      headers.add("trace", new byte[QuarantineWriter.MAX_BYTES - 7 - 5 + 1]);
      pipeline.append(utf8("d1"), utf8("no Av"), T0, headers);

      TestRecord<byte[], byte[]> record = pipeline.quarantined().get(0);
      assertThat(record.value()).isEqualTo(utf8("no Av"));
      assertThat(record.headers().lastHeader("trace")).isNull();
      assertThat(header(record, QuarantineHeaders.DETAIL))
          .endsWith("of headers are too many to copy");
    }
  }

  @Test
  void countsAReplayOfAnAppliedEventAsADuplicate() {
    try (Pipeline pipeline = Pipeline.safety()) {
      Sent applied = device("d1").heartbeat().last();
      pipeline.append(applied).append(applied.appendedAt(T0 + 60_000));

      assertThat(pipeline.ledger().getApplied()).isEqualTo(1);
      assertThat(pipeline.ledger().getDuplicate()).isEqualTo(1);
      assertThat(pipeline.quarantined()).isEmpty();
    }
  }

  @Test
  void leavesWhatNoTopicWouldTakeWhereItIsAndTellsItsSize() {
    try (Pipeline pipeline = Pipeline.safety()) {
      pipeline.append(utf8("d1"), new byte[QuarantineWriter.MAX_BYTES - 2], T0);
      pipeline.append(utf8("d1"), new byte[QuarantineWriter.MAX_BYTES - 1], T0);
      pipeline.append(new byte[QuarantineWriter.MAX_BYTES + 1], new byte[3], T0);

      List<TestRecord<byte[], byte[]>> records = pipeline.quarantined();
      assertThat(records.get(0).value()).hasSize(QuarantineWriter.MAX_BYTES - 2);
      assertThat(records.get(1).key()).isEqualTo(utf8("d1"));
      assertThat(records.get(1).value()).isNull();
      assertThat(header(records.get(1), QuarantineHeaders.DETAIL))
          .endsWith("2 bytes of key and 999999 of value are too many to copy");
      assertThat(records.get(2).key()).isNull();
      assertThat(records.get(2).value()).isNull();
    }
  }

  @Test
  void keepsAnEventThatWaitedAndThatALaterReleaseRefuses() {
    try (Pipeline pipeline = Pipeline.safety()) {
      TestDevice device = device("d1").heartbeat().loses(1).heartbeat().heartbeat();
      pipeline.append(device.sent());
      var store = pipeline.store("safety-waiting");
      KeyValue<Bytes, byte[]> waits;
      try (var all = store.all()) {
        waits = all.next();
      }
      Waiting usable = WaitingEvents.decode(waits.value);
      byte[] refused = utf8("refused");
      store.put(
          waits.key,
          WaitingEvents.encode(
              new Waiting(usable.offset(), usable.appendedAtMs(), usable.arrivedAtMs(), refused)));

      pipeline.tick(T0 + 2_000);

      assertThat(pipeline.ledger().getApplied()).isEqualTo(2);
      assertThat(pipeline.ledger().getBuffered()).isZero();
      assertThat(pipeline.quarantined())
          .singleElement()
          .satisfies(
              record -> {
                assertThat(record.key()).isEqualTo(utf8("d1"));
                assertThat(record.value()).isEqualTo(refused);
                assertThat(header(record, QuarantineHeaders.REASON)).isEqualTo("not-avro");
                assertThat(header(record, QuarantineHeaders.OFFSET)).isEqualTo("1");
              });

      pipeline.append(device.sent().get(1).appendedAt(T0 + 3_000));
      assertThat(pipeline.ledger().getOutOfOrder()).as("a replay is applied").isEqualTo(1);
    }
  }

  private static Case ofKey(String name, Reason reason, String key) {
    return new Case(name, reason, Place.UNKNOWN, key, edited(event -> {}));
  }

  private static Case ofBytes(String name, Reason reason, UnaryOperator<byte[]> edit) {
    return new Case(
        name,
        reason,
        Place.UNKNOWN,
        D1,
        (pipeline, good) -> edit.apply(pipeline.bytes(TopicCatalogue.TELEMETRY, good.event())));
  }

  private static Case ofEvent(String name, Reason reason, Consumer<DeviceEvent> edit) {
    return new Case(name, reason, Place.KNOWN, D1, edited(edit));
  }

  private static BiFunction<Pipeline, Sent, byte[]> edited(Consumer<DeviceEvent> edit) {
    return (pipeline, good) -> {
      DeviceEvent event = DeviceEvent.newBuilder(good.event()).build();
      event.getSuction().setVacuumKpa(new ArrayList<>(event.getSuction().getVacuumKpa()));
      edit.accept(event);
      return pipeline.bytes(TopicCatalogue.TELEMETRY, event);
    };
  }

  private static String header(TestRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  /** The frame with another count before its ten samples of 30 kPa. */
  private static byte[] claimingSamples(byte[] good, int... count) {
    String text = new String(good, StandardCharsets.ISO_8859_1);
    int at = text.indexOf("\u0014\u0000\u0000\u00f0A");
    assertThat(at).as("where the samples begin").isPositive();
    StringBuilder claim = new StringBuilder();
    Arrays.stream(count).forEach(octet -> claim.append((char) octet));
    return (text.substring(0, at) + claim + text.substring(at + 1))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] with(byte[] bytes, int at, int value) {
    byte[] changed = bytes.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private static String deviceOf(int partition) {
    return IntStream.range(0, 100)
        .mapToObj(i -> "device-" + i)
        .filter(id -> RecordKeys.partition(id, PARTITIONS) == partition)
        .findFirst()
        .orElseThrow();
  }

  private static String endlessDevice() {
    return IntStream.range(0, 100)
        .mapToObj(i -> "d".repeat(70_000 + i))
        .filter(id -> RecordKeys.partition(id, PARTITIONS) == 0)
        .findFirst()
        .orElseThrow();
  }

  private static byte[] utf8(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }
}
