package io.clinictelemetry.domain.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.episodes.Alert;
import io.clinictelemetry.domain.episodes.AlertChange.Transition;
import io.clinictelemetry.domain.load.HourLoad;
import io.clinictelemetry.domain.load.LoadChange;
import io.clinictelemetry.domain.response.Command.Kind;
import io.clinictelemetry.domain.rules.Rule.Priority;
import io.clinictelemetry.domain.testing.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever detection, people and time do in whatever order, and however often all is restarted. */
@Tag("long")
class ActiveListPropertyTest {

  private static final List<String> RULES =
      List.of("suction-hard-high", "suction-soft-high", "current-soft-low", "telemetry-lost");

  private static final List<Kind> KINDS = List.of(Kind.values());

  /** One thing that happens, so long after the one before. */
  private record Step(int what, int which, int afterS, boolean restart) {}

  private static List<Step> steps(Random random) {
    List<Step> steps = new ArrayList<>();
    int count = 1 + random.nextInt(80);
    for (int i = 0; i < count; i++) {
      int afterS = random.nextInt(4) == 0 ? random.nextInt(4_000) : random.nextInt(120);
      steps.add(new Step(random.nextInt(10), random.nextInt(6), afterS, random.nextInt(5) == 0));
    }
    return steps;
  }

  /** What happened so far, by what was told alone. */
  private static final class Story {
    final Set<String> opened = new HashSet<>();
    final Set<String> acknowledged = new HashSet<>();
    final Set<String> seenTo = new HashSet<>();
    final Map<String, Integer> revisions = new HashMap<>();
    final Map<String, Long> shelvedUntilMs = new HashMap<>();
    HourLoad load = HourLoad.EMPTY;

    /** An account that counts all as of one hour; nothing becomes of what it did not count. */
    private void count(LoadChange change) {
      if (change instanceof LoadChange.Opened alert) {
        load = load.opened(alert, 1);
      } else if (change instanceof LoadChange.Left left) {
        load = load.left(left).orElseThrow();
      } else {
        load = load.acknowledged((LoadChange.Acknowledged) change).orElseThrow();
      }
    }

    void tell(Told told) {
      LoadChange.of(told).forEach(this::count);
      assertThat(told.refusal().isPresent()).isEqualTo(told.transition() == Transition.REFUSED);
      if (told.alert().isEmpty()) {
        return;
      }
      Alert alert = told.alert().get();
      String rule = alert.rule().name();
      int revision = told.refusal().isPresent() ? 0 : 1;
      assertThat(alert.revision())
          .as("one revision after the other")
          .isEqualTo(revisions.getOrDefault(alert.id(), 0) + revision);
      revisions.put(alert.id(), alert.revision());
      if (told.transition() == Transition.OPENED) {
        assertThat(opened.add(alert.id())).as("no two of one id").isTrue();
      } else if (told.transition() == Transition.ACKNOWLEDGED) {
        acknowledged.add(alert.id());
        seenTo.add(alert.id());
      } else if (told.transition() == Transition.RESET) {
        seenTo.add(alert.id());
      } else if (told.transition() == Transition.SHELVED) {
        assertThat(alert.rule().mayBeShelved()).isTrue();
        shelvedUntilMs.put(rule, told.atMs() + told.command().orElseThrow().forMs());
      } else if (told.transition() == Transition.UNSHELVED) {
        assertThat(shelvedUntilMs.remove(rule)).isGreaterThan(told.atMs());
      } else if (told.transition() == Transition.SHELF_ENDED) {
        assertThat(shelvedUntilMs.remove(rule)).isEqualTo(told.atMs());
      } else if (told.transition() == Transition.ESCALATED) {
        assertThat(acknowledged).doesNotContain(alert.id());
      }
      if (Set.of(Transition.ESCALATED, Transition.RE_ALARMED).contains(told.transition())) {
        assertThat(shelvedUntilMs).as("nobody is called").doesNotContainKey(rule);
      }
      assertThat(told.standing().acknowledged().isPresent())
          .as("an acknowledgement is never lost")
          .isEqualTo(acknowledged.contains(alert.id()));
      assertThat(told.standing().shelf().isPresent()).isEqualTo(shelvedUntilMs.containsKey(rule));
      boolean latched = alert.rule().priority() == Priority.HIGH && !seenTo.contains(alert.id());
      assertThat(told.standing().isActive(alert))
          .as("a latched alert stays until somebody saw to it, and nothing else does")
          .isEqualTo(alert.open() || latched);
    }
  }

  @Test
  void theInvariantsHold() {
    Set<Transition> seen = new HashSet<>();
    Property.forAll(3_000, ActiveListPropertyTest::steps, (steps, random) -> run(steps, seen));

    assertThat(seen).containsExactlyInAnyOrder(Transition.values());
  }

  private static void run(List<Step> steps, Set<Transition> seen) {
    Desk desk = new Desk();
    Story story = new Story();
    Set<String> open = new LinkedHashSet<>();
    List<String> ids = new ArrayList<>(List.of("unknown"));
    Map<String, Alert> latest = new HashMap<>();
    List<Command> commands = new ArrayList<>();
    long askedS = 0;
    long s = 0;
    for (Step step : steps) {
      s += step.afterS();
      desk.at(s);
      String rule = RULES.get(step.which() % RULES.size());
      String id = ids.get(Math.max(0, ids.size() - 1 - step.which()));
      if (step.what() < 3) {
        if (open.add(rule)) {
          desk.opens(rule, s);
          ids.add(desk.latest().id());
        } else {
          open.remove(rule);
          desk.clears(rule, s);
        }
      } else if (step.what() == 3 && latest.containsKey(id)) {
        Alert alert = latest.get(id);
        // For longer than an hour detection remembers none that is over.
        if (!alert.open() && alert.endedAtMs().getAsLong() + ActiveList.REMEMBERED_MS > s * 1_000) {
          desk.widens(alert, s);
        }
      } else if (step.what() == 4 && !commands.isEmpty()) {
        int before = desk.told.size();
        desk.asks(commands.get(commands.size() - 1), s);
        if (s - askedS < 3_600) {
          assertThat(desk.told).as("the same command again").hasSize(before);
        }
        askedS = s - askedS < 3_600 ? askedS : s;
      } else {
        Kind kind = KINDS.get(step.what() % KINDS.size());
        long forMs = kind == Kind.SHELVE ? 1L + step.afterS() * 1_000L : 0;
        String why = step.which() == 5 ? " " : "seen";
        Command command = new Command("c" + commands.size(), kind, id, "Ada", why, forMs);
        commands.add(command);
        askedS = s;
        refusedChangesNothing(desk, command, s);
      }
      for (Told told : desk.told) {
        seen.add(told.transition());
        story.tell(told);
        told.alert().ifPresent(alert -> latest.put(alert.id(), alert));
      }
      desk.told.clear();
      if (step.restart()) {
        desk.list = new ActiveList(desk.list.alerts(), desk.list.shelves(), desk.list.commands());
      }
    }
    desk.at(s + 3_600);
    desk.told.forEach(story::tell);
    assertThat(story.load.openings().alerts()).isEqualTo(story.opened.size());
    assertThat(story.load.acknowledged().total()).isEqualTo(story.acknowledged.size());
    assertThat(story.load.active()).as("on the list").isEqualTo(active(desk).size());
    assertThat(story.shelvedUntilMs).as("every shelf returns").isEmpty();
  }

  /** What left the list may be forgotten at any time. */
  private static Map<String, Listed> active(Desk desk) {
    Map<String, Listed> active = new HashMap<>(desk.list.alerts());
    active.values().removeIf(listed -> !listed.isActive());
    return active;
  }

  private static void refusedChangesNothing(Desk desk, Command command, long s) {
    Map<String, Listed> alerts = active(desk);
    Map<String, Shelf> shelves = Map.copyOf(desk.list.shelves());
    int before = desk.told.size();
    desk.asks(command, s);
    assertThat(desk.told).as("a command is answered once").hasSize(before + 1);
    if (desk.told.get(before).refusal().isPresent()) {
      assertThat(active(desk)).isEqualTo(alerts);
      assertThat(desk.list.shelves()).isEqualTo(shelves);
    }
  }
}
