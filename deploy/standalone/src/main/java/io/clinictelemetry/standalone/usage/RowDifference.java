package io.clinictelemetry.standalone.usage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * A row that is not what telemetry says.
 *
 * @param kind the kind of row
 * @param key its key
 * @param live as it is; empty when it is missing
 * @param rebuilt as it should be; empty when it should not be there
 */
record RowDifference(
    RowKind kind, String key, Optional<SpecificRecord> live, Optional<SpecificRecord> rebuilt) {

  /** How often and from what a row was published, not what it tells. */
  private static final Set<String> ASIDE = Set.of("revision", "generation");

  /**
   * A field that differs; its unit stands in its name.
   *
   * @param name with a dot before the fields of a part, and the place in a list from 0
   * @param live as it is; null when it is not there
   * @param rebuilt as it should be; null when it should not be there
   */
  record Field(String name, Object live, Object rebuilt) {}

  /** Whether two rows tell the same. */
  static boolean same(SpecificRecord one, SpecificRecord other) {
    return fields(one).equals(fields(other));
  }

  /** The device. */
  String deviceId() {
    return RowKind.deviceId(any());
  }

  /** When what it tells of began, ms since 1970 UTC. */
  long beganMs() {
    return RowKind.beganMs(any());
  }

  /** When that was over, ms since 1970 UTC. */
  long overMs() {
    return RowKind.overMs(any());
  }

  private SpecificRecord any() {
    return live.or(() -> rebuilt).orElseThrow();
  }

  /** The fields that differ; of a row that is missing on either side, none. */
  List<Field> fields() {
    if (live.isEmpty() || rebuilt.isEmpty()) {
      return List.of();
    }
    Map<String, Object> here = fields(live.get());
    Map<String, Object> there = fields(rebuilt.get());
    Set<String> names = new LinkedHashSet<>(there.keySet());
    names.addAll(here.keySet());
    List<Field> different = new ArrayList<>();
    for (String name : names) {
      if (!Objects.equals(here.get(name), there.get(name))) {
        different.add(new Field(name, here.get(name), there.get(name)));
      }
    }
    return different;
  }

  private static Map<String, Object> fields(SpecificRecord row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Schema.Field field : row.getSchema().getFields()) {
      if (!ASIDE.contains(field.name())) {
        put(fields, field.name(), row.get(field.pos()));
      }
    }
    return fields;
  }

  private static void put(Map<String, Object> fields, String name, Object value) {
    if (value instanceof SpecificRecord part) {
      for (Schema.Field field : part.getSchema().getFields()) {
        put(fields, name + "." + field.name(), part.get(field.pos()));
      }
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        put(fields, "%s[%d]".formatted(name, i), list.get(i));
      }
    } else {
      fields.put(name, value);
    }
  }
}
