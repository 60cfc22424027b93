package io.clinictelemetry.standalone.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports on 127.0.0.1. */
public final class Ports {

  /**
   * Below what operating systems hand out to outgoing connections, so that none slips in between.
   */
  private static final int FIRST = 12_000;

  private static final int LAST = 32_000;
  private static final int ATTEMPTS = 200;

  /** Counted on from anywhere: what one JVM was given it is not given again. */
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(LAST - FIRST));

  private Ports() {}

  /**
   * Checks that a server could listen on {@code port} now.
   *
   * @param port 1 to 65535
   * @param purpose what the port is for, as it reads in "Port 9092 for the Kafka broker is taken"
   * @param flag the command-line flag that chooses another port
   * @throws PortInUseException when it is taken
   */
  public static void requireFree(int port, String purpose, String flag) {
    try {
      bindBriefly(port);
    } catch (IOException e) {
      throw new PortInUseException(port, purpose, flag, e);
    }
  }

  /**
   * A port on which nothing listens at the moment; each call gives another one. Another process can
   * be given the same one before something listens, which is as unlikely as two processes counting
   * at the same number at the same time.
   */
  public static int findFree() {
    IOException last = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), LAST - FIRST);
      try {
        bindBriefly(port);
        return port;
      } catch (IOException e) {
        last = e;
      }
    }
    throw new UncheckedIOException(
        "No free port found between %d and %d on 127.0.0.1.".formatted(FIRST, LAST), last);
  }

  private static void bindBriefly(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
    }
  }
}
