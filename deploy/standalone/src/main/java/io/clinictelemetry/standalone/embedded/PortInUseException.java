package io.clinictelemetry.standalone.embedded;

/** Another program already listens on a port that a server needs. */
public final class PortInUseException extends EmbeddedStartException {

  private final int port;
  private final String flag;

  PortInUseException(int port, String purpose, String flag, Throwable cause) {
    super(
        "Port %d for %s is taken by another program: stop that program, or choose another port with %s."
            .formatted(port, purpose, flag),
        cause);
    this.port = port;
    this.flag = flag;
  }

  /** The port that is taken. */
  public int port() {
    return port;
  }

  /** The command-line flag that chooses another port, for instance {@code --kafka-port}. */
  public String flag() {
    return flag;
  }
}
