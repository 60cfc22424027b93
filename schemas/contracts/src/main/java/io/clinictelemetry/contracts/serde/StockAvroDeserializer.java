package io.clinictelemetry.contracts.serde;

import io.clinictelemetry.contracts.serde.UnreadableRecordException.Reason;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.io.EOFException;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Confluent's own deserializer, with the failures of this package. Unlike the thin one it takes
 * bytes that go on after the record.
 */
final class StockAvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {

  private final RegistrySchemas schemas;
  private final Class<T> type;
  private final KafkaAvroDeserializer deserializer;

  StockAvroDeserializer(RegistrySchemas schemas, Class<T> type, Map<String, ?> config) {
    this.schemas = schemas;
    this.type = type;
    this.deserializer = new KafkaAvroDeserializer(schemas.client());
    deserializer.configure(config, false);
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
    // Asked first, so that what fails below is not the registry's connection but the bytes.
    String written = schemas.byId(id).getFullName();
    Object record = read(topic, bytes, id);
    if (!type.isInstance(record)) {
      throw new UnreadableRecordException(
          Reason.OTHER_RECORD,
          "schema %s describes %s, which cannot be read as %s"
              .formatted(id, written, type.getName()),
          null);
    }
    return type.cast(record);
  }

  private Object read(String topic, byte[] bytes, int id) {
    try {
      return deserializer.deserialize(topic, bytes);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof RestClientException refusal) {
        throw schemas.refused("schema " + id, refusal);
      }
      if (e.getCause() instanceof EOFException) {
        throw new UnreadableRecordException(
            Reason.TRUNCATED, "the bytes end before the record does, schema " + id, e);
      }
      throw new UnreadableRecordException(
          Reason.MALFORMED, "the bytes are not what schema " + id + " says", e);
    }
  }
}
