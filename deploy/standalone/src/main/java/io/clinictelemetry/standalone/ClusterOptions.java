package io.clinictelemetry.standalone;

import io.clinictelemetry.contracts.settings.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of every verb that talks to a cluster. */
public final class ClusterOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Properties file with the settings; the environment comes before it.")
  private Path file;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Brokers, instead of the setting kafka.bootstrap.servers.")
  private String bootstrapServers;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "Schema registry, instead of the setting schema.registry.url.")
  private String registry;

  /** Whether the command line, the file or the environment names a cluster. */
  public boolean named() {
    return settings().find(Settings.BOOTSTRAP_SERVERS).isPresent();
  }

  /**
   * The settings.
   *
   * @throws io.clinictelemetry.contracts.settings.SettingException when the file cannot be read
   */
  public Settings settings() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    if (bootstrapServers != null) {
      environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
    }
    if (registry != null) {
      environment.put("SCHEMA_REGISTRY_URL", registry);
    }
    return Settings.load(Optional.ofNullable(file), environment);
  }
}
