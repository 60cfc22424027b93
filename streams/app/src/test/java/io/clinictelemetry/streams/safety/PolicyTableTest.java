package io.clinictelemetry.streams.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.LimitPolicy;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.limits.Policies;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.domain.limits.Scope;
import io.clinictelemetry.streams.shared.PolicyRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PolicyTableTest {

  private static final String STORE = "policies";
  private static final Scope SCOPE = Scope.clinic("c1");

  private final AvroSerdes serdes =
      new AvroSerdes(Map.of("schema.registry.url", "mock://policy-table"));
  private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();

  PolicyTableTest() {
    var store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    context.addStateStore(store);
  }

  @AfterEach
  void close() {
    serdes.close();
  }

  private PolicyTable table() {
    return table(1);
  }

  private PolicyTable table(int people) {
    return new PolicyTable(
        STORE, serdes.deserializer(LimitPolicy.class), people, new SimpleMeterRegistry());
  }

  private void publish(PolicyTable table, int version) {
    publish(table, new Policy(SCOPE, version, 0, Policy.MIN_LEAD_MS, "author", "reason", Map.of()));
  }

  private void publish(PolicyTable table, Policy policy) {
    Processor<String, byte[], Void, Void> keeper = table.table().keeper();
    keeper.init(context);
    keeper.process(
        new Record<>(
            policy.id(),
            serdes
                .serializer(LimitPolicy.class)
                .serialize(TopicCatalogue.LIMIT_POLICIES.name(), PolicyRecords.record(policy)),
            0));
  }

  @Test
  void whatIsPublishedIsThereAtTheNextQuestion() {
    PolicyTable table = table();
    Supplier<Policies> policies = table.in(context);
    assertThat(policies.get().nextVersion(SCOPE)).isEqualTo(1);

    publish(table, 1);
    assertThat(policies.get().nextVersion(SCOPE)).isEqualTo(2);
  }

  @Test
  void whileNothingIsPublishedNothingIsReadAgain() {
    PolicyTable table = table();
    publish(table, 1);
    Supplier<Policies> policies = table.in(context);
    Policies once = policies.get();

    assertThat(policies.get()).isSameAs(once);
  }

  @Test
  void afterARestartItHasWhatTheStoreHas() {
    publish(table(), 1);
    PolicyTable restarted = table();

    assertThat(restarted.in(context).get().nextVersion(SCOPE)).isEqualTo(2);
  }

  @Test
  void whereTwoPeopleAreNeededAPolicyOfOneIsPassedOver() {
    PolicyTable table = table(2);
    Supplier<Policies> policies = table.in(context);
    publish(table, new Policy(SCOPE, 1, 0, Policy.NEVER_MS, "author", "reason", Map.of()));
    publish(table, 2);
    publish(
        table,
        new Policy(
            SCOPE,
            3,
            0,
            Policy.MIN_LEAD_MS,
            "author",
            "reason",
            Map.of(),
            Optional.of(new Policy.Approval("Ada", 1))));

    assertThat(policies.get().find("clinic/c1#1")).isPresent();
    assertThat(policies.get().find("clinic/c1#2")).isEmpty();
    assertThat(policies.get().versions(SCOPE)).extracting(Policy::version).containsExactly(3);
  }
}
