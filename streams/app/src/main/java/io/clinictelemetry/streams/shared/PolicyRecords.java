package io.clinictelemetry.streams.shared;

import io.clinictelemetry.avro.LimitPolicy;
import io.clinictelemetry.avro.LimitSetting;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.domain.limits.InvalidPolicyException;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.domain.limits.PolicyDraft;
import io.clinictelemetry.domain.limits.PolicyDraft.Setting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Policies as records of {@code clinic.limit-policies} and back. */
public final class PolicyRecords {

  /**
   * Setting of how many people a policy needs to be in force: 1, its author alone; 2, also one who
   * approved it.
   */
  public static final String PEOPLE = "limits.people";

  private PolicyRecords() {}

  /**
   * How many people a policy needs; 1 by default.
   *
   * @throws io.clinictelemetry.contracts.settings.SettingException when neither 1 nor 2 is set
   */
  public static int people(Settings settings) {
    return settings.integer(PEOPLE, 1, 1, 2);
  }

  /**
   * Sees to it that as many people stand behind a policy as must. A draft needs none: it is not in
   * force.
   *
   * @throws InvalidPolicyException when not
   */
  public static void require(int people, Policy policy) {
    if (!policy.isDraft() && !policy.hasPeople(people)) {
      throw new InvalidPolicyException(
          List.of(
              "approved_by: missing; %s is %d, so draft it, and let somebody else approve it"
                  .formatted(PEOPLE, people)));
    }
  }

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
        .setApprovedBy(policy.approval().map(Policy.Approval::by).orElse(null))
        .setApproves(policy.approval().map(Policy.Approval::draft).orElse(null))
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
                .toList(),
            approval(record))
        .policy();
  }

  /** One that says who approved must say what, and the other way round. */
  private static Optional<Policy.Approval> approval(LimitPolicy record) {
    if ((record.getApprovedBy() == null) != (record.getApproves() == null)) {
      throw new InvalidPolicyException(
          List.of("approved_by and approves: one without the other; both name the approval"));
    }
    return Optional.ofNullable(record.getApproves())
        .map(draft -> new Policy.Approval(record.getApprovedBy(), draft));
  }
}
