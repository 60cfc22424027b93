package io.clinictelemetry.standalone.servers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/** The Docker engine of this machine, if there is one. */
final class Engine {

  /** Images that are only built on this machine begin so; nobody has them to pull. */
  private static final String LOCAL = "local/";

  private Engine() {}

  /** Why the servers cannot run in containers, or nothing when they can. */
  static Optional<String> obstacle() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return Optional.of("no Docker engine answers");
    }
    DockerClient client = DockerClientFactory.instance().client();
    for (ServerImage image : ServerImage.values()) {
      Optional<String> obstacle = obstacle(client, image);
      if (obstacle.isPresent()) {
        return obstacle;
      }
    }
    return Optional.empty();
  }

  /**
   * Asks for the image first: where it can be had nowhere, Testcontainers would try for minutes.
   */
  private static Optional<String> obstacle(DockerClient client, ServerImage image) {
    String name = image.image().asCanonicalNameString();
    try {
      client.inspectImageCmd(name).exec();
      return Optional.empty();
    } catch (NotFoundException e) {
      if (name.startsWith(LOCAL)) {
        return Optional.of(
            "the image %s that %s names is not there: build it, or unset the variable for %s"
                .formatted(name, image.variable(), image.publicName()));
      }
    }
    try {
      client.pullImageCmd(name).start().awaitCompletion();
      return Optional.empty();
    } catch (DockerException e) {
      return Optional.of("the image %s cannot be pulled: %s".formatted(name, e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted while pulling the image " + name);
    }
  }
}
