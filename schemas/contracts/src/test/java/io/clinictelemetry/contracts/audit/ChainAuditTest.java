package io.clinictelemetry.contracts.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.contracts.audit.ChainAudit.Finding;
import io.clinictelemetry.contracts.audit.ChainAudit.Problem;
import io.clinictelemetry.contracts.audit.ChainAudit.Result;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ChainAuditTest {

  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
  private static final Instant YEAR_AGO = NOW.minusSeconds(365L * 86_400);

  private final List<Entry> log = new ArrayList<>();
  private final List<ChainHead> heads = new ArrayList<>();

  private record Entry(String value, Optional<ChainLink> link) {}

  @Test
  void anUntouchedLogHolds() {
    chain("a", 5);
    chain("b", 3);

    Result result = audit(YEAR_AGO);

    assertThat(result.findings()).isEmpty();
    assertThat(result.holds()).isTrue();
    assertThat(result.records()).isEqualTo(8);
    assertThat(result.chains()).isEqualTo(2);
    assertThat(result.notAnchored()).isZero();
  }

  @Test
  void oneChangedByteIsNamed() {
    chain("a", 5);
    log.set(2, new Entry("x-3", log.get(2).link()));

    assertThat(audit(YEAR_AGO).findings())
        .containsExactly(
            new Finding(
                Problem.EDITED,
                "a, record 3, topic/0/2",
                "the record is not the one that was sealed"));
  }

  @Test
  void oneThatWasSealedAnewDoesNotFitWhatFollows() {
    chain("a", 5);
    ChainLink old = log.get(2).link().orElseThrow();
    log.set(2, entry("a", 3, old.previous(), "x-3"));

    assertThat(audit(YEAR_AGO).findings())
        .containsExactly(
            new Finding(
                Problem.EDITED,
                "a, record 3",
                "the record after it was made when another was here"));
  }

  @Test
  void aChainThatWasMadeAnewFromAnEditOnIsNotTheOneThatWasAnchored() {
    chain("a", 5);
    log.set(2, entry("a", 3, log.get(2).link().orElseThrow().previous(), "x-3"));
    log.set(3, entry("a", 4, log.get(2).link().orElseThrow().hash(), "a-4"));
    log.set(4, entry("a", 5, log.get(3).link().orElseThrow().hash(), "a-5"));

    assertThat(audit(YEAR_AGO).findings())
        .containsExactly(
            new Finding(
                Problem.REWRITTEN, "a, record 5", "another record was anchored with this number"));
  }

  @Test
  void oneThatWasTakenOutIsNamed() {
    chain("a", 5);
    log.remove(2);

    assertThat(audit(YEAR_AGO).findings())
        .containsExactly(new Finding(Problem.REMOVED, "a", "records 3 to 3 are missing"));
  }

  @Test
  void theEndThatWasCutOffIsNamed() {
    chain("a", 5);
    log.remove(4);
    log.remove(3);

    assertThat(audit(YEAR_AGO).findings())
        .containsExactly(
            new Finding(Problem.TRUNCATED, "a", "records 4 to 5 are missing; 5 was anchored"));
  }

  @Test
  void aWholeChainThatIsGoneIsNamed() {
    chain("a", 2);
    log.clear();

    assertThat(audit(YEAR_AGO).findings())
        .containsExactly(
            new Finding(Problem.TRUNCATED, "a", "records 1 to 2 are missing; 2 was anchored"));
  }

  @Test
  void whatRetentionTookFromTheBeginningIsExplained() {
    chain("a", 5, YEAR_AGO.minusSeconds(1), NOW);
    log.remove(0);
    log.remove(0);

    Result result = audit(YEAR_AGO);
    assertThat(result.findings()).isEmpty();
    assertThat(result.expired()).isEqualTo(2);
  }

  @Test
  void aBeginningThatWasTakenBeforeItsTimeIsNamed() {
    chain("a", 5, YEAR_AGO.plusSeconds(1), NOW);
    log.remove(0);
    log.remove(0);

    assertThat(audit(YEAR_AGO).findings())
        .containsExactly(
            new Finding(
                Problem.REMOVED,
                "a",
                "records 1 to 2 are missing, and were not old enough to expire"));
  }

  @Test
  void aChainWhoseLastRecordIsOldMayBeGone() {
    chain("a", 2, YEAR_AGO.minusSeconds(9), YEAR_AGO.minusSeconds(1));
    log.clear();

    Result result = audit(YEAR_AGO);
    assertThat(result.findings()).isEmpty();
    assertThat(result.expired()).isEqualTo(2);
  }

  @Test
  void whatIsNotAnchoredYetIsNoFinding() {
    chain("a", 5);
    heads.set(0, new ChainHead("a", 3, log.get(2).link().orElseThrow().hash(), NOW, NOW));

    Result result = audit(YEAR_AGO);
    assertThat(result.findings()).isEmpty();
    assertThat(result.notAnchored()).isEqualTo(1);
  }

  @Test
  void recordsFromBeforeThereWereChainsAreCountedAndLaterOnesNamed() {
    log.add(new Entry("old", Optional.empty()));
    chain("a", 1);
    log.add(new Entry("put in", Optional.empty()));

    Result result = audit(YEAR_AGO);
    assertThat(result.unchained()).isEqualTo(1);
    assertThat(result.findings())
        .containsExactly(new Finding(Problem.UNCHAINED, "topic/0/2", "it has no place in a chain"));
  }

  @Test
  void headersThatAreNoLinkAreNone() {
    ChainLink link = ChainLink.after("a", 0, ChainLink.NONE, bytes("key"), bytes("value"));
    for (String header :
        List.of(ChainLink.CHAIN, ChainLink.NUMBER, ChainLink.PREVIOUS, ChainLink.HASH)) {
      Headers headers = new RecordHeaders();
      link.addTo(headers);
      assertThat(ChainLink.of(headers)).contains(link);
      headers.remove(header);
      assertThat(ChainLink.of(headers)).isEmpty();
    }
    for (String header : List.of(ChainLink.NUMBER, ChainLink.PREVIOUS, ChainLink.HASH)) {
      Headers headers = new RecordHeaders();
      link.addTo(headers);
      headers.add(header, bytes("-1"));
      assertThat(ChainLink.of(headers)).isEmpty();
    }
  }

  private void chain(String name, int records) {
    chain(name, records, NOW, NOW);
  }

  private void chain(String name, int records, Instant knownSince, Instant at) {
    String last = ChainLink.NONE;
    for (int number = 1; number <= records; number++) {
      Entry entry = entry(name, number, last, name + "-" + number);
      log.add(entry);
      last = entry.link().orElseThrow().hash();
    }
    heads.add(new ChainHead(name, records, last, at, knownSince));
  }

  private static Entry entry(String chain, int number, String previous, String value) {
    return new Entry(
        value,
        Optional.of(ChainLink.after(chain, number - 1, previous, bytes("key"), bytes(value))));
  }

  private Result audit(Instant oldest) {
    ChainAudit audit = new ChainAudit(heads, oldest);
    for (int offset = 0; offset < log.size(); offset++) {
      Headers headers = new RecordHeaders();
      log.get(offset).link().ifPresent(link -> link.addTo(headers));
      byte[] value = bytes(log.get(offset).value());
      audit.read(
          new ConsumerRecord<>(
              "topic",
              0,
              offset,
              NOW.toEpochMilli(),
              TimestampType.CREATE_TIME,
              3,
              value.length,
              bytes("key"),
              value,
              headers,
              Optional.empty()));
    }
    return audit.finish();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
