package io.clinictelemetry.standalone.quarantine;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinictelemetry.contracts.serde.Frame;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.ResolvingDecoder;
import org.apache.kafka.common.errors.SerializationException;

/**
 * What can be read of a value, by the schema that its writer had.
 *
 * @param schemaId what stands where the schema's id does; empty without a frame
 * @param schemaName full name of the schema's record; empty when there is no such schema
 * @param fields what was decoded, all or as far as it went
 * @param stopped where and why decoding stopped; empty when all was decoded
 */
record Decoding(
    Optional<Integer> schemaId,
    Optional<String> schemaName,
    Optional<JsonNode> fields,
    Optional<String> stopped) {

  /**
   * A hostile count of elements must not reserve memory that the elements themselves never fill.
   */
  private static final int MAX_RESERVED_ELEMENTS = 1_024;

  /**
   * Decodes as far as possible.
   *
   * @param schemas finds a schema by its id; throws a SerializationException when it cannot
   */
  static Decoding of(byte[] value, IntFunction<Schema> schemas) {
    int id;
    Schema schema;
    try {
      id = Frame.schemaId(value);
    } catch (SerializationException e) {
      return new Decoding(
          Optional.empty(), Optional.empty(), Optional.empty(), stop(0, value, e.getMessage()));
    }
    try {
      schema = schemas.apply(id);
    } catch (SerializationException e) {
      return new Decoding(
          Optional.of(id), Optional.empty(), Optional.empty(), stop(1, value, e.getMessage()));
    }
    return decode(id, schema, value);
  }

  private static Decoding decode(int id, Schema schema, byte[] value) {
    TracingReader reader = new TracingReader(schema);
    BinaryDecoder decoder =
        DecoderFactory.get()
            .binaryDecoder(value, Frame.HEADER_BYTES, value.length - Frame.HEADER_BYTES, null);
    Object decoded = null;
    Optional<String> why = Optional.empty();
    try {
      decoded = reader.read(null, decoder);
      if (!decoder.isEnd()) {
        why = Optional.of("bytes go on after the end of the record");
      }
    } catch (EOFException e) {
      why = Optional.of("the bytes end before the record does" + reader.where());
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // The errors, too, come from the bytes: they announce gigabytes, or nest without end.
      why = Optional.of("the bytes are not what the schema says" + reader.where() + ": " + e);
    }
    Object seen = decoded == null ? reader.root : decoded;
    int at = value.length - decoder.remainingBytes();
    return new Decoding(
        Optional.of(id),
        Optional.of(schema.getFullName()),
        Optional.ofNullable(seen).map(AvroJson::of),
        why.flatMap(because -> stop(at, value, because)));
  }

  private static Optional<String> stop(int at, byte[] value, String why) {
    return Optional.of("at byte %d of %d: %s".formatted(at, value.length, why));
  }

  /** Remembers which field it is in, and the record that it is filling. */
  private static final class TracingReader extends GenericDatumReader<Object> {
    private final Deque<String> path = new ArrayDeque<>();
    private Object root;

    TracingReader(Schema schema) {
      super(schema, schema, data());
    }

    private static GenericData data() {
      GenericData data = new GenericData();
      // The fast reader does not call what is overridden here.
      data.setFastReaderEnabled(false);
      data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
      return data;
    }

    String where() {
      return path.isEmpty() ? "" : ", in " + String.join(".", path);
    }

    @Override
    protected void readField(
        Object record, Schema.Field field, Object old, ResolvingDecoder in, Object state)
        throws IOException {
      if (path.isEmpty()) {
        root = record;
      }
      path.addLast(field.name());
      super.readField(record, field, old, in, state);
      path.removeLast();
    }

    @Override
    protected Object newArray(Object old, int size, Schema schema) {
      return super.newArray(old, Math.min(size, MAX_RESERVED_ELEMENTS), schema);
    }
  }
}
