package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.avro.LimitPolicy;
import io.clinictelemetry.contracts.audit.ChainLink;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.standalone.cluster.TopicReader;
import io.clinictelemetry.streams.shared.PolicyRecords;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Publishes policies, one publisher at a time: a later one fences this one out, so that no two
 * write the same version. The policies of a scope are chained by their hashes, see {@link
 * ChainLink}.
 */
public final class PolicyPublisher implements AutoCloseable {

  private static final String TRANSACTIONAL_ID = "clinic-limits";

  /** Shorter than the lead: what is acknowledged is so before it takes effect. */
  private static final int ANSWER_WITHIN_MS = 4_000;

  private static final String TOPIC = TopicCatalogue.LIMIT_POLICIES.name();

  private final Map<String, Object> kafka;
  private final Serializer<LimitPolicy> serializer;
  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * Waits until no other publication is under way. What is published is to be read only now.
   *
   * @param serdes stay the caller's to close
   */
  public PolicyPublisher(Settings settings, AvroSerdes serdes) {
    kafka = settings.kafka();
    serializer = serdes.serializer(LimitPolicy.class);
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS / 2);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
    } catch (RuntimeException e) {
      producer.close();
      throw e;
    }
  }

  /**
   * Publishes the policy; it is committed when this returns.
   *
   * @throws IllegalStateException when another publisher came in between, or the broker does not
   *     take it; the message says what to do
   */
  public void publish(Policy policy) {
    ProducerRecord<byte[], byte[]> record = chained(policy);
    try {
      producer.beginTransaction();
      Future<RecordMetadata> unused = producer.send(record);
      producer.commitTransaction();
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new IllegalStateException(
          "somebody else published a policy at the same moment; look at it, then run this again",
          e);
    } catch (KafkaException e) {
      throw new IllegalStateException(
          "the broker did not confirm the policy (%s); clinic limits show tells whether it is there"
              .formatted(e.getMessage()),
          e);
    }
  }

  private ProducerRecord<byte[], byte[]> chained(Policy policy) {
    String chain = ChainLink.POLICIES + policy.scope();
    AtomicReference<ChainLink> last =
        new AtomicReference<>(new ChainLink(chain, 0, ChainLink.NONE, ChainLink.NONE));
    TopicReader.eachAsBytes(
        kafka,
        TopicCatalogue.LIMIT_POLICIES,
        record ->
            ChainLink.of(record.headers())
                .filter(link -> link.chain().equals(chain) && link.number() > last.get().number())
                .ifPresent(last::set));
    byte[] key = policy.id().getBytes(StandardCharsets.UTF_8);
    byte[] value = serializer.serialize(TOPIC, PolicyRecords.record(policy));
    // All of a scope in one partition, so that they are read in the order of their chain.
    int partition =
        RecordKeys.partition(policy.scope().toString(), producer.partitionsFor(TOPIC).size());
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(TOPIC, partition, key, value);
    ChainLink.after(chain, last.get().number(), last.get().hash(), key, value)
        .addTo(record.headers());
    return record;
  }

  @Override
  public void close() {
    producer.close();
  }
}
