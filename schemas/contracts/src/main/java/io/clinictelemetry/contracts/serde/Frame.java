package io.clinictelemetry.contracts.serde;

import io.clinictelemetry.contracts.serde.UnreadableRecordException.Reason;
import java.nio.ByteBuffer;

/** What stands before the Avro bytes of a record: {@code 0x00} and the schema's id. */
public final class Frame {

  /** Bytes before the Avro bytes. */
  public static final int HEADER_BYTES = 1 + Integer.BYTES;

  private Frame() {}

  /**
   * The id of the schema that wrote the record.
   *
   * @throws UnreadableRecordException when the bytes do not begin with a frame
   */
  public static int schemaId(byte[] bytes) {
    if (bytes.length < HEADER_BYTES || bytes[0] != 0) {
      throw new UnreadableRecordException(
          Reason.NOT_FRAMED,
          bytes.length + " bytes that do not begin with 0x00 and a schema id",
          null);
    }
    return ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
  }
}
