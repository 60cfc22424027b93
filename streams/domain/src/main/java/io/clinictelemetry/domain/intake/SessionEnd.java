package io.clinictelemetry.domain.intake;

/**
 * A treatment session ends.
 *
 * @param endedAtMs end on the device's clock, ms since 1970 UTC
 * @param reason why it ended
 */
public record SessionEnd(long endedAtMs, Reason reason) implements Payload {

  /** Why a session ended. */
  public enum Reason {
    /** The programme ran to its end. */
    COMPLETED,
    /** The operator stopped it. */
    OPERATOR_STOP,
    /** The device stopped it. */
    DEVICE_FAULT,
    /** No event of the session came for too long. */
    TIMEOUT,
    /** The device gave a reason that this release does not know. */
    UNKNOWN
  }
}
