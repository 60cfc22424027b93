package io.clinictelemetry.contracts.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check sees the changes that break somebody, and lets the others pass. */
class CompatibilityTest {

  private static final String FIELD = "{\"name\": \"%s\", \"type\": %s%s}";
  private static final String KIND =
      "{\"type\": \"enum\", \"name\": \"K\", \"symbols\": [%s], \"default\": \"UNKNOWN\"}";

  private static Schema record(String... fields) {
    return new Schema.Parser()
        .parse(
            "{\"type\": \"record\", \"name\": \"R\", \"fields\": [%s]}"
                .formatted(String.join(",", fields)));
  }

  private static String field(String name, String type, String... defaultValue) {
    String rest = defaultValue.length == 0 ? "" : ", \"default\": " + defaultValue[0];
    return FIELD.formatted(name, type, rest);
  }

  private static final Schema BEFORE =
      record(field("a", "\"long\""), field("k", KIND.formatted("\"UNKNOWN\", \"X\"")));

  private static void assertObstacle(Schema after, String... words) {
    List<String> obstacles = Compatibility.obstacles(after, BEFORE);
    assertThat(obstacles).isNotEmpty();
    assertThat(String.join("\n", obstacles)).contains(words);
  }

  @Test
  void aNewFieldWithoutADefaultIsCaught() {
    String kind = KIND.formatted("\"UNKNOWN\", \"X\"");
    assertObstacle(
        record(field("a", "\"long\""), field("k", kind), field("b", "\"int\"")),
        "READER_FIELD_MISSING_DEFAULT_VALUE",
        "b");
  }

  @Test
  void aFieldTakenAwayIsCaught() {
    String kind = KIND.formatted("\"UNKNOWN\", \"X\"");
    assertObstacle(record(field("k", kind)), "READER_FIELD_MISSING_DEFAULT_VALUE", "a");
  }

  @ParameterizedTest
  @CsvSource({"int", "double", "string"})
  void anotherTypeIsCaughtAlsoWhereAvroPromotesItOneWay(String type) {
    String kind = KIND.formatted("\"UNKNOWN\", \"X\"");
    assertObstacle(record(field("a", '"' + type + '"'), field("k", kind)), "TYPE_MISMATCH");
  }

  @Test
  void aNewNullableFieldAndANewSymbolPass() {
    String kind = KIND.formatted("\"UNKNOWN\", \"X\", \"Y\"");
    Schema after =
        record(field("a", "\"long\""), field("k", kind), field("b", "[\"null\", \"int\"]", "null"));
    assertThat(Compatibility.obstacles(after, BEFORE)).isEmpty();
  }
}
