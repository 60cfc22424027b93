package io.clinictelemetry.contracts.topics;

/**
 * Headers of a record in quarantine; all are UTF-8 text. Together topic, partition and offset
 * identify it.
 */
public final class QuarantineHeaders {

  /** Why the record could not be used: one lower-case word or words with hyphens. */
  public static final String REASON = "reason";

  /** One sentence for people. */
  public static final String DETAIL = "detail";

  /** Topic that the record came from. */
  public static final String TOPIC = "topic";

  /** Partition that the record came from, decimal. */
  public static final String PARTITION = "partition";

  /** Offset that the record had there, decimal. */
  public static final String OFFSET = "offset";

  /** Append time that the record had there, ISO-8601 UTC. */
  public static final String TIME = "time";

  /**
   * Coordinates that the record had when it could not be used, {@code topic/partition/offset}. It
   * stands only on a record that was fed back into telemetry, beside the headers above, and on its
   * successor where it could not be used again.
   */
  public static final String REPLAYED_FROM = "replayed-from";

  private QuarantineHeaders() {}
}
