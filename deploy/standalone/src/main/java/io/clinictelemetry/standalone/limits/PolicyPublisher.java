package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.avro.LimitPolicy;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.streams.shared.PolicyRecords;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Publishes policies, one publisher at a time: a later one fences this one out, so that no two
 * write the same version.
 */
public final class PolicyPublisher implements AutoCloseable {

  private static final String TRANSACTIONAL_ID = "clinic-limits";

  /** Shorter than the lead: what is acknowledged is so before it takes effect. */
  private static final int ANSWER_WITHIN_MS = 4_000;

  private final KafkaProducer<String, LimitPolicy> producer;

  /**
   * Waits until no other publication is under way. What is published is to be read only now.
   *
   * @param serdes stay the caller's to close
   */
  public PolicyPublisher(Settings settings, AvroSerdes serdes) {
    Map<String, Object> config = new HashMap<>(settings.kafka());
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS / 2);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    producer =
        new KafkaProducer<>(config, new StringSerializer(), serdes.serializer(LimitPolicy.class));
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
    try {
      producer.beginTransaction();
      Future<RecordMetadata> unused =
          producer.send(
              new ProducerRecord<>(
                  TopicCatalogue.LIMIT_POLICIES.name(), policy.id(), PolicyRecords.record(policy)));
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

  @Override
  public void close() {
    producer.close();
  }
}
