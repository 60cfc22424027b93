package io.clinictelemetry.standalone.harness;

import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.cluster.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** In what two outcomes differ, and what in one of them contradicts itself; a line each. */
final class Comparison {

  static final List<String> EPISODES =
      List.of(TopicCatalogue.ALERT_EVENTS.name(), TopicCatalogue.ALERTS.name());

  static final List<String> TOTALS =
      List.of(
          TopicCatalogue.SESSIONS.name(),
          TopicCatalogue.USAGE_HOURLY.name(),
          TopicCatalogue.USAGE_DAILY.name(),
          TopicCatalogue.READING_ROLLUPS.name());

  static final List<String> UNUSABLE = List.of(TopicCatalogue.QUARANTINE.name());

  enum Kind {
    LOST,
    EXTRA,
    CHANGED
  }

  private Comparison() {}

  static List<String> differences(Evidence evidence, List<String> topics, Kind... kinds) {
    List<String> lines = new ArrayList<>();
    for (String topic : topics) {
      for (Kind kind : kinds) {
        lines.addAll(
            differences(
                topic, evidence.seen().topic(topic), evidence.undisturbed().topic(topic), kind));
      }
    }
    return lines;
  }

  private static List<String> differences(
      String where, List<Item> seen, List<Item> undisturbed, Kind kind) {
    Map<String, Item> here = Outcome.latest(seen);
    Map<String, Item> there = Outcome.latest(undisturbed);
    TreeSet<String> keys = new TreeSet<>(here.keySet());
    keys.addAll(there.keySet());
    List<String> lines = new ArrayList<>();
    for (String key : keys) {
      Item item = here.get(key);
      Item expected = there.get(key);
      if (item == null && kind == Kind.LOST) {
        lines.add("%s: %s is missing: %s".formatted(where, key, expected.content()));
      } else if (expected == null && kind == Kind.EXTRA) {
        lines.add("%s: %s should not be: %s".formatted(where, key, item.content()));
      } else if (item != null
          && expected != null
          && kind == Kind.CHANGED
          && !Objects.equals(item.content(), expected.content())) {
        lines.add(
            "%s: %s is %s, but undisturbed %s"
                .formatted(where, key, item.content(), expected.content()));
      }
    }
    return lines;
  }

  static List<String> doubled(Evidence evidence, List<String> topics) {
    return topics.stream()
        .flatMap(topic -> Outcome.doubled(topic, evidence.seen().topic(topic)).stream())
        .toList();
  }

  static List<String> rows(Evidence evidence) {
    List<String> lines = new ArrayList<>();
    for (Item refused : evidence.seen().tables().getOrDefault("sink_errors", List.of())) {
      lines.add("the sink could not store %s: %s".formatted(refused.key(), refused.content()));
    }
    TreeSet<String> tables = new TreeSet<>(evidence.seen().tables().keySet());
    tables.addAll(evidence.undisturbed().tables().keySet());
    for (String table : tables) {
      List<Item> seen = evidence.seen().tables().getOrDefault(table, List.of());
      List<Item> undisturbed = evidence.undisturbed().tables().getOrDefault(table, List.of());
      lines.addAll(Outcome.doubled(table, seen));
      for (Kind kind : Kind.values()) {
        lines.addAll(differences("table " + table, seen, undisturbed, kind));
      }
    }
    return lines;
  }

  static List<String> ledger(Evidence evidence) {
    return evidence.ledger().lines().stream()
        .filter(line -> !holds(line))
        .map("the ledger does not balance: %s"::formatted)
        .toList();
  }

  private static boolean holds(Ledger.Line line) {
    return line.balanced() && line.lag() == 0 && line.buffered() == 0;
  }

  @SafeVarargs
  static List<String> join(List<String>... parts) {
    List<String> all = new ArrayList<>();
    for (List<String> part : parts) {
      all.addAll(part);
    }
    return all;
  }
}
