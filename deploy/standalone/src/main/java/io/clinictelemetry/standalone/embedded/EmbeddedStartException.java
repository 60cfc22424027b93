package io.clinictelemetry.standalone.embedded;

/** A server of the stack could not be started. The message is one line and says what to do. */
public class EmbeddedStartException extends RuntimeException {

  /**
   * @param message what failed, on which setting, and what to do about it
   */
  public EmbeddedStartException(String message) {
    super(message);
  }

  /**
   * @param message what failed, on which setting, and what to do about it
   * @param cause the server's own error
   */
  public EmbeddedStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
