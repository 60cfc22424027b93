package io.clinictelemetry.contracts.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.contracts.records.RandomRecords;
import io.clinictelemetry.contracts.records.RecordTypes;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the project's serdes write and read is what Confluent's do, byte for byte. */
class StockEqualityTest {

  private static final String SCOPE = "stock-equality";
  private static final int RECORDS_OF_EACH_KIND = 200;

  private final Map<String, Object> config =
      Map.of("schema.registry.url", "mock://" + SCOPE, "specific.avro.reader", true);
  private AvroSerdes serdes;
  private KafkaAvroSerializer stockWriter;
  private KafkaAvroDeserializer stockReader;

  static List<Class<? extends SpecificRecord>> recordKinds() {
    return RecordTypes.records();
  }

  @BeforeEach
  void open() {
    serdes = new AvroSerdes(config);
    stockWriter = new KafkaAvroSerializer();
    stockWriter.configure(config, false);
    stockReader = new KafkaAvroDeserializer();
    stockReader.configure(config, false);
  }

  @AfterEach
  void close() throws Exception {
    serdes.close();
    stockWriter.close();
    stockReader.close();
    MockSchemaRegistry.dropScope(SCOPE);
  }

  @ParameterizedTest
  @MethodSource("recordKinds")
  void writesTheSameBytesAndReadsTheOthersBytes(Class<? extends SpecificRecord> kind) {
    assertAlike(kind, System.nanoTime());
  }

  private <T extends SpecificRecord> void assertAlike(Class<T> kind, long seed) {
    RandomRecords random = new RandomRecords(seed);
    String topic = "topic-of-" + kind.getSimpleName();
    try (var thinWriter = serdes.serializer(kind);
        var thinReader = serdes.deserializer(kind)) {
      for (int i = 0; i < RECORDS_OF_EACH_KIND; i++) {
        T record = random.next(kind);
        byte[] thin = thinWriter.serialize(topic, record);
        byte[] stock = stockWriter.serialize(topic, record);
        assertThat(thin).as("%s %d of seed %d", kind, i, seed).isEqualTo(stock);
        // Compared as bytes again: Avro's own equals does not take NaN for equal to NaN.
        T readByThin = thinReader.deserialize(topic, stock);
        assertThat(stockWriter.serialize(topic, readByThin)).as("seed %d", seed).isEqualTo(stock);
        T readByStock = kind.cast(stockReader.deserialize(topic, thin));
        assertThat(thinWriter.serialize(topic, readByStock)).as("seed %d", seed).isEqualTo(thin);
      }
    }
  }

  @Test
  void keepsNullAsNull() {
    for (String implementation : List.of(AvroSerdes.THIN, AvroSerdes.STOCK)) {
      try (AvroSerdes either =
              new AvroSerdes(
                  Samples.settings("mock://" + SCOPE, AvroSerdes.IMPLEMENTATION, implementation));
          var serde = either.serde(DeviceEvent.class)) {
        assertThat(serde.serializer().serialize(Samples.TOPIC, null)).isNull();
        assertThat(serde.deserializer().deserialize(Samples.TOPIC, null)).isNull();
      }
    }
  }
}
