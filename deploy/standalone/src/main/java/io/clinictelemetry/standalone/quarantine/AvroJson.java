package io.clinictelemetry.standalone.quarantine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;

/** What Avro decoded without classes, as JSON for people. */
final class AvroJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private AvroJson() {}

  /** Bytes become hexadecimal digits; what JSON has no form for (times, NaN) becomes text. */
  static JsonNode of(Object value) {
    if (value == null) {
      return JSON.nullNode();
    }
    if (value instanceof IndexedRecord record) {
      ObjectNode object = JSON.objectNode();
      record
          .getSchema()
          .getFields()
          .forEach(field -> object.set(field.name(), of(record.get(field.pos()))));
      return object;
    }
    if (value instanceof Collection<?> elements) {
      ArrayNode array = JSON.arrayNode();
      elements.forEach(element -> array.add(of(element)));
      return array;
    }
    if (value instanceof Map<?, ?> entries) {
      ObjectNode object = JSON.objectNode();
      entries.forEach((name, entry) -> object.set(String.valueOf(name), of(entry)));
      return object;
    }
    return scalar(value);
  }

  private static JsonNode scalar(Object value) {
    if (value instanceof Boolean truth) {
      return JSON.booleanNode(truth);
    }
    if (value instanceof Integer number) {
      return JSON.numberNode(number);
    }
    if (value instanceof Long number) {
      return JSON.numberNode(number);
    }
    if (value instanceof Float number && Float.isFinite(number)) {
      return JSON.numberNode(number);
    }
    if (value instanceof Double number && Double.isFinite(number)) {
      return JSON.numberNode(number);
    }
    if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return JSON.textNode(HexFormat.of().formatHex(copy));
    }
    if (value instanceof GenericFixed fixed) {
      return JSON.textNode(HexFormat.of().formatHex(fixed.bytes()));
    }
    return JSON.textNode(value.toString());
  }
}
