package io.clinictelemetry.standalone.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.contracts.audit.ChainAudit;
import io.clinictelemetry.contracts.audit.ChainHead;
import io.clinictelemetry.contracts.audit.ChainLink;
import io.clinictelemetry.standalone.cluster.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each guarantee is shown to fail by an outcome that was tampered with. */
class GuaranteeTest {

  private static final List<Item> ITEMS =
      List.of(new Item("a", 0, "one"), new Item("b", 0, "two"), new Item("b", 1, "three"));

  private static final Outcome SOUND =
      new Outcome(
          Map.of(
              "clinic.alert-events", ITEMS,
              "clinic.alerts", ITEMS,
              "clinic.sessions", ITEMS,
              "clinic.usage-hourly", ITEMS,
              "clinic.reading-rollups", ITEMS,
              "clinic.quarantine", ITEMS),
          Map.of(
              "alerts", List.of(new Item("a", 0, "one"), new Item("b", 0, "three")),
              "sink_errors", List.of()));

  private static final ChainAudit.Result HOLDS = new ChainAudit(List.of(), Instant.MIN).finish();

  @Test
  void allHoldForWhatIsTheSame() {
    Guarantee.requireAll(new Evidence(SOUND, SOUND, ledger(10, 10, 0), HOLDS, List.of()));
  }

  @Test
  void revisionsOfWhatIsTheSameMayDiffer() {
    List<Item> later = List.of(new Item("a", 3, "one"), new Item("b", 7, "three"));

    assertThat(broken(withTopic("clinic.sessions", items -> later))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "clinic.alert-events, NO_EPISODE_LOST",
    "clinic.alerts, NO_EPISODE_LOST",
    "clinic.sessions, TOTALS_EQUAL",
    "clinic.usage-hourly, TOTALS_EQUAL",
    "clinic.reading-rollups, TOTALS_EQUAL",
    "clinic.quarantine, QUARANTINE_EXACT",
  })
  void somethingLostBreaksItsGuaranteeAlone(String topic, Guarantee guarantee) {
    assertThat(broken(withTopic(topic, items -> items.subList(1, items.size()))))
        .containsExactly(guarantee);
  }

  @ParameterizedTest
  @CsvSource({
    "clinic.alert-events, NO_EPISODE_DOUBLED",
    "clinic.alerts, NO_EPISODE_DOUBLED",
    "clinic.sessions, TOTALS_EQUAL",
    "clinic.usage-hourly, TOTALS_EQUAL",
    "clinic.reading-rollups, TOTALS_EQUAL",
    "clinic.quarantine, QUARANTINE_EXACT",
  })
  void somethingSaidTwiceBreaksItsGuaranteeAlone(String topic, Guarantee guarantee) {
    assertThat(broken(withTopic(topic, items -> with(items, items.get(items.size() - 1)))))
        .containsExactly(guarantee);
  }

  @ParameterizedTest
  @CsvSource({
    "clinic.alert-events, NO_EPISODE_DOUBLED",
    "clinic.alerts, NO_EPISODE_DOUBLED",
    "clinic.sessions, TOTALS_EQUAL",
    "clinic.usage-hourly, TOTALS_EQUAL",
    "clinic.reading-rollups, TOTALS_EQUAL",
    "clinic.quarantine, QUARANTINE_EXACT",
  })
  void somethingInventedBreaksItsGuaranteeAlone(String topic, Guarantee guarantee) {
    assertThat(broken(withTopic(topic, items -> with(items, new Item("c", 0, "four")))))
        .containsExactly(guarantee);
  }

  @ParameterizedTest
  @CsvSource({
    "clinic.alert-events, EPISODES_EQUAL",
    "clinic.alerts, EPISODES_EQUAL",
    "clinic.sessions, TOTALS_EQUAL",
    "clinic.usage-hourly, TOTALS_EQUAL",
    "clinic.reading-rollups, TOTALS_EQUAL",
    "clinic.quarantine, QUARANTINE_EXACT",
  })
  void somethingElseSaidBreaksItsGuaranteeAlone(String topic, Guarantee guarantee) {
    assertThat(broken(withTopic(topic, items -> with(items, new Item("b", 2, "other")))))
        .containsExactly(guarantee);
  }

  @Test
  void aRowLostDoubledOrChangedBreaksTheRows() {
    Item a = new Item("a", 0, "one");
    Item b = new Item("b", 0, "three");
    for (List<Item> rows :
        List.of(
            List.of(a),
            List.of(a, b, b),
            List.of(a, b, new Item("c", 0, "four")),
            List.of(a, new Item("b", 0, "two")))) {
      assertThat(broken(withTable("alerts", rows))).containsExactly(Guarantee.ROWS_EQUAL);
    }
  }

  @Test
  void aRecordThatTheSinkRefusedBreaksTheRows() {
    Outcome both = withTable("sink_errors", List.of(new Item("t/0/7", 0, "refused")));

    assertThat(
            Guarantee.ROWS_EQUAL.violations(
                new Evidence(both, both, ledger(10, 10, 0), HOLDS, List.of())))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10, 9, 0", "12, 10, 0", "10, 10, 1"})
  void recordsUnreadUncountedOrWaitingBreakTheLedger(String numbers) {
    long[] n = Arrays.stream(numbers.split(", ")).mapToLong(Long::parseLong).toArray();

    assertThat(broken(new Evidence(SOUND, SOUND, ledger(n[0], n[1], n[2]), HOLDS, List.of())))
        .containsExactly(Guarantee.LEDGER_BALANCES);
  }

  @Test
  void anEndWithoutItsRecordsAndRecordsWithoutTheirEndBreakTheChains() {
    ChainHead head = new ChainHead("c", 1, ChainLink.NONE, Instant.EPOCH, Instant.EPOCH);
    ChainAudit.Result lost = new ChainAudit(List.of(head), Instant.MIN).finish();
    ChainAudit.Result unknown = new ChainAudit.Result(1, 1, 0, 0, 1, List.of());

    for (ChainAudit.Result audit : List.of(lost, unknown)) {
      assertThat(broken(new Evidence(SOUND, SOUND, ledger(10, 10, 0), audit, List.of())))
          .containsExactly(Guarantee.CHAINS_HOLD);
    }
  }

  @Test
  void anAlertThatIsInNoAccountBreaksTheLoad() {
    List<String> unaccounted = List.of("alert load: c 2026-03-02 09:00:00 HIGH 0 are counted");

    assertThat(broken(new Evidence(SOUND, SOUND, ledger(10, 10, 0), HOLDS, unaccounted)))
        .containsExactly(Guarantee.LOAD_ADDS_UP);
  }

  @Test
  void theMessageNamesGuaranteeTopicAndKey() {
    Outcome lost = withTopic("clinic.alerts", items -> items.subList(1, items.size()));

    assertThatThrownBy(
            () ->
                Guarantee.requireAll(
                    new Evidence(lost, SOUND, ledger(10, 10, 0), HOLDS, List.of())))
        .hasMessageContainingAll("NO_EPISODE_LOST", "clinic.alerts", "a is missing");
  }

  private static Set<Guarantee> broken(Outcome seen) {
    return broken(new Evidence(seen, SOUND, ledger(10, 10, 0), HOLDS, List.of()));
  }

  private static Set<Guarantee> broken(Evidence evidence) {
    return Arrays.stream(Guarantee.values())
        .filter(guarantee -> !guarantee.violations(evidence).isEmpty())
        .collect(Collectors.toSet());
  }

  private static Outcome withTopic(String topic, UnaryOperator<List<Item>> change) {
    Map<String, List<Item>> topics = new HashMap<>(SOUND.topics());
    topics.computeIfPresent(topic, (name, items) -> change.apply(items));
    return new Outcome(topics, SOUND.tables());
  }

  private static Outcome withTable(String table, List<Item> rows) {
    Map<String, List<Item>> tables = new HashMap<>(SOUND.tables());
    tables.put(table, rows);
    return new Outcome(SOUND.topics(), tables);
  }

  private static List<Item> with(List<Item> items, Item more) {
    List<Item> all = new ArrayList<>(items);
    all.add(more);
    return all;
  }

  /** One partition that ends at an offset, of which so many records were applied. */
  private static Ledger ledger(long end, long applied, long buffered) {
    LedgerEntry entry = new LedgerEntry();
    entry.setApplication("safety");
    entry.setTopic("clinic.telemetry");
    entry.setPartition(0);
    entry.setFirstOffset(0);
    entry.setNextOffset(10);
    entry.setInput(10);
    entry.setApplied(applied - buffered);
    entry.setBuffered(buffered);
    entry.setLogClock(Instant.EPOCH);
    return new Ledger(List.of(new Ledger.Line("safety", 0, end, Optional.of(entry))));
  }
}
