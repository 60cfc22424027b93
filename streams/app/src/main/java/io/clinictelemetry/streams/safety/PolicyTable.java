package io.clinictelemetry.streams.safety;

import io.clinictelemetry.avro.LimitPolicy;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.limits.Policies;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.streams.shared.PolicyRecords;
import io.clinictelemetry.streams.shared.ReferenceTable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * The limit policies, all of them in every instance. One that takes effect was published long
 * enough before to be here, and what is decided by it names a moment in the log: so it matters not
 * when each instance read it.
 */
final class PolicyTable implements PolicySource {

  private static final long NEVER = -1;

  private final ReferenceTable<LimitPolicy> table;
  private long seenChanges = NEVER;
  private Policies policies = Policies.none();

  /**
   * @param people how many a policy needs, see {@link PolicyRecords#PEOPLE}
   */
  PolicyTable(
      String store, Deserializer<LimitPolicy> deserializer, int people, MeterRegistry metrics) {
    Counter passedOver =
        Counter.builder("clinic.limit.policies.passed.over")
            .description("Limit policies that could not be used, and left in force what was")
            .register(metrics);
    table =
        new ReferenceTable<>(
            store,
            TopicCatalogue.LIMIT_POLICIES.name(),
            deserializer,
            (key, record) -> PolicyRecords.require(people, PolicyRecords.policy(key, record)),
            passedOver::increment);
  }

  /** What keeps the records. */
  ReferenceTable<LimitPolicy> table() {
    return table;
  }

  /**
   * The policies as they now are, as a task of the application sees them.
   *
   * @throws org.apache.kafka.streams.errors.TaskMigratedException when the registry is needed and
   *     does not answer in time
   */
  @Override
  public Supplier<Policies> in(ProcessorContext<?, ?> context) {
    ReferenceTable<LimitPolicy>.View view = table.view(context);
    return () -> current(view);
  }

  private synchronized Policies current(ReferenceTable<LimitPolicy>.View view) {
    // Asked before reading: what comes in between is read again, never missed.
    long changes = table.changes();
    if (changes != seenChanges) {
      policies = new Policies(view.all().stream().map(PolicyTable::policy).toList());
      seenChanges = changes;
    }
    return policies;
  }

  private static Policy policy(LimitPolicy record) {
    return PolicyRecords.policy(
        RecordKeys.limitPolicy(record.getScope(), record.getVersion()), record);
  }
}
