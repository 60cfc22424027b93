package io.clinictelemetry.contracts.serde;

import io.clinictelemetry.contracts.serde.UnreadableRecordException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads one kind of record, whatever compatible schema wrote it. Safe for use by several threads.
 */
final class ThinAvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {

  private static final ThreadLocal<BinaryDecoder> DECODERS = new ThreadLocal<>();

  private final RegistrySchemas schemas;
  private final Schema schema;
  private final ConcurrentHashMap<Integer, SpecificDatumReader<T>> readers =
      new ConcurrentHashMap<>();

  /** Why a schema is not for this reader, by id. An id never changes its schema. */
  private final ConcurrentHashMap<Integer, String> otherRecords = new ConcurrentHashMap<>();

  ThinAvroDeserializer(RegistrySchemas schemas, Class<T> type) {
    this.schemas = schemas;
    this.schema = SpecificData.get().getSchema(type);
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnreadableRecordException when the bytes are at fault
   * @throws RegistryException when the registry is
   */
  @Override
  public T deserialize(String topic, byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    int id = Frame.schemaId(bytes);
    SpecificDatumReader<T> reader = readers.get(id);
    if (reader == null) {
      reader = readerOf(id);
    }
    return read(reader, bytes, id);
  }

  private T read(SpecificDatumReader<T> reader, byte[] bytes, int id) {
    try {
      BinaryDecoder decoder =
          DecoderFactory.get()
              .binaryDecoder(
                  bytes, Frame.HEADER_BYTES, bytes.length - Frame.HEADER_BYTES, DECODERS.get());
      DECODERS.set(decoder);
      T record = reader.read(null, decoder);
      if (!decoder.isEnd()) {
        throw new UnreadableRecordException(
            Reason.MALFORMED, "bytes go on after the end of the record, schema " + id, null);
      }
      return record;
    } catch (EOFException e) {
      throw new UnreadableRecordException(
          Reason.TRUNCATED, "the bytes end before the record does, schema " + id, e);
    } catch (UnreadableRecordException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new UnreadableRecordException(
          Reason.MALFORMED, "the bytes are not what schema " + id + " says", e);
    }
  }

  private SpecificDatumReader<T> readerOf(int id) {
    String known = otherRecords.get(id);
    if (known != null) {
      throw new UnreadableRecordException(Reason.OTHER_RECORD, known, null);
    }
    try {
      SpecificDatumReader<T> reader = newReader(id);
      readers.put(id, reader);
      return reader;
    } catch (UnreadableRecordException e) {
      if (e.reason() == Reason.OTHER_RECORD) {
        otherRecords.put(id, e.getMessage());
      }
      throw e;
    }
  }

  private SpecificDatumReader<T> newReader(int id) {
    Schema written = schemas.byId(id);
    var compatibility = SchemaCompatibility.checkReaderWriterCompatibility(schema, written);
    if (compatibility.getType() != SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE) {
      throw new UnreadableRecordException(
          Reason.OTHER_RECORD,
          "schema %s describes %s, which cannot be read as %s"
              .formatted(id, written.getFullName(), schema.getFullName()),
          null);
    }
    // Avro's "fast reader" was seen to be the slower and less steady one for these records.
    SpecificData data = SpecificData.getForSchema(schema);
    data.setFastReaderEnabled(false);
    return new SpecificDatumReader<>(written, schema, data);
  }
}
