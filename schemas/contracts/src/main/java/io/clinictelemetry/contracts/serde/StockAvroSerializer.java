package io.clinictelemetry.contracts.serde;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;

/** Confluent's own serializer, with the failures of this package. */
final class StockAvroSerializer<T extends SpecificRecord> implements Serializer<T> {

  private final RegistrySchemas schemas;
  private final KafkaAvroSerializer serializer;

  StockAvroSerializer(RegistrySchemas schemas, Map<String, ?> config) {
    this.schemas = schemas;
    this.serializer = new KafkaAvroSerializer(schemas.client());
    serializer.configure(config, false);
  }

  /**
   * {@inheritDoc}
   *
   * @throws RegistryException when the registry gives no schema id
   */
  @Override
  public byte[] serialize(String topic, T record) {
    try {
      return serializer.serialize(topic, record);
    } catch (KafkaException e) {
      if (e.getCause() instanceof RestClientException refusal) {
        throw schemas.refused("the schema of topic " + topic, refusal);
      }
      // The record goes to memory: only the registry's connection can fail so.
      if (e.getCause() instanceof IOException noAnswer) {
        throw schemas.away(noAnswer);
      }
      throw e;
    }
  }
}
