package io.clinictelemetry.contracts.settings;

import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/** How the members of the pipeline's consumer groups notice that one of them has gone. */
public final class GroupMembership {

  /**
   * How long a member may be silent before its partitions are given to others, ms. Kafka's own 45 s
   * would be added to each alert after a crash; much less, and a pause for garbage collection or on
   * a busy machine would look like one. Brokers take no less than 6 s by default.
   */
  public static final int SESSION_TIMEOUT_MS = 10_000;

  private GroupMembership() {}

  /** Adds what is not set. */
  public static void addDefaults(Map<? super String, Object> kafka) {
    kafka.putIfAbsent(CommonClientConfigs.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
  }
}
