package io.clinictelemetry.contracts.records;

import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;

/** Avro's rules, asked both ways: who has one schema reads what was written with the other. */
final class Compatibility {

  private Compatibility() {}

  /** What stands between the two; empty when each reads the other. */
  static List<String> obstacles(Schema one, Schema other) {
    return Stream.of(
            SchemaCompatibility.checkReaderWriterCompatibility(one, other),
            SchemaCompatibility.checkReaderWriterCompatibility(other, one))
        .filter(pair -> pair.getType() != SchemaCompatibilityType.COMPATIBLE)
        .flatMap(Compatibility::explain)
        .toList();
  }

  private static Stream<String> explain(SchemaPairCompatibility pair) {
    return pair.getResult().getIncompatibilities().stream()
        .map(i -> "%s at %s: %s".formatted(i.getType(), i.getLocation(), i.getMessage()));
  }
}
