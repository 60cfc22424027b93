package io.clinictelemetry.standalone.servers;

import io.clinictelemetry.standalone.embedded.Servers;
import io.clinictelemetry.standalone.embedded.SingleNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** Each server in a container of its own, set as the embedded ones are. */
final class ContainerServers implements Servers {

  /**
   * Runs the script that Testcontainers puts into the broker's container: read, and only with its
   * last line. What is executed while it is being written is refused, with exit status 126.
   */
  private static final String WHEN_IT_IS_WRITTEN =
      "script=/tmp/testcontainers_start.sh;"
          + " until grep -q /etc/kafka/docker/run $script 2>/dev/null; do sleep 0.1; done;"
          + " exec bash $script";

  private static final int REGISTRY_PORT = 8080;
  private static final String DATABASE = "clinic";

  /** Beyond what a machine needs that does much else. */
  private static final Duration START_TIMEOUT = Duration.ofMinutes(4);

  private final KafkaContainer kafka =
      new KafkaContainer(ServerImage.KAFKA.image())
          .withEnv(asEnvironment(SingleNode.settings()))
          .withEnv("KAFKA_HEAP_OPTS", "-Xms256m -Xmx512m -XX:TieredStopAtLevel=1")
          .withCommand("sh", "-c", WHEN_IT_IS_WRITTEN);

  private final GenericContainer<?> registry =
      new GenericContainer<>(ServerImage.REGISTRY.image())
          .withEnv("APICURIO_RULES_GLOBAL_COMPATIBILITY", "BACKWARD")
          .withEnv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m")
          .withExposedPorts(REGISTRY_PORT)
          .waitingFor(Wait.forHttp("/health/ready").forPort(REGISTRY_PORT));

  private final PostgreSQLContainer postgres =
      new PostgreSQLContainer(ServerImage.POSTGRES.image())
          .withDatabaseName(DATABASE)
          .withUsername(DATABASE)
          .withEnv("POSTGRES_HOST_AUTH_METHOD", "trust")
          .withCommand(
              "postgres", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "jit=off");

  /** A container's memory does not count as this process's: without a limit it has none at all. */
  ContainerServers() {
    containers().forEach(container -> container.withStartupTimeout(START_TIMEOUT));
    limit(kafka, 1024);
    limit(registry, 640);
    limit(postgres, 512);
  }

  @Override
  public void start() {
    try {
      Startables.deepStart(kafka, registry, postgres).join();
    } catch (RuntimeException e) {
      close();
      throw new IllegalStateException(
          "The containers did not start: %s. What one printed: docker logs.".formatted(e), e);
    }
  }

  @Override
  public String bootstrapServers() {
    return kafka.getBootstrapServers();
  }

  @Override
  public String registryUrl() {
    return "http://%s:%d/apis/ccompat/v7"
        .formatted(registry.getHost(), registry.getMappedPort(REGISTRY_PORT));
  }

  @Override
  public String jdbcUrl() {
    return "jdbc:postgresql://%s:%d/%s"
        .formatted(
            postgres.getHost(),
            postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
            DATABASE);
  }

  @Override
  public String user() {
    return DATABASE;
  }

  @Override
  public Optional<String> fault() {
    return containers().stream()
        .filter(container -> !container.isRunning())
        .findFirst()
        .map(
            container -> "the container of %s has ended".formatted(container.getDockerImageName()));
  }

  @Override
  public void close() {
    containers().forEach(GenericContainer::stop);
  }

  /** The broker's process, as this machine numbers it. */
  long brokerPid() {
    return Objects.requireNonNull(kafka.getCurrentContainerInfo().getState().getPidLong());
  }

  private List<GenericContainer<?>> containers() {
    return List.of(kafka, registry, postgres);
  }

  private static void limit(GenericContainer<?> container, long mebibytes) {
    container.withCreateContainerCmdModifier(
        command ->
            Objects.requireNonNull(command.getHostConfig(), "Testcontainers sets it")
                .withMemory(mebibytes << 20));
  }

  private static Map<String, String> asEnvironment(Map<String, String> settings) {
    return settings.entrySet().stream()
        .collect(
            Collectors.toMap(
                setting -> "KAFKA_" + setting.getKey().toUpperCase(Locale.ROOT).replace('.', '_'),
                Map.Entry::getValue));
  }
}
