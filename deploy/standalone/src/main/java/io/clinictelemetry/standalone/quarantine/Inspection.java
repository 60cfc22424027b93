package io.clinictelemetry.standalone.quarantine;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinictelemetry.contracts.topics.QuarantineHeaders;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Header;

/** All that is known of one record in quarantine, as lines. */
final class Inspection {

  private static final int DUMPED_BYTES = 256;

  /** Headers that have a line of their own. */
  private static final Set<String> SHOWN =
      Set.of(
          QuarantineHeaders.REASON,
          QuarantineHeaders.DETAIL,
          QuarantineHeaders.TOPIC,
          QuarantineHeaders.PARTITION,
          QuarantineHeaders.OFFSET,
          QuarantineHeaders.TIME);

  private final List<String> lines = new ArrayList<>();

  private Inspection() {}

  /**
   * Describes a record; no bytes make it fail.
   *
   * @param schemas finds a schema by its id; throws a SerializationException when it cannot
   */
  static List<String> of(QuarantinedRecord record, IntFunction<Schema> schemas) {
    Inspection inspection = new Inspection();
    inspection.describe(record);
    if (record.value() == null) {
      inspection.add("value", "not kept, or there was none; the detail says which");
    } else {
      inspection.describe(record.value(), Decoding.of(record.value(), schemas));
    }
    return inspection.lines;
  }

  private void describe(QuarantinedRecord record) {
    lines.add(Printable.text(record.origin().toString()));
    add("reason", record.reason());
    add("detail", record.detail());
    add("appended", record.time().toString());
    add(
        "kept at",
        new Coordinates(record.kept().topic(), record.kept().partition(), record.kept().offset())
            .toString());
    for (Header header : record.kept().headers()) {
      if (!SHOWN.contains(header.key())) {
        add("header", header.key() + ": " + bytes(header.value()));
      }
    }
    add("key", bytes(record.key()));
  }

  private void describe(byte[] value, Decoding decoding) {
    add("value", value.length + " bytes");
    decoding.schemaId().ifPresent(id -> add("schema id", id.toString()));
    decoding.schemaName().ifPresent(name -> add("schema", name));
    decoding
        .fields()
        .map(JsonNode::toPrettyString)
        .ifPresent(
            json -> {
              add("fields", decoding.stopped().isEmpty() ? "all" : "as far as they were read");
              json.lines().forEach(this::addBelow);
            });
    decoding
        .stopped()
        .ifPresent(
            where -> {
              add("stopped", where);
              add("bytes", "the first %d".formatted(Math.min(value.length, DUMPED_BYTES)));
              Printable.hexDump(value, DUMPED_BYTES).forEach(this::addBelow);
            });
  }

  private void add(String name, String text) {
    lines.add("  %-10s %s".formatted(name, Printable.text(text)));
  }

  private void addBelow(String text) {
    lines.add("    " + Printable.text(text));
  }

  private static String bytes(byte[] bytes) {
    if (bytes == null) {
      return "none";
    }
    return Printable.utf8(bytes).orElseGet(() -> "0x" + HexFormat.of().formatHex(bytes));
  }
}
