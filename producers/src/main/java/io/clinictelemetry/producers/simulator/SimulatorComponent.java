package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.contracts.operations.Health;
import io.clinictelemetry.contracts.operations.ListenAddress;
import io.clinictelemetry.contracts.operations.OperationsServer;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.SettingException;
import io.clinictelemetry.contracts.settings.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The simulator as a component of its own: a fleet by settings, with metrics and health over HTTP.
 *
 * <p>Settings are those of {@link Settings#kafka()} and {@link Settings#serdes()}, {@code
 * http.host} and {@code http.port}, and {@code simulator.*} as the constants here say.
 */
public final class SimulatorComponent implements AutoCloseable {

  /** Number of devices; 24 unless set. */
  public static final String DEVICES = "simulator.devices";

  /** Number of clinics; 3 unless set. */
  public static final String CLINICS = "simulator.clinics";

  /** Seed of the fleet, a whole number; 1 unless set. */
  public static final String SEED = "simulator.seed";

  /** {@code short} or {@code full}; short unless set. */
  public static final String PROGRAMME = "simulator.programme";

  /** {@code true} or {@code false}: whether faults are injected; true unless set. */
  public static final String FAULTS = "simulator.faults";

  /** Directory of the devices' boot ids; must be set. */
  public static final String STATE_DIR = "simulator.state.dir";

  /** Port of metrics and health unless {@code http.port} is set. */
  public static final int DEFAULT_PORT = 9464;

  private static final Logger log = LoggerFactory.getLogger(SimulatorComponent.class);
  private static final Duration STOP_DEADLINE = Duration.ofSeconds(10);

  private final AvroSerdes serdes;
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final FleetSimulator fleet;
  private final OperationsServer operations;

  /**
   * Opens what it needs; nothing is sent yet.
   *
   * @throws SettingException when a setting is missing or wrong, or the port is taken
   */
  public SimulatorComponent(Settings settings) {
    FleetOptions options = options(settings);
    ListenAddress address = ListenAddress.from(settings, DEFAULT_PORT);
    serdes = new AvroSerdes(settings.serdes());
    FleetSimulator opened = null;
    try {
      opened =
          FleetSimulator.open(options, settings.kafka(), serdes, InstantSource.system(), metrics);
      operations = new OperationsServer(address, metrics, opened::health);
    } catch (RuntimeException e) {
      if (opened != null) {
        opened.close();
      }
      serdes.close();
      throw e;
    }
    fleet = opened;
  }

  /**
   * The fleet that the settings describe.
   *
   * @throws SettingException when a setting is missing or wrong
   */
  static FleetOptions options(Settings settings) {
    int devices = settings.integer(DEVICES, 24, 1, FleetOptions.MAX_DEVICES);
    return new FleetOptions(
        devices,
        settings.integer(CLINICS, Math.min(3, devices), 1, devices),
        seed(settings),
        programme(settings),
        faults(settings),
        Path.of(
            settings.required(STATE_DIR, "give a directory that outlives a restart of this one")));
  }

  private static long seed(Settings settings) {
    String value = settings.text(SEED, "1");
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new SettingException(SEED, value, "set a whole number");
    }
  }

  private static Programme programme(Settings settings) {
    String value = settings.text(PROGRAMME, "short");
    return switch (value) {
      case "short" -> Programme.SHORT;
      case "full" -> Programme.FULL;
      default -> throw new SettingException(PROGRAMME, value, "set short or full");
    };
  }

  private static boolean faults(Settings settings) {
    String value = settings.text(FAULTS, "true");
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new SettingException(FAULTS, value, "set true or false");
    };
  }

  /**
   * Publishes the inventory and starts the devices.
   *
   * @throws RuntimeException when the broker or the registry does not take the inventory
   */
  public void start() {
    fleet.start();
  }

  /** How it is. */
  public Health health() {
    return fleet.health();
  }

  /** The port of metrics and health. */
  public int port() {
    return operations.port();
  }

  /** What the fleet did so far. */
  public GroundTruth truth() {
    return fleet.truth();
  }

  /**
   * Ends open sessions, waits up to 10 s for the broker to have everything, and stops.
   *
   * @throws io.clinictelemetry.producers.client.UndeliveredException when it did not get everything
   */
  @Override
  public void close() {
    try (serdes;
        operations;
        fleet) {
      fleet.endSessionsAndStop(STOP_DEADLINE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      log.warn("Interrupted while stopping: open sessions were not ended", e);
    } finally {
      metrics.close();
    }
  }
}
