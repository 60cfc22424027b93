package io.clinictelemetry.sinks.postgres;

/** A record cannot become a row, and never will: trying again does not help. */
final class UnstorableRecordException extends RuntimeException {

  private final String reason;

  /**
   * @param reason one lower-case word or words with hyphens, for counting
   * @param detail one sentence for people, without the record's content
   */
  UnstorableRecordException(String reason, String detail, Throwable cause) {
    super(detail, cause);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
