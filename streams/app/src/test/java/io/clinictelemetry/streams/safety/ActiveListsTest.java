package io.clinictelemetry.streams.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.episodes.Alert;
import io.clinictelemetry.domain.episodes.Subject;
import io.clinictelemetry.domain.response.ActiveList;
import io.clinictelemetry.domain.response.Listed;
import io.clinictelemetry.domain.response.Mark;
import io.clinictelemetry.domain.response.Shelf;
import io.clinictelemetry.domain.response.Standing;
import io.clinictelemetry.domain.rules.LinkRule;
import io.clinictelemetry.domain.rules.Rule;
import io.clinictelemetry.domain.rules.SuctionHardHigh;
import io.clinictelemetry.streams.safety.ActiveLists.Row;
import io.clinictelemetry.streams.testing.Committed;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The active alerts of a subject, as bytes. */
class ActiveListsTest {

  private static final Mark MARK = new Mark("Ada \u00e9", 9_000, "seen \u4e2d");

  private static final Listed OF_A_DEVICE =
      new Listed(
          alert(
              Subject.device("d", "c", Optional.of("s")),
              SuctionHardHigh.RULE,
              OptionalLong.of(8_000)),
          2,
          new Standing(Optional.of(MARK), Optional.of(MARK), Optional.empty(), 1),
          ActiveList.NEVER,
          20_000,
          9_000);

  private static final Listed OF_A_CLINIC =
      new Listed(
          alert(Subject.clinic("c"), LinkRule.CLINIC_SILENT, OptionalLong.empty()),
          0,
          Standing.NEW,
          30_000,
          ActiveList.NEVER,
          ActiveList.NEVER);

  private static final ActiveList REST =
      new ActiveList(
          Map.of(),
          Map.of("device-silent", new Shelf(MARK, 99_000, "id")),
          Map.of("command-1", 9_000L));

  private static Alert alert(Subject subject, Rule rule, OptionalLong endedAtMs) {
    return new Alert(
        "id",
        subject,
        rule,
        1_000,
        6_000,
        16_000,
        endedAtMs,
        5,
        7.5,
        5,
        "policy#1",
        "It is so.",
        false,
        true,
        1,
        Optional.empty());
  }

  @Test
  void readsWhatItWrote() {
    for (Listed listed : new Listed[] {OF_A_DEVICE, OF_A_CLINIC}) {
      assertThat(ActiveLists.decodeAlert(ActiveLists.encode(listed))).isEqualTo(listed);
    }
    Row row = ActiveLists.decode(ActiveLists.encode(REST, 20_000), Map.of("id", OF_A_DEVICE));
    assertThat(row.armedMs()).isEqualTo(20_000);
    assertThat(row.list().shelves()).isEqualTo(REST.shelves());
    assertThat(row.list().commands()).isEqualTo(REST.commands());
    assertThat(row.list().alerts()).containsExactly(Map.entry("id", OF_A_DEVICE));
  }

  @Test
  void keepsTheLayoutOfItsVersion() {
    Committed.checkLayout(
        "safety-active-1.hex",
        Stream.of(
            ActiveLists.encode(OF_A_DEVICE),
            ActiveLists.encode(OF_A_CLINIC),
            ActiveLists.encode(REST, 20_000)));
  }
}
