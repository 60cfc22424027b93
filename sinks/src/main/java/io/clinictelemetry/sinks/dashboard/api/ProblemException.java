package io.clinictelemetry.sinks.dashboard.api;

/** A request cannot be served; the caller is told why. */
public final class ProblemException extends RuntimeException {

  private final int status;
  private final String error;

  private ProblemException(int status, String error, String detail) {
    super(detail);
    this.status = status;
    this.error = error;
  }

  /** A parameter has a value that it cannot have. */
  static ProblemException badParameter(String name, String value, String remedy) {
    return new ProblemException(
        400, "bad-parameter", "%s=%s: %s".formatted(name, shortened(value), remedy));
  }

  /** What is asked cannot be. */
  static ProblemException refused(String detail) {
    return new ProblemException(400, "refused", detail);
  }

  /** There is no such thing. */
  public static ProblemException notFound(String what, String id) {
    return new ProblemException(404, "not-found", "no %s %s".formatted(what, shortened(id)));
  }

  /** The server has too much to do. */
  public static ProblemException busy(String detail) {
    return new ProblemException(503, "busy", detail);
  }

  /** The broker did not say that it has the command. */
  static ProblemException brokerAway(String commandId, Throwable cause) {
    return new ProblemException(
        503,
        "broker",
        "the broker does not take the command (%s); send it again with command_id %s"
            .formatted(shortened(String.valueOf(cause.getMessage())), commandId));
  }

  private static String shortened(String value) {
    return value.length() <= 80 ? value : value.substring(0, 80) + "…";
  }

  /** HTTP status of the answer. */
  public int status() {
    return status;
  }

  /** The answer's body. */
  public Problem problem() {
    return new Problem(error, getMessage());
  }
}
