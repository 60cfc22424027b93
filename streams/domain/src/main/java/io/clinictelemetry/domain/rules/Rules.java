package io.clinictelemetry.domain.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All rules that an alert can name. */
public final class Rules {

  /**
   * One list for each way of judging, in the order in which alerts are published; another way of
   * judging adds its own list.
   */
  private static final List<List<? extends Rule>> ALL =
      List.of(SampleRules.ALL, DeviceRule.ALL, LinkRule.ALL);

  private static final Map<String, Rule> BY_NAME = byName();

  private Rules() {}

  /** All rules. */
  public static List<Rule> all() {
    return List.copyOf(BY_NAME.values());
  }

  /** The rule of that name; empty when there is none, or no more. */
  public static Optional<Rule> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  private static Map<String, Rule> byName() {
    Map<String, Rule> rules = new LinkedHashMap<>();
    for (List<? extends Rule> list : ALL) {
      for (Rule rule : list) {
        Rule before = rules.put(rule.name(), rule);
        if (before != null) {
          throw new IllegalStateException("two rules are named " + rule.name());
        }
      }
    }
    return Collections.unmodifiableMap(rules);
  }
}
