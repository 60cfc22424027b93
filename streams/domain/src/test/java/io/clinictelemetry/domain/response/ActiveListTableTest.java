package io.clinictelemetry.domain.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.episodes.Alert;
import io.clinictelemetry.domain.response.Command.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every state that an alert can be in, and what becomes of it with everything that can happen to
 * it: each cell is what is told, and whether the alert then is on the list.
 */
class ActiveListTableTest {

  private static final String TABLE =
      """
      state                      | acknowledge        | shelve            | unshelve        | reset          | clears          | widens
      not there                  | REFUSED No alert   | REFUSED No alert  | REFUSED No alert| REFUSED No alert | -             | -
      medium open                | ACKNOWLEDGED on    | SHELVED on        | REFUSED no shelf| REFUSED holds  | CLEARED off     | WIDENED on
      medium acknowledged        | REFUSED by Ada     | SHELVED on        | REFUSED no shelf| REFUSED holds  | CLEARED off     | WIDENED on
      medium escalated           | ACKNOWLEDGED on    | SHELVED on        | REFUSED no shelf| REFUSED holds  | CLEARED off     | WIDENED on
      medium shelved             | ACKNOWLEDGED on    | REFUSED by Ada    | UNSHELVED on    | REFUSED holds  | CLEARED off     | WIDENED on
      medium both                | REFUSED by Ada     | REFUSED by Ada    | UNSHELVED on    | REFUSED holds  | CLEARED off     | WIDENED on
      medium over                | REFUSED No alert   | REFUSED No alert  | REFUSED No alert| REFUSED No alert | -             | WIDENED off
      medium over, acknowledged  | REFUSED No alert   | REFUSED No alert  | REFUSED No alert| REFUSED No alert | -             | WIDENED off
      medium over, shelved       | REFUSED No alert   | REFUSED No alert  | REFUSED No alert| REFUSED No alert | -             | WIDENED off
      high open                  | ACKNOWLEDGED on    | REFUSED never     | REFUSED no shelf| REFUSED holds  | CLEARED on      | WIDENED on
      high acknowledged          | REFUSED by Ada     | REFUSED never     | REFUSED no shelf| REFUSED holds  | CLEARED off     | WIDENED on
      high escalated             | ACKNOWLEDGED on    | REFUSED never     | REFUSED no shelf| REFUSED holds  | CLEARED on      | WIDENED on
      high latched               | ACKNOWLEDGED off   | REFUSED never     | REFUSED no shelf| RESET off      | -               | WIDENED on
      high latched, escalated    | ACKNOWLEDGED off   | REFUSED never     | REFUSED no shelf| RESET off      | -               | WIDENED on
      high over, acknowledged    | REFUSED No alert   | REFUSED No alert  | REFUSED No alert| REFUSED No alert | -             | WIDENED off
      high over, reset           | REFUSED No alert   | REFUSED No alert  | REFUSED No alert| REFUSED No alert | -             | WIDENED off
      high late                  | ACKNOWLEDGED on    | REFUSED never     | REFUSED no shelf| REFUSED holds  | CLEARED on      | WIDENED on
      high late, latched         | ACKNOWLEDGED off   | REFUSED never     | REFUSED no shelf| RESET off      | -               | WIDENED on
      low open                   | ACKNOWLEDGED on    | SHELVED on        | REFUSED no shelf| REFUSED holds  | CLEARED off     | WIDENED on
      lost in session            | ACKNOWLEDGED on    | REFUSED never     | REFUSED no shelf| REFUSED holds  | CLEARED off     | WIDENED on
      """;

  /** What falls due by itself in the 1,000 s after the alert came into the state at its time. */
  private static final String TIME =
      """
      not there                  |
      medium open                | 300 ESCALATED, 600 RE_ALARMED, 900 RE_ALARMED
      medium acknowledged        | 310 RE_ALARMED, 610 RE_ALARMED, 910 RE_ALARMED
      medium escalated           | 600 RE_ALARMED, 900 RE_ALARMED
      medium shelved             | 610 SHELF_ENDED, 910 ESCALATED
      medium both                | 620 SHELF_ENDED, 920 RE_ALARMED
      medium over                |
      medium over, acknowledged  |
      medium over, shelved       | 610 SHELF_ENDED
      high open                  | 60 ESCALATED, 360 RE_ALARMED, 660 RE_ALARMED, 960 RE_ALARMED
      high acknowledged          | 310 RE_ALARMED, 610 RE_ALARMED, 910 RE_ALARMED
      high escalated             | 360 RE_ALARMED, 660 RE_ALARMED, 960 RE_ALARMED
      high latched               | 60 ESCALATED
      high latched, escalated    |
      high over, acknowledged    |
      high over, reset           |
      high late                  |
      high late, latched         |
      low open                   |
      lost in session            | 300 ESCALATED, 600 RE_ALARMED, 900 RE_ALARMED
      """;

  private static final String MEDIUM = "suction-soft-high";
  private static final String HIGH = "suction-hard-high";

  private static final Map<String, Consumer<Desk>> STATES = states();

  private static Map<String, Consumer<Desk>> states() {
    Map<String, Consumer<Desk>> states = new LinkedHashMap<>();
    states.put("not there", desk -> {});
    states.put("medium open", desk -> desk.opens(MEDIUM, 0));
    states.put("medium acknowledged", desk -> asks(desk.opens(MEDIUM, 0), Kind.ACKNOWLEDGE, 10));
    states.put("medium escalated", desk -> desk.opens(MEDIUM, 0).at(300));
    states.put("medium shelved", desk -> asks(desk.opens(MEDIUM, 0), Kind.SHELVE, 10));
    states.put(
        "medium both",
        desk -> asks(asks(desk.opens(MEDIUM, 0), Kind.ACKNOWLEDGE, 10), Kind.SHELVE, 20));
    states.put("medium over", desk -> desk.opens(MEDIUM, 0).clears(MEDIUM, 5));
    states.put(
        "medium over, acknowledged",
        desk -> asks(desk.opens(MEDIUM, 0), Kind.ACKNOWLEDGE, 10).clears(MEDIUM, 20));
    states.put(
        "medium over, shelved",
        desk -> asks(desk.opens(MEDIUM, 0), Kind.SHELVE, 10).clears(MEDIUM, 20));
    states.put("high open", desk -> desk.opens(HIGH, 0));
    states.put("high acknowledged", desk -> asks(desk.opens(HIGH, 0), Kind.ACKNOWLEDGE, 10));
    states.put("high escalated", desk -> desk.opens(HIGH, 0).at(60));
    states.put("high latched", desk -> desk.opens(HIGH, 0).clears(HIGH, 5));
    states.put("high latched, escalated", desk -> desk.opens(HIGH, 0).clears(HIGH, 5).at(60));
    states.put(
        "high over, acknowledged",
        desk -> asks(desk.opens(HIGH, 0), Kind.ACKNOWLEDGE, 10).clears(HIGH, 20));
    states.put(
        "high over, reset", desk -> asks(desk.opens(HIGH, 0).clears(HIGH, 5), Kind.RESET, 10));
    states.put("high late", desk -> desk.opensLate(HIGH, 0));
    states.put("high late, latched", desk -> desk.opensLate(HIGH, 0).clears(HIGH, 5));
    states.put("low open", desk -> desk.opens("current-soft-low", 0));
    states.put("lost in session", desk -> desk.opens("telemetry-lost", 0));
    return states;
  }

  private static Desk asks(Desk desk, Kind kind, long s) {
    return desk.asks(kind, desk.latest().id(), s);
  }

  private static final Map<String, BiConsumer<Desk, Optional<Alert>>> INPUTS = inputs();

  private static Map<String, BiConsumer<Desk, Optional<Alert>>> inputs() {
    Map<String, BiConsumer<Desk, Optional<Alert>>> inputs = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      inputs.put(
          kind.name().toLowerCase(Locale.ROOT),
          (desk, alert) -> desk.asks(kind, alert.map(Alert::id).orElse("unknown"), next(desk)));
    }
    inputs.put(
        "clears", (desk, alert) -> desk.clears(alert.orElseThrow().rule().name(), next(desk)));
    inputs.put("widens", (desk, alert) -> desk.widens(alert.orElseThrow(), next(desk)));
    return inputs;
  }

  private static List<List<String>> rows(String table) {
    return table
        .lines()
        .map(line -> Stream.of(line.split("\\|", -1)).map(String::strip).toList())
        .toList();
  }

  static Stream<Arguments> cells() {
    List<List<String>> rows = rows(TABLE);
    List<Arguments> cells = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      for (int i = 1; i < row.size(); i++) {
        cells.add(Arguments.of(row.get(0), rows.get(0).get(i), row.get(i)));
      }
    }
    return cells.stream();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cells")
  void everyStateAnswersEverything(String state, String input, String cell) {
    Desk desk = new Desk();
    STATES.get(state).accept(desk);
    Optional<Alert> alert = desk.told.isEmpty() ? Optional.empty() : Optional.of(desk.latest());
    if (cell.equals("-")) {
      assertThat(alert.map(Alert::open).orElse(false)).as("cannot happen").isFalse();
      return;
    }
    int before = desk.told.size();
    INPUTS.get(input).accept(desk, alert);

    assertThat(desk.told).hasSize(before + 1);
    Told told = desk.told.get(before);
    String[] expected = cell.split(" ", 2);
    assertThat(told.transition()).hasToString(expected[0]);
    if (told.refusal().isPresent()) {
      assertThat(told.refusal().get()).contains(expected[1]);
      told.alert().ifPresent(same -> assertThat(same).isEqualTo(alert.orElseThrow()));
    } else {
      assertThat(told.standing().isActive(told.alert().orElseThrow()) ? "on" : "off")
          .isEqualTo(expected[1]);
      assertThat(told.alert().get().revision()).isEqualTo(alert.orElseThrow().revision() + 1);
    }
  }

  /** A second after the latest that was told. */
  private static long next(Desk desk) {
    return desk.told.isEmpty() ? 1 : desk.told.get(desk.told.size() - 1).atMs() / 1_000 + 1;
  }

  static Stream<Arguments> times() {
    return rows(TIME).stream().map(row -> Arguments.of(row.get(0), row.get(1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("times")
  void everyStateKnowsWhatFallsDue(String state, String due) {
    Desk desk = new Desk();
    STATES.get(state).accept(desk);
    desk.told.clear();
    desk.at(1_000);

    assertThat(String.join(", ", desk.told())).isEqualTo(due);
  }

  @Test
  void noCellIsUnspecified() {
    List<List<String>> rows = rows(TABLE);
    assertThat(rows.get(0).subList(1, rows.get(0).size()))
        .containsExactlyElementsOf(INPUTS.keySet());
    assertThat(rows).allSatisfy(row -> assertThat(row).hasSameSizeAs(rows.get(0)));
    assertThat(rows.stream().flatMap(List::stream)).noneMatch(String::isEmpty);
    assertThat(rows.subList(1, rows.size()).stream().map(row -> row.get(0)))
        .containsExactlyElementsOf(STATES.keySet());
    assertThat(rows(TIME).stream().map(row -> row.get(0)))
        .containsExactlyElementsOf(STATES.keySet());
  }
}
