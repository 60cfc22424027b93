package io.clinictelemetry.standalone.embedded;

/** The ports that a user can choose, and the flags that choose them. */
public enum StackPort {
  /** Kafka's client port. */
  KAFKA("the Kafka broker", "--kafka-port"),
  /** The schema registry's HTTP port. */
  REGISTRY("the schema registry", "--registry-port"),
  /** PostgreSQL's port. */
  POSTGRES("PostgreSQL", "--postgres-port");

  private final String purpose;
  private final String flag;

  StackPort(String purpose, String flag) {
    this.purpose = purpose;
    this.flag = flag;
  }

  /** The command-line flag, for instance {@code --kafka-port}. */
  public String flag() {
    return flag;
  }

  /**
   * The port to use for a requested one.
   *
   * @param requested 1 to 65535, or 0 for any free port
   * @throws PortInUseException when the requested port is taken
   * @throws EmbeddedStartException when it is not a port
   */
  int resolve(int requested) {
    if (requested == 0) {
      return Ports.findFree();
    }
    if (requested < 0 || requested > 65_535) {
      throw new EmbeddedStartException(
          "%s %d is not a port: give 1 to 65535, or 0 for any free one."
              .formatted(flag, requested));
    }
    Ports.requireFree(requested, purpose, flag);
    return requested;
  }
}
