package io.clinictelemetry.domain.intake;

/**
 * Why a record cannot be used.
 *
 * @param reason the kind of fault
 * @param detail one sentence for people; never the payload
 */
public record Rejection(Reason reason, String detail) {

  /** Kinds of fault. The code is what stands in the quarantine. */
  public enum Reason {
    /** No key, and not a tick. */
    NULL_KEY("null-key"),
    /** The key is not the device of the event. */
    KEY_MISMATCH("key-mismatch"),
    /** An id that is empty or too long. */
    INVALID_ID("invalid-id"),
    /** Another partition than the key's. */
    WRONG_PARTITION("wrong-partition"),
    /** Bytes that are not an Avro record of the right kind. */
    NOT_AVRO("not-avro"),
    /** More bytes than an event can have. */
    TOO_LARGE("too-large"),
    /** The registry does not know the schema id. */
    UNKNOWN_SCHEMA("unknown-schema"),
    /** A kind of event that this release does not know. */
    UNKNOWN_KIND("unknown-kind"),
    /** Not exactly the payload that the kind names. */
    PAYLOAD_MISMATCH("payload-mismatch"),
    /** Arrays of different lengths, or a wrong number of samples. */
    INCONSISTENT_FRAME("inconsistent-frame"),
    /** A number that cannot be. */
    IMPOSSIBLE_NUMBER("impossible-number"),
    /** A modality that this release does not know. */
    UNKNOWN_MODALITY("unknown-modality"),
    /** Taken more than a minute after it arrived, even by the corrected clock. */
    CLOCK_AHEAD("clock-ahead"),
    /** Older than what is remembered of the device. */
    BEYOND_HORIZON("beyond-horizon"),
    /** Happened longer ago than usage is remembered. */
    BEYOND_RETENTION("beyond-retention");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    /** The reason as it stands in the quarantine. */
    public String code() {
      return code;
    }
  }
}
