package io.clinictelemetry.contracts.serde;

import io.clinictelemetry.avro.DeviceEvent;
import io.confluent.kafka.serializers.AbstractKafkaSchemaSerDeConfig;
import io.confluent.kafka.serializers.KafkaAvroDeserializerConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Makes the serdes of a component. They share one registry client, closed with this object.
 *
 * <p>Settings are Confluent's ({@code schema.registry.url}, {@code auto.register.schemas}, {@code
 * use.latest.version}, {@code normalize.schemas}, {@code basic.auth.*}, {@code
 * value.subject.name.strategy}, …) and {@value #IMPLEMENTATION}.
 */
public final class AvroSerdes implements AutoCloseable {

  /** Which code turns records into bytes: {@value #THIN} (default) or {@value #STOCK}. */
  public static final String IMPLEMENTATION = "serde.implementation";

  /** The project's own code over Confluent's client. */
  public static final String THIN = "thin";

  /** Confluent's own serializer and deserializer. */
  public static final String STOCK = "stock";

  static {
    // Avro loads generated classes from trusted packages alone: exactly ours, and never all.
    Package ours = DeviceEvent.class.getPackage();
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.DEFAULT, type -> ours.equals(type.getPackage())));
  }

  private final Map<String, Object> config;
  private final boolean stock;
  private final RegistrySchemas schemas;

  /**
   * @param settings Confluent's names, and {@value #IMPLEMENTATION}
   * @throws IllegalArgumentException when a setting is missing or wrong; the message names it
   */
  public AvroSerdes(Map<String, ?> settings) {
    Object url = settings.get(AbstractKafkaSchemaSerDeConfig.SCHEMA_REGISTRY_URL_CONFIG);
    if (url == null || url.toString().isBlank()) {
      throw new IllegalArgumentException(
          AbstractKafkaSchemaSerDeConfig.SCHEMA_REGISTRY_URL_CONFIG
              + " is not set: give the address of the schema registry");
    }
    Object implementation = settings.get(IMPLEMENTATION);
    if (implementation != null && !THIN.equals(implementation) && !STOCK.equals(implementation)) {
      throw new IllegalArgumentException(
          "%s=%s: set %s or %s".formatted(IMPLEMENTATION, implementation, THIN, STOCK));
    }
    stock = STOCK.equals(implementation);
    config = new HashMap<>(settings);
    config.put(KafkaAvroDeserializerConfig.SPECIFIC_AVRO_READER_CONFIG, true);
    schemas = new RegistrySchemas(settings);
  }

  /** A serializer of record values. */
  public <T extends SpecificRecord> Serializer<T> serializer(Class<T> type) {
    if (!stock) {
      return new ThinAvroSerializer<>(schemas, type, false);
    }
    return new StockAvroSerializer<>(schemas, config);
  }

  /** A deserializer of record values. */
  public <T extends SpecificRecord> Deserializer<T> deserializer(Class<T> type) {
    if (!stock) {
      return new ThinAvroDeserializer<>(schemas, type);
    }
    return new StockAvroDeserializer<>(schemas, type, config);
  }

  /** A serializer and a deserializer of record values. */
  public <T extends SpecificRecord> Serde<T> serde(Class<T> type) {
    return Serdes.serdeFrom(serializer(type), deserializer(type));
  }

  /**
   * The schema with the id, whatever record it describes: for looking at bytes of unknown origin.
   *
   * @throws UnreadableRecordException when no Avro schema has the id
   * @throws RegistryException when the registry cannot be asked
   */
  public Schema schema(int id) {
    return schemas.byId(id);
  }

  /**
   * What keeps the registry from helping, in a sentence: the latest question to it, not long ago,
   * had no answer of use. Whoever asked it tries again.
   */
  public Optional<String> registryTrouble() {
    return schemas.trouble();
  }

  @Override
  public void close() {
    schemas.close();
  }
}
