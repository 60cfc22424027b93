package io.clinictelemetry.standalone.servers;

import io.clinictelemetry.standalone.embedded.Servers;
import java.io.IOException;

/** A broker that stands still from when this is made until it is closed: nothing is answered. */
public final class FrozenBroker implements AutoCloseable {

  private final long pid;

  private FrozenBroker(long pid) throws IOException {
    this.pid = pid;
    signal("STOP");
  }

  /** Whether it can be done: an embedded broker is part of the JVM that asks. */
  public static boolean isPossible(Servers servers) {
    return servers instanceof ContainerServers;
  }

  /** Freezes the broker of running servers. */
  public static FrozenBroker of(Servers servers) throws IOException {
    return new FrozenBroker(((ContainerServers) servers).brokerPid());
  }

  private void signal(String name) throws IOException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start();
    int status = kill.onExit().join().exitValue();
    if (status != 0) {
      throw new IOException("kill -%s %d ended with %d".formatted(name, pid, status));
    }
  }

  @Override
  public void close() throws IOException {
    signal("CONT");
  }
}
