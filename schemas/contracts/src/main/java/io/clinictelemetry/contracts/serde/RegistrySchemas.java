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
import java.util.Optional;
import java.util.regex.Pattern;
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
  private static final long UNKNOWN_ID_MEMORY_SECONDS = 30;

  private static final Pattern URL_WITH_CREDENTIALS = Pattern.compile("://[^/,\\s]*@");

  /** How Confluent's client begins its exception for a schema that came but is not valid Avro. */
  private static final String UNPARSABLE = "Invalid schema ";

  private final SchemaRegistryClient client;
  private final RegistryTrouble trouble = new RegistryTrouble(System::nanoTime);
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
    refuseCredentialsInUrl(config);
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

  /** Addresses are part of messages and of the client's own log; credentials must not be. */
  private static void refuseCredentialsInUrl(Map<String, Object> config) {
    String setting = AbstractKafkaSchemaSerDeConfig.SCHEMA_REGISTRY_URL_CONFIG;
    if (URL_WITH_CREDENTIALS.matcher(String.valueOf(config.get(setting))).find()) {
      throw new IllegalArgumentException(
          ("%s holds credentials (value not shown): give the address alone, and set"
                  + " basic.auth.credentials.source=USER_INFO and basic.auth.user.info")
              .formatted(setting));
    }
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
      int id = ask(subject, schema, parsed);
      trouble.answered();
      return id;
    } catch (RestClientException e) {
      throw refused("schema for subject " + subject, e);
    } catch (IOException e) {
      throw away(e);
    }
  }

  private int ask(String subject, Schema schema, AvroSchema parsed)
      throws IOException, RestClientException {
    if (register) {
      return client.register(subject, parsed, normalize);
    }
    if (useLatest) {
      return latestIfSame(subject, schema);
    }
    return client.getId(subject, parsed, normalize);
  }

  /** Why the latest question had no answer, if it had none lately. */
  Optional<String> trouble() {
    return trouble.message();
  }

  /** Confluent's client, for Confluent's own serializers; closed with this object. */
  SchemaRegistryClient client() {
    return client;
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
      Schema schema = ((AvroSchema) client.getSchemaById(id)).rawSchema();
      trouble.answered();
      return schema;
    } catch (RestClientException e) {
      if (isRegistrysOwn404(e)) {
        trouble.answered();
        throw new UnreadableRecordException(
            Reason.UNKNOWN_SCHEMA, "the registry at " + urls + " knows no schema " + id, e);
      }
      throw refused("schema " + id, e);
    } catch (IOException e) {
      if (e.getMessage() != null && e.getMessage().startsWith(UNPARSABLE)) {
        throw notAvro(id, e);
      }
      throw away(e);
    } catch (RuntimeException e) {
      // The answer came, but the client has no parser for its type (JSON, Protobuf).
      throw notAvro(id, e);
    }
  }

  private static UnreadableRecordException notAvro(int id, Exception e) {
    return new UnreadableRecordException(
        Reason.OTHER_RECORD, "schema " + id + " is not an Avro schema", e);
  }

  /**
   * Whether the registry says that it does not have what was asked for. A wrong path in the
   * registry's address gives a 404 for everything, and must not condemn good records.
   */
  private static boolean isRegistrysOwn404(RestClientException e) {
    return e.getStatus() == 404 && e.getErrorCode() / 100 == 404;
  }

  /** The typed form of no answer. */
  RegistryException away(IOException e) {
    String message =
        "no answer from the schema registry, %s=%s: check that it runs and can be reached"
            .formatted(AbstractKafkaSchemaSerDeConfig.SCHEMA_REGISTRY_URL_CONFIG, urls);
    trouble.noAnswer(message);
    return new RegistryException(Kind.UNAVAILABLE, message, e);
  }

  /** The typed form of a refusal. */
  RegistryException refused(String what, RestClientException e) {
    Kind kind =
        switch (e.getStatus()) {
          case 401, 403 -> Kind.UNAUTHORIZED;
          case 404 -> isRegistrysOwn404(e) ? Kind.NOT_REGISTERED : Kind.REFUSED;
          case 408, 429 -> Kind.UNAVAILABLE;
          case 409, 422 -> Kind.INCOMPATIBLE;
          default -> e.getStatus() >= 500 ? Kind.UNAVAILABLE : Kind.REFUSED;
        };
    String remedy =
        switch (kind) {
          case UNAUTHORIZED ->
              "set basic.auth.credentials.source and basic.auth.user.info, or bearer.auth.*";
          case NOT_REGISTERED ->
              "register it first, or set "
                  + AbstractKafkaSchemaSerDeConfig.AUTO_REGISTER_SCHEMAS
                  + "=true";
          case INCOMPATIBLE -> "only compatible schemas may follow; see the registry's rule";
          case UNAVAILABLE -> "check the registry's own log";
          case REFUSED ->
              "check the path in " + AbstractKafkaSchemaSerDeConfig.SCHEMA_REGISTRY_URL_CONFIG;
        };
    String message =
        "the schema registry at %s answered %d for %s: %s"
            .formatted(urls, e.getStatus(), what, remedy);
    // Also a refusal that trying again does not end keeps a record waiting.
    trouble.noAnswer(message);
    return new RegistryException(kind, message, e);
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
