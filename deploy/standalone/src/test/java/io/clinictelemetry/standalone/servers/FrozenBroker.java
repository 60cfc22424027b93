package io.clinictelemetry.standalone.servers;

import io.clinictelemetry.standalone.embedded.Servers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A broker that stands still from when this is made until it is closed: nothing is answered. */
public final class FrozenBroker implements AutoCloseable {

  private final List<ProcessHandle> processes;

  private FrozenBroker(List<ProcessHandle> processes) throws IOException {
    this.processes = processes;
    signal("STOP");
  }

  /** Whether it can be done: an embedded broker is part of the JVM that asks. */
  public static boolean isPossible(Servers servers) {
    return servers instanceof ContainerServers;
  }

  /** Freezes the broker of running servers. */
  public static FrozenBroker of(Servers servers) throws IOException {
    // A shell is the container's first process, and the broker its child.
    ProcessHandle first =
        ProcessHandle.of(((ContainerServers) servers).brokerPid())
            .orElseThrow(() -> new IllegalStateException("the broker's container has ended"));
    return new FrozenBroker(Stream.concat(Stream.of(first), first.descendants()).toList());
  }

  private void signal(String name) throws IOException {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    processes.forEach(process -> command.add(Long.toString(process.pid())));
    Process kill = new ProcessBuilder(command).inheritIO().start();
    int status = kill.onExit().join().exitValue();
    if (status != 0) {
      throw new IOException("%s ended with %d".formatted(command, status));
    }
  }

  @Override
  public void close() throws IOException {
    signal("CONT");
  }
}
