package io.clinictelemetry.sinks.batches;

import io.clinictelemetry.contracts.operations.Health;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/** How a reader is: written by its loop, read by others. */
final class LoopStatus {

  private volatile Health health = new Health(true, false, "starting");
  private volatile OptionalLong lag = OptionalLong.empty();

  void writes() {
    health = new Health(true, true, "writing");
  }

  void waits(String because) {
    health = new Health(true, false, because);
  }

  void died(Throwable cause) {
    health = new Health(false, false, "stopped by a failure: " + cause.getMessage());
  }

  void stopped() {
    health = new Health(true, false, "stopped");
  }

  void lag(Map<TopicPartition, Long> records) {
    lag =
        records.isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(records.values().stream().mapToLong(Long::longValue).sum());
  }

  Health health() {
    return health;
  }

  OptionalLong lag() {
    return lag;
  }
}
