package io.clinictelemetry.standalone.harness;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that came out of a pipeline: each committed record of its output topics, and each row
 * that the sink made of them.
 *
 * @param topics records by topic without prefix, in the order of each partition
 * @param tables rows by table
 */
public record Outcome(Map<String, List<Item>> topics, Map<String, List<Item>> tables) {

  /** The last item of each key. */
  static Map<String, Item> latest(List<Item> items) {
    Map<String, Item> latest = new HashMap<>();
    items.forEach(item -> latest.put(item.key(), item));
    return latest;
  }

  /** Keys and revisions that came more than once, a line each. */
  static List<String> doubled(String where, List<Item> items) {
    Set<String> seen = new HashSet<>();
    return items.stream()
        .map(item -> "%s: %s, revision %d".formatted(where, item.key(), item.revision()))
        .filter(line -> !seen.add(line))
        .map(line -> line + " came twice")
        .toList();
  }

  /** Records of a topic. */
  List<Item> topic(String name) {
    return topics.getOrDefault(name, List.of());
  }

  /** Number of keys in a topic. */
  public int count(String topic) {
    return latest(topic(topic)).size();
  }

  /** Number of rows in all tables. */
  public int rowCount() {
    return tables.values().stream().mapToInt(List::size).sum();
  }
}
