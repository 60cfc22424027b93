package io.clinictelemetry.contracts.topics;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.utils.Utils;

/** Keys of records, and the partition that a device's records go to. */
public final class RecordKeys {

  private RecordKeys() {}

  /** Key of a session's summary: {@code device_id/session_id}. */
  public static String session(String deviceId, String sessionId) {
    return deviceId + "/" + sessionId;
  }

  /**
   * Key of a usage window: {@code device_id/window_start}, the start as an ISO-8601 UTC instant.
   */
  public static String usage(String deviceId, Instant windowStart) {
    return deviceId + "/" + windowStart;
  }

  /**
   * Key of a clinic's alert load: {@code clinic_id/hour_start}, the start as an ISO-8601 UTC
   * instant.
   */
  public static String alertLoad(String clinicId, Instant hourStart) {
    return clinicId + "/" + hourStart;
  }

  /** Key of a ledger entry: {@code application/partition}. */
  public static String ledger(String application, int partition) {
    return application + "/" + partition;
  }

  /** Key of a limit policy: {@code scope#version}. */
  public static String limitPolicy(String scope, int version) {
    return scope + "#" + version;
  }

  /**
   * The partition of a key: murmur2 of its UTF-8 bytes modulo the number of partitions, as Java's
   * default partitioner has it. A client in another language must be told to do the same.
   */
  public static int partition(String key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
  }
}
