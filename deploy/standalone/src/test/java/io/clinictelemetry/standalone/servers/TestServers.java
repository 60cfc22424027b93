package io.clinictelemetry.standalone.servers;

import io.clinictelemetry.standalone.embedded.EmbeddedStack;
import io.clinictelemetry.standalone.embedded.EmbeddedStackOptions;
import io.clinictelemetry.standalone.embedded.Servers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Chooses where the servers of the tests run, the same for all tests of this JVM. */
public final class TestServers {

  /** {@code true}: tests fail instead of running on the embedded servers. */
  static final String REQUIRE = "CLINIC_REQUIRE_CONTAINERS";

  private TestServers() {}

  /**
   * New servers, not started yet.
   *
   * @param dataDirectory where embedded servers keep their data; containers keep theirs inside
   * @throws IllegalStateException when containers are required and cannot be had
   */
  public static Servers choose(Path dataDirectory) {
    return mayUseContainers(Choice.OBSTACLE, Boolean.parseBoolean(System.getenv(REQUIRE)))
        ? new ContainerServers()
        : new EmbeddedStack(EmbeddedStackOptions.onFreePorts(dataDirectory), stage -> {});
  }

  /** New servers, ready; to be closed. Throws what {@link #choose} and the start throw. */
  public static Servers start(Path dataDirectory) {
    Servers servers = choose(dataDirectory);
    servers.start();
    return servers;
  }

  static boolean mayUseContainers(Optional<String> obstacle, boolean required) {
    if (required && obstacle.isPresent()) {
      throw new IllegalStateException(
          "%s is true, but %s: start a Docker engine that has the images, or unset the variable."
              .formatted(REQUIRE, obstacle.get()));
    }
    return obstacle.isEmpty();
  }

  /** Looked for once, because that takes a moment, and told once. */
  private static final class Choice {

    static final Optional<String> OBSTACLE = Engine.obstacle();

    static {
      String images =
          Arrays.stream(ServerImage.values())
              .map(image -> image.image().asCanonicalNameString())
              .collect(Collectors.joining(", "));
      System.out.println(
          "Servers of the tests: "
              + OBSTACLE
                  .map(reason -> "embedded, because " + reason)
                  .orElse("containers of " + images));
    }

    private Choice() {}
  }
}
