package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.avro.LimitPolicy;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.serde.UnreadableRecordException;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.limits.InvalidPolicyException;
import io.clinictelemetry.domain.limits.Policies;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.domain.limits.PolicyDraft;
import io.clinictelemetry.domain.limits.PolicyDraft.Setting;
import io.clinictelemetry.standalone.cluster.TopicReader;
import io.clinictelemetry.streams.shared.PolicyRecords;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * What is in {@code clinic.limit-policies}, and the devices that it is for.
 *
 * @param policies those that can be used
 * @param inventory the devices
 * @param passedOver one sentence for each record that the safety application passes over, too
 */
record PublishedPolicies(Policies policies, Inventory inventory, List<String> passedOver) {

  /** From publication until a policy without a time of its own takes effect. */
  static final Duration LEAD = Duration.ofMillis(Policy.MIN_LEAD_MS).plusSeconds(5);

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

  /**
   * A draft's limits as the next version of its scope.
   *
   * @param id of the draft
   * @param by who approves it
   * @param effectiveFrom corrected time of the first sample that it is to judge; soon unless given
   * @throws IllegalArgumentException when there is no such draft, it was approved, or who wrote it
   *     approves it
   */
  Policy approved(String id, String by, Optional<Instant> effectiveFrom, Instant now) {
    Policy draft =
        policies
            .find(id)
            .filter(Policy::isDraft)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no draft %s; clinic limits show lists the drafts".formatted(id)));
    policies
        .approvalOf(draft)
        .ifPresent(
            done -> {
              throw new IllegalArgumentException(
                  "%s was approved by %s: %s"
                      .formatted(id, done.approval().orElseThrow().by(), done.id()));
            });
    try {
      return new PolicyDraft(
              draft.scope().toString(),
              policies.nextVersion(draft.scope()),
              now.toEpochMilli(),
              effectiveFrom.orElse(now.plus(LEAD)).toEpochMilli(),
              draft.author(),
              draft.reason(),
              draft.limits().entrySet().stream()
                  .map(
                      limit ->
                          new Setting(
                              limit.getKey().key(), limit.getValue(), limit.getKey().unit()))
                  .toList(),
              Optional.of(new Policy.Approval(by, draft.version())))
          .publishable(inventory.onlyClassOf(draft.scope()));
    } catch (InvalidPolicyException e) {
      throw new IllegalArgumentException("%s: %s".formatted(id, e.getMessage()), e);
    }
  }
}
