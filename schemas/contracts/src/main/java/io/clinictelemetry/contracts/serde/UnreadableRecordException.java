package io.clinictelemetry.contracts.serde;

import org.apache.kafka.common.errors.SerializationException;

/** The bytes of a record cannot be read, and never will be: trying again does not help. */
public final class UnreadableRecordException extends SerializationException {

  /** What is wrong with the bytes. */
  public enum Reason {
    /** Shorter than the magic byte and the schema id, or another magic byte than {@code 0x00}. */
    NOT_FRAMED,
    /** The registry does not know the schema id. */
    UNKNOWN_SCHEMA,
    /** The schema is known, but cannot be read as the record that is expected here. */
    OTHER_RECORD,
    /** The bytes end before the record does. */
    TRUNCATED,
    /** The bytes are not what their schema says, or go on after the record. */
    MALFORMED
  }

  private final Reason reason;

  UnreadableRecordException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What is wrong with the bytes. */
  public Reason reason() {
    return reason;
  }
}
