package io.clinictelemetry.streams.shared;

import io.clinictelemetry.contracts.topics.QuarantineHeaders;
import io.clinictelemetry.domain.intake.Rejection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Writes what cannot be used to quarantine, byte for byte, with the reason and where it was. */
public final class QuarantineWriter {

  /**
   * Key, value and carried headers of a record in quarantine, bytes: somewhat below what producers
   * and topics take unless configured otherwise.
   */
  static final int MAX_BYTES = 1_000_000;

  /**
   * Where a record was found.
   *
   * @param appendedAtMs when it was appended there, ms since 1970 UTC
   * @param headers its own headers, where they are known
   */
  public record Found(
      String topic, int partition, long offset, long appendedAtMs, Headers headers) {}

  private final ProcessorContext<Object, Object> context;

  /** Writes by way of the processor's sink of that name. */
  public QuarantineWriter(ProcessorContext<Object, Object> context) {
    this.context = context;
  }

  /**
   * Writes a record.
   *
   * @param atMs its time in quarantine, ms since 1970 UTC
   */
  public void write(Rejection rejection, Found found, byte[] key, byte[] value, long atMs) {
    Headers kept = found.headers();
    String detail = rejection.detail();
    // What no topic would take must not stop the processor; it stays where it was found.
    boolean keyFits = length(key) <= MAX_BYTES;
    boolean valueFits = keyFits && length(key) + length(value) <= MAX_BYTES;
    if (!valueFits) {
      detail +=
          "; "
              + length(key)
              + " bytes of key and "
              + length(value)
              + " of value are too many to copy";
    }
    long copied = (keyFits ? length(key) : 0) + (valueFits ? length(value) : 0);
    if (copied + length(kept) > MAX_BYTES) {
      detail += "; " + length(kept) + " bytes of headers are too many to copy";
      kept = new RecordHeaders();
    }
    header(kept, QuarantineHeaders.REASON, rejection.reason().code());
    header(kept, QuarantineHeaders.DETAIL, detail);
    header(kept, QuarantineHeaders.TOPIC, found.topic());
    header(kept, QuarantineHeaders.PARTITION, Integer.toString(found.partition()));
    header(kept, QuarantineHeaders.OFFSET, Long.toString(found.offset()));
    header(kept, QuarantineHeaders.TIME, Instant.ofEpochMilli(found.appendedAtMs()).toString());
    context.forward(
        new Record<>(keyFits ? key : null, valueFits ? value : null, atMs, kept),
        TelemetryTopology.QUARANTINE_SINK);
  }

  private static long length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static long length(Headers headers) {
    long length = 0;
    for (Header header : headers) {
      length += header.key().length() + length(header.value());
    }
    return length;
  }

  /** In the place of one that an earlier stay in quarantine left. */
  private static void header(Headers headers, String name, String text) {
    headers.remove(name).add(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
