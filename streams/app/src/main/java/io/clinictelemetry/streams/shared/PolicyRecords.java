package io.clinictelemetry.streams.shared;

import io.clinictelemetry.avro.LimitPolicy;
import io.clinictelemetry.avro.LimitSetting;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.domain.limits.InvalidPolicyException;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.domain.limits.PolicyDraft;
import io.clinictelemetry.domain.limits.PolicyDraft.Setting;
import java.time.Instant;
import java.util.List;

/** Policies as records of {@code clinic.limit-policies} and back. */
public final class PolicyRecords {

  private PolicyRecords() {}

  /** The record of a policy; its key is {@link Policy#id}. */
  public static LimitPolicy record(Policy policy) {
    return LimitPolicy.newBuilder()
        .setScope(policy.scope().toString())
        .setVersion(policy.version())
        .setPublishedAt(Instant.ofEpochMilli(policy.publishedAtMs()))
        .setEffectiveFrom(Instant.ofEpochMilli(policy.effectiveFromMs()))
        .setAuthor(policy.author())
        .setReason(policy.reason())
        .setLimits(
            policy.limits().entrySet().stream()
                .map(
                    limit ->
                        LimitSetting.newBuilder()
                            .setName(limit.getKey().key())
                            .setValue(limit.getValue())
                            .setUnit(limit.getKey().unit())
                            .build())
                .toList())
        .build();
  }

  /**
   * The policy of a record.
   *
   * @throws InvalidPolicyException when it cannot be one; names all that is wrong with it
   */
  public static Policy policy(String key, LimitPolicy record) {
    String id = RecordKeys.limitPolicy(record.getScope(), record.getVersion());
    if (!id.equals(key)) {
      throw new InvalidPolicyException(List.of("key: %s, but it is %s".formatted(key, id)));
    }
    return new PolicyDraft(
            record.getScope(),
            record.getVersion(),
            record.getPublishedAt().toEpochMilli(),
            record.getEffectiveFrom().toEpochMilli(),
            record.getAuthor(),
            record.getReason(),
            record.getLimits().stream()
                .map(limit -> new Setting(limit.getName(), limit.getValue(), limit.getUnit()))
                .toList())
        .policy();
  }
}
