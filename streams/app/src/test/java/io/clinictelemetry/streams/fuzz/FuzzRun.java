package io.clinictelemetry.streams.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.contracts.topics.QuarantineHeaders;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.intake.Rejection.Reason;
import io.clinictelemetry.streams.testing.Pipeline;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.test.TestRecord;

/**
 * Both applications over the same input, checked after each batch: the ledgers balance and agree;
 * each record in quarantine is one that came in, there once, with a known reason; all outputs can
 * be read; no store of what waits grows.
 */
final class FuzzRun implements AutoCloseable {

  private static final int BATCH = 1_000;
  private static final int MAX_DETAIL_LENGTH = 500;
  private static final Map<String, Reason> REASONS =
      Arrays.stream(Reason.values()).collect(Collectors.toMap(Reason::code, reason -> reason));

  private final Pipeline safety = Pipeline.safety();
  private final Pipeline usage = Pipeline.usageBeside(safety);

  /** What came in, by offset: all of it would be what takes the memory. */
  private int[] fingerprints = new int[BATCH];

  /** Offsets of what is in quarantine. */
  private final BitSet found = new BitSet();

  private final Map<String, Long> quarantined = new TreeMap<>();
  private int offset;
  private long outputs;

  /** The pipeline whose registry gives the ids of schemas. */
  Pipeline registry() {
    return safety;
  }

  /** So many records more. */
  void feed(Supplier<Input> source, int count) {
    for (int done = 0; done < count; done += BATCH) {
      for (int i = Math.min(BATCH, count - done); i > 0; i--) {
        append(source.get());
      }
      check();
    }
  }

  /** No device is heard of until nothing waits and every session is over. */
  void silence() {
    long silentMs = ledger().getLogClock().toEpochMilli() + 2 * Pipeline.SESSION_TIMEOUT.toMillis();
    byte[] tick = safety.bytes(TopicCatalogue.TELEMETRY, Pipeline.aTick(silentMs));
    append(new Input(null, tick, silentMs));
    check();
    assertThat(safety.ledger().getBuffered()).as("what waits after silence").isZero();
    for (String store : List.of("safety-waiting", "safety-timers")) {
      assertThat(safety.entries(store)).as(store + " after silence").isZero();
    }
    assertThat(usage.entries("usage-waiting")).as("usage-waiting after silence").isZero();
    assertThat(usage.entries("usage-timers"))
        .as("a timer a device, for the end of its retention")
        .isLessThanOrEqualTo(usage.entries("usage-devices"));
  }

  private void append(Input input) {
    if (offset == fingerprints.length) {
      fingerprints = Arrays.copyOf(fingerprints, 2 * offset);
    }
    fingerprints[offset++] = fingerprint(input.key(), input.value(), input.appendedAtMs());
    safety.appendUnchecked(input.key(), input.value(), input.appendedAtMs());
    usage.appendUnchecked(input.key(), input.value(), input.appendedAtMs());
  }

  private static int fingerprint(byte[] key, byte[] value, long appendedAtMs) {
    return Objects.hash(Arrays.hashCode(key), Arrays.hashCode(value), appendedAtMs);
  }

  private void check() {
    safety.checkLedger();
    usage.checkLedger();
    LedgerEntry ledger = safety.ledger();
    assertThat(usage.ledger())
        .as("both applications have one intake")
        .isEqualTo(LedgerEntry.newBuilder(ledger).setApplication("usage").build());
    safety.quarantined().forEach(this::checkQuarantined);
    assertThat(quarantined.values().stream().mapToLong(Long::longValue).sum())
        .as("records in quarantine")
        .isEqualTo(ledger.getQuarantined());
    outputs += safety.alertEvents().size();
    outputs += safety.alerts().size();
    outputs += usage.sessions().size();
    outputs += usage.hours().size();
    outputs += usage.days().size();
    outputs += usage.rollups().size();
    safety.forgetOutputs();
    usage.forgetOutputs();
  }

  private void checkQuarantined(TestRecord<byte[], byte[]> record) {
    int from = Integer.parseInt(header(record, QuarantineHeaders.OFFSET));
    assertThat(from).isBetween(0, offset - 1);
    assertThat(found.get(from)).as("offset %d is in quarantine a second time", from).isFalse();
    found.set(from);
    Instant time = Instant.parse(header(record, QuarantineHeaders.TIME));
    assertThat(fingerprint(record.key(), record.value(), time.toEpochMilli()))
        .as("key, value and time of the input at offset %d", from)
        .isEqualTo(fingerprints[from]);
    String reason = header(record, QuarantineHeaders.REASON);
    assertThat(REASONS).containsKey(reason);
    assertThat(header(record, QuarantineHeaders.TOPIC)).isEqualTo(TopicCatalogue.TELEMETRY.name());
    assertThat(header(record, QuarantineHeaders.PARTITION)).isEqualTo("0");
    assertThat(header(record, QuarantineHeaders.DETAIL))
        .isNotBlank()
        .hasSizeLessThan(MAX_DETAIL_LENGTH)
        .doesNotContainPattern("\\p{Cntrl}");
    quarantined.merge(reason, 1L, Long::sum);
  }

  private static String header(TestRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    assertThat(header).as(name).isNotNull();
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  /** How many came into quarantine, by reason. */
  Map<String, Long> quarantined() {
    return quarantined;
  }

  /** The ledger. */
  LedgerEntry ledger() {
    return safety.ledger();
  }

  /** In one line, for people. */
  String summary() {
    LedgerEntry ledger = safety.ledger();
    List<String> parts = new ArrayList<>();
    parts.add("input " + ledger.getInput());
    parts.add("applied " + ledger.getApplied());
    parts.add("late " + ledger.getLate());
    parts.add("duplicate " + ledger.getDuplicate());
    parts.add("quarantined " + ledger.getQuarantined() + " " + quarantined);
    parts.add("outputs " + outputs);
    return String.join(", ", parts);
  }

  @Override
  public void close() {
    safety.close();
    usage.close();
  }
}
