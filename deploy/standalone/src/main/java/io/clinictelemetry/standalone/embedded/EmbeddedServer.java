package io.clinictelemetry.standalone.embedded;

/** A server that this JVM starts and stops. */
public interface EmbeddedServer extends AutoCloseable {

  /** What it is, as it reads in "broker ready in 2.1 s". */
  String name();

  /** Where it is reached. */
  String address();

  /**
   * Starts the server and returns once it serves. To be called once.
   *
   * @throws EmbeddedStartException when it does not start, or on interrupt; nothing of it is left
   *     running
   */
  void start();

  /** Stops the server and waits for it; keeps its data. Repeated calls do nothing. */
  @Override
  void close();
}
