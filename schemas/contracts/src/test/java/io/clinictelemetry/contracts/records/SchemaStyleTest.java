package io.clinictelemetry.contracts.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.Schema.Type;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all declarations have in common, so that they can change later without breaking anyone. */
class SchemaStyleTest {

  private static final Set<String> UNITS =
      Set.of(
          "ms", "kpa", "pct", "s", "ua", "v", "kohm", "hz", "cm2", "hours", "cel", "c", "minute",
          "minor", "count", "ratio");

  /** Numbers that are no measurements (they count or order), or whose unit the data names. */
  private static final Map<String, String> WITHOUT_UNIT =
      Map.ofEntries(
          Map.entry("boot_id", "an identity"),
          Map.entry("seq", "an identity"),
          Map.entry("revision", "an order"),
          Map.entry("LimitPolicy.version", "an order"),
          Map.entry("LimitPolicy.approves", "a version"),
          Map.entry("LimitSetting.value", "in the record's field unit"),
          Map.entry("partition", "an identity"),
          Map.entry("first_offset", "a position in a log"),
          Map.entry("next_offset", "a position in a log"),
          Map.entry("sample_count", "a count"),
          Map.entry("samples", "a count"),
          Map.entry("samples_received", "a count"),
          Map.entry("samples_bad", "a count"),
          Map.entry("samples_expected", "a count"),
          Map.entry("sessions_started", "a count"),
          Map.entry("sessions_completed", "a count"),
          Map.entry("sessions_aborted", "a count"),
          Map.entry("sessions_test", "a count"),
          Map.entry("tip_sessions", "a count"),
          Map.entry("calibration_months", "months of the calendar"),
          Map.entry("iso_weekday", "an order"),
          Map.entry("escalations", "a count"),
          Map.entry("Alert.measured", "in the record's field unit"),
          Map.entry("Alert.peak", "in the record's field unit"),
          Map.entry("Alert.limit", "in the record's field unit"),
          Map.entry("ChannelSummary.min", "in the record's field unit"),
          Map.entry("ChannelSummary.max", "in the record's field unit"),
          Map.entry("ChannelSummary.mean", "in the record's field unit"),
          Map.entry("ChannelSummary.p50", "in the record's field unit"),
          Map.entry("ChannelSummary.p95", "in the record's field unit"),
          Map.entry("ChannelSummary.bucket_width", "in the record's field unit"),
          Map.entry("HistogramBucket.start", "in the channel's field unit"),
          Map.entry("ReadingRollup.min", "in the unit that channel ends with"),
          Map.entry("ReadingRollup.mean", "in the unit that channel ends with"),
          Map.entry("ReadingRollup.max", "in the unit that channel ends with"),
          Map.entry("AlertLoad.alerts", "a count"),
          Map.entry("AlertLoad.high", "a count"),
          Map.entry("AlertLoad.medium", "a count"),
          Map.entry("AlertLoad.low", "a count"),
          Map.entry("AlertLoad.treatment", "a count"),
          Map.entry("AlertLoad.technical", "a count"),
          Map.entry("AlertLoad.late", "a count"),
          Map.entry("AlertLoad.shelved", "a count"),
          Map.entry("AlertLoad.announced", "a count"),
          Map.entry("AlertLoad.chattering", "a count"),
          Map.entry("AlertLoad.acknowledged", "a count"),
          Map.entry("AlertLoad.left_unacknowledged", "a count"),
          Map.entry("AlertLoad.waiting", "a count"),
          Map.entry("AlertLoad.active", "a count"),
          Map.entry("AlertLoad.stale", "a count"),
          Map.entry("AlertLoad.acknowledge_counts", "a count"),
          Map.entry("AlertLoad.sources", "a count"),
          Map.entry("AlertLoad.other_source_alerts", "a count"),
          Map.entry("AlertLoad.floods_begun", "a count"),
          Map.entry("AlertSource.alerts", "a count"),
          Map.entry("LedgerEntry.input", "a count"),
          Map.entry("LedgerEntry.applied", "a count"),
          Map.entry("LedgerEntry.late", "a count"),
          Map.entry("LedgerEntry.duplicate", "a count"),
          Map.entry("LedgerEntry.quarantined", "a count"),
          Map.entry("LedgerEntry.ticks", "a count"),
          Map.entry("LedgerEntry.buffered", "a count"),
          Map.entry("LedgerEntry.missing", "a count"),
          Map.entry("LedgerEntry.out_of_order", "a count"));

  static List<Schema> declarations() {
    return RecordTypes.schemas();
  }

  static List<Schema> records() {
    return declarations().stream().filter(s -> s.getType() == Type.RECORD).toList();
  }

  @ParameterizedTest
  @MethodSource("declarations")
  void everyDeclarationAndEveryFieldIsDocumented(Schema schema) {
    assertThat(schema.getDoc()).isNotBlank();
    if (schema.getType() == Type.RECORD) {
      assertThat(schema.getFields())
          .allSatisfy(field -> assertThat(field.doc()).as(field.name()).isNotBlank());
    }
  }

  @ParameterizedTest
  @MethodSource("declarations")
  void everyEnumFallsBackToUnknownWhichIsItsFirstSymbol(Schema schema) {
    if (schema.getType() == Type.ENUM) {
      assertThat(schema.getEnumDefault()).isEqualTo("UNKNOWN");
      assertThat(schema.getEnumSymbols()).first().isEqualTo("UNKNOWN");
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void aUnionOnlyMakesAFieldOptional(Schema schema) {
    for (Field field : schema.getFields()) {
      if (field.schema().isUnion()) {
        assertThat(field.schema().getTypes()).as(field.name()).hasSize(2);
        assertThat(field.schema().getTypes()).first().isEqualTo(Schema.create(Type.NULL));
        assertThat(field.defaultVal()).as(field.name()).isEqualTo(JsonProperties.NULL_VALUE);
      } else if (field.schema().getType() == Type.ARRAY) {
        assertThat(field.schema().getElementType().isUnion()).as(field.name()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void instantsAreMillisecondsAndOnlyInstantsEndLikeThem(Schema schema) {
    for (Field field : schema.getFields()) {
      Schema type = withoutNull(field.schema());
      if (type.getLogicalType() != null) {
        assertThat(type.getLogicalType())
            .as(field.name())
            .isInstanceOf(LogicalTypes.TimestampMillis.class);
        assertThat(field.doc()).as(field.name()).contains("ms since 1970 UTC");
      }
      if (field.name().endsWith("_at") || field.name().equals("at")) {
        assertThat(type.getLogicalType()).as(field.name()).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void everyNumberHasItsUnitInItsName(Schema schema) {
    List<String> without = new ArrayList<>();
    for (Field field : schema.getFields()) {
      Schema type = withoutNull(field.schema());
      Schema element = type.getType() == Type.ARRAY ? type.getElementType() : type;
      if (isNumber(element) && !namesItsUnit(field.name()) && !mayBeWithout(schema, field)) {
        without.add(field.name());
      }
    }
    assertThat(without).as("numbers of %s without a unit", schema.getName()).isEmpty();
  }

  private static Schema withoutNull(Schema schema) {
    return schema.isUnion() ? schema.getTypes().get(1) : schema;
  }

  private static boolean isNumber(Schema schema) {
    return switch (schema.getType()) {
      case INT, LONG, FLOAT, DOUBLE -> schema.getLogicalType() == null;
      default -> false;
    };
  }

  private static boolean namesItsUnit(String name) {
    return UNITS.contains(name.substring(name.lastIndexOf('_') + 1));
  }

  private static boolean mayBeWithout(Schema schema, Field field) {
    return WITHOUT_UNIT.containsKey(field.name())
        || WITHOUT_UNIT.containsKey(schema.getName() + "." + field.name());
  }
}
