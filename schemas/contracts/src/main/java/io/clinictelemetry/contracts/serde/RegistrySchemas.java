package io.clinictelemetry.contracts.serde;

import io.clinictelemetry.contracts.serde.RegistryException.Kind;
import io.clinictelemetry.contracts.serde.UnreadableRecordException.Reason;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.AbstractKafkaSchemaSerDeConfig;
import io.confluent.kafka.serializers.KafkaAvroSerializerConfig;
import io.confluent.kafka.serializers.subject.strategy.SubjectNameStrategy;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Schema ids for schemas and back, over Confluent's client; every failure is typed and says what to
 * do.
 */
final class RegistrySchemas implements AutoCloseable {

  /**
   * How long an unknown id stays unknown, s: a flood of bad records must not become a flood of
   * requests.
   */
  private static final int UNKNOWN_ID_MEMORY_SECONDS = 30;

  private final SchemaRegistryClient client;
  private final String urls;
  private final boolean register;
  private final boolean useLatest;
  private final boolean normalize;
  private final SubjectNameStrategy keySubjects;
  private final SubjectNameStrategy valueSubjects;

  RegistrySchemas(Map<String, ?> settings) {
    Map<String, Object> config = new HashMap<>(settings);
    config.putIfAbsent(
        SchemaRegistryClientConfig.MISSING_ID_CACHE_TTL_CONFIG, UNKNOWN_ID_MEMORY_SECONDS);
    KafkaAvroSerializerConfig parsed = new KafkaAvroSerializerConfig(config);
    urls = String.join(",", parsed.getSchemaRegistryUrls());
    register = parsed.autoRegisterSchema();
    useLatest = parsed.useLatestVersion();
    normalize = parsed.normalizeSchema();
    keySubjects = subjects(parsed.keySubjectNameStrategy());
    valueSubjects = subjects(parsed.valueSubjectNameStrategy());
    client =
        SchemaRegistryClientFactory.newClient(
            parsed.getSchemaRegistryUrls(),
            parsed.getMaxSchemasPerSubject(),
            List.of(new AvroSchemaProvider()),
            config,
            parsed.requestHeaders());
  }

  private static SubjectNameStrategy subjects(Object strategy) {
    return (SubjectNameStrategy) strategy;
  }

  /**
   * The id under which the schema is known to the registry.
   *
   * @throws RegistryException when the registry does not give one
   */
  int idFor(String topic, boolean isKey, Schema schema) {
    AvroSchema parsed = new AvroSchema(schema);
    String subject = (isKey ? keySubjects : valueSubjects).subjectName(topic, isKey, parsed);
    try {
      if (register) {
        return client.register(subject, parsed, normalize);
      }
      if (useLatest) {
        return latestIfSame(subject, schema);
      }
      return client.getId(subject, parsed, normalize);
    } catch (RestClientException e) {
      throw refused("schema for subject " + subject, e);
    } catch (IOException e) {
      throw away(e);
    }
  }

  private int latestIfSame(String subject, Schema schema) throws IOException, RestClientException {
    var latest = client.getLatestSchemaMetadata(subject);
    if (!new Schema.Parser().parse(latest.getSchema()).equals(schema)) {
      throw new RegistryException(
          Kind.INCOMPATIBLE,
          ("%s=true, but the latest schema of subject %s (version %d) is not the one that this"
                  + " release writes: release a matching version, or set %s=%s")
              .formatted(
                  AbstractKafkaSchemaSerDeConfig.USE_LATEST_VERSION,
                  subject,
                  latest.getVersion(),
                  AvroSerdes.IMPLEMENTATION,
                  AvroSerdes.STOCK),
          null);
    }
    return latest.getId();
  }

  /**
   * The schema that a record was written with.
   *
   * @throws UnreadableRecordException when no schema has the id
   * @throws RegistryException when the registry cannot be asked
   */
  Schema byId(int id) {
    try {
      return ((AvroSchema) client.getSchemaById(id)).rawSchema();
    } catch (RestClientException e) {
      if (e.getStatus() == 404) {
        throw new UnreadableRecordException(
            Reason.UNKNOWN_SCHEMA, "the registry at " + urls + " knows no schema " + id, e);
      }
      throw refused("schema " + id, e);
    } catch (IOException e) {
      throw away(e);
    } catch (ClassCastException e) {
      throw new UnreadableRecordException(
          Reason.OTHER_RECORD, "schema " + id + " is not an Avro schema", e);
    }
  }

  private RegistryException away(IOException e) {
    return new RegistryException(
        Kind.UNAVAILABLE,
        "no answer from the schema registry, %s=%s: check that it runs and can be reached"
            .formatted(AbstractKafkaSchemaSerDeConfig.SCHEMA_REGISTRY_URL_CONFIG, urls),
        e);
  }

  private RegistryException refused(String what, RestClientException e) {
    Kind kind =
        switch (e.getStatus()) {
          case 401, 403 -> Kind.UNAUTHORIZED;
          case 404 -> Kind.NOT_REGISTERED;
          case 409, 422 -> Kind.INCOMPATIBLE;
          default -> e.getStatus() >= 500 ? Kind.UNAVAILABLE : Kind.REFUSED;
        };
    String remedy =
        switch (kind) {
          case UNAUTHORIZED ->
              "set basic.auth.credentials.source and basic.auth.user.info, or bearer.auth.*";
          case NOT_REGISTERED ->
              "register it first, or set " + AbstractKafkaSchemaSerDeConfig.AUTO_REGISTER_SCHEMAS;
          case INCOMPATIBLE -> "only compatible schemas may follow; see the registry's rule";
          case UNAVAILABLE -> "check the registry's own log";
          case REFUSED -> "see the registry's answer";
        };
    return new RegistryException(
        kind,
        "the schema registry at %s answered %d for %s: %s"
            .formatted(urls, e.getStatus(), what, remedy),
        e);
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw away(e);
    }
  }
}
