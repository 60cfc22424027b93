package io.clinictelemetry.contracts.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/** Writes one kind of record; asks the registry once per topic. Safe for use by several threads. */
final class ThinAvroSerializer<T extends SpecificRecord> implements Serializer<T> {

  private final RegistrySchemas schemas;
  private final Schema schema;
  private final boolean isKey;
  private final SpecificDatumWriter<T> writer;
  private final ConcurrentHashMap<String, Integer> idsByTopic = new ConcurrentHashMap<>();
  private static final ThreadLocal<Buffer> BUFFERS = ThreadLocal.withInitial(Buffer::new);

  ThinAvroSerializer(RegistrySchemas schemas, Class<T> type, boolean isKey) {
    this.schemas = schemas;
    this.schema = SpecificData.get().getSchema(type);
    this.isKey = isKey;
    this.writer = new SpecificDatumWriter<>(schema);
  }

  @Override
  public byte[] serialize(String topic, T record) {
    if (record == null) {
      return null;
    }
    Integer id = idsByTopic.get(topic);
    if (id == null) {
      id = schemas.idFor(topic, isKey, schema);
      idsByTopic.put(topic, id);
    }
    Buffer buffer = BUFFERS.get();
    buffer.reset();
    buffer.write(0);
    buffer.write(id >>> 24);
    buffer.write(id >>> 16);
    buffer.write(id >>> 8);
    buffer.write(id);
    try {
      buffer.encoder = EncoderFactory.get().directBinaryEncoder(buffer, buffer.encoder);
      writer.write(record, buffer.encoder);
    } catch (IOException | RuntimeException e) {
      throw new SerializationException(
          "a %s for topic %s is not complete: %s"
              .formatted(schema.getName(), topic, e.getMessage()),
          e);
    }
    return buffer.toByteArray();
  }

  private static final class Buffer extends ByteArrayOutputStream {
    private BinaryEncoder encoder;

    Buffer() {
      super(512);
    }
  }
}
