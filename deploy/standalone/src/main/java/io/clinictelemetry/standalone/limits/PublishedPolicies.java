package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.avro.LimitPolicy;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.serde.UnreadableRecordException;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.limits.InvalidPolicyException;
import io.clinictelemetry.domain.limits.Policies;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.standalone.cluster.TopicReader;
import io.clinictelemetry.streams.shared.PolicyRecords;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * What is in {@code clinic.limit-policies}, and the devices that it is for.
 *
 * @param policies those that can be used
 * @param inventory the devices
 * @param passedOver one sentence for each record that the safety application passes over, too
 */
record PublishedPolicies(Policies policies, Inventory inventory, List<String> passedOver) {

  /** As they now are. */
  static PublishedPolicies read(Settings settings, AvroSerdes serdes) {
    Deserializer<LimitPolicy> deserializer = serdes.deserializer(LimitPolicy.class);
    int people = PolicyRecords.people(settings);
    Map<String, Policy> usable = new LinkedHashMap<>();
    List<String> passedOver = new ArrayList<>();
    TopicReader.eachAsBytes(
        settings.kafka(),
        TopicCatalogue.LIMIT_POLICIES,
        record -> {
          String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
          if (record.value() == null) {
            usable.remove(key);
            return;
          }
          try {
            Policy policy =
                PolicyRecords.policy(key, deserializer.deserialize(record.topic(), record.value()));
            // Kept in any case: its version is taken.
            usable.put(key, policy);
            PolicyRecords.require(people, policy);
          } catch (UnreadableRecordException | InvalidPolicyException e) {
            passedOver.add(
                "passed over, partition %d, offset %d, key %s: %s"
                    .formatted(record.partition(), record.offset(), key, e.getMessage()));
          }
        });
    return new PublishedPolicies(
        new Policies(usable.values(), people),
        Inventory.read(new TopicReader(settings.kafka(), serdes)),
        passedOver);
  }
}
