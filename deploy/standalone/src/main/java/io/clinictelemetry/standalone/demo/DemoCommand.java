package io.clinictelemetry.standalone.demo;

import io.clinictelemetry.producers.simulator.FleetOptions;
import io.clinictelemetry.producers.simulator.FleetSimulator;
import io.clinictelemetry.producers.simulator.GroundTruthJson;
import io.clinictelemetry.producers.simulator.Programme;
import io.clinictelemetry.standalone.DurationConverter;
import io.clinictelemetry.standalone.Interruption;
import io.clinictelemetry.standalone.LogDestination;
import io.clinictelemetry.standalone.OutputFile;
import io.clinictelemetry.standalone.embedded.DataDirectory;
import io.clinictelemetry.standalone.embedded.Directories;
import io.clinictelemetry.standalone.embedded.PortInUseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The demo as a verb. */
@Command(
    name = "demo",
    description = {
      "Runs the whole pipeline on this machine with a simulated fleet, until Ctrl-C or --for.",
      "With --for it ends by comparing what came out with what the fleet did; exit status 1 when"
          + " they differ."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class DemoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.For.class,
      description = "How long the fleet runs, for instance 60s or 5m; without it until Ctrl-C.")
  private Duration duration;

  @Option(
      names = "--devices",
      defaultValue = "24",
      description = "Number of devices (default: ${DEFAULT-VALUE}).")
  private int devices;

  @Option(
      names = "--clinics",
      description = "Number of clinics (default: 3, or as many as devices).")
  private Integer clinics;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of the fleet and all it does (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--programme",
      defaultValue = "short",
      paramLabel = "short|full",
      description = "Sessions of 20 to 90 s, or of full length (default: ${DEFAULT-VALUE}).")
  private Programme programme;

  @Option(
      names = "--faults",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Inject faults, or not (default: they are injected).")
  private boolean faults;

  @Option(
      names = "--history",
      paramLabel = "DURATION",
      converter = HistoryConverter.class,
      description =
          "First publishes so much of the fleet's past, from 1d to 30d, for instance 14d, as journals"
              + " of devices that were offline; from 10d on with faults that take days.")
  private Duration history;

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Port of the dashboard; 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--kafka-port",
      defaultValue = "9092",
      description = "Port of the broker; 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int kafkaPort;

  @Option(
      names = "--registry-port",
      defaultValue = "8081",
      description = "Port of the schema registry; 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int registryPort;

  @Option(
      names = "--postgres-port",
      defaultValue = "5432",
      description = "Port of PostgreSQL; 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int postgresPort;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory of all data, kept for a next start (default: a temporary one).")
  private Path data;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      converter = OutputFile.class,
      description = "Write the result as JSON.")
  private Path report;

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      converter = OutputFile.class,
      description = "Write what the fleet did, by its own account, as JSON.")
  private Path truth;

  @Override
  public Integer call() throws Exception {
    DemoOptions options = options();
    Path directory = data == null ? Files.createTempDirectory("clinic-demo-") : data;
    DemoConsole console = new DemoConsole(spec.commandLine().getOut());
    // Before the log file is chosen, which belongs to whoever runs on this directory.
    try (DataDirectory claimed = DataDirectory.claim(directory, console::leftRunning)) {
      return run(options, claimed.path(), console);
    }
  }

  private int run(DemoOptions options, Path directory, DemoConsole console) throws Exception {
    LogDestination.useFile(directory.resolve("logs").resolve("clinic.log"));
    console.starting(directory.toAbsolutePath(), data != null);
    boolean keep = data != null;
    try (Interruption interruption = new Interruption(console::stopping)) {
      try {
        return conclude(new Demo(options, directory, console).run(), console);
      } catch (Exception e) {
        if (!interruption.requested()) {
          if (!(e instanceof PortInUseException)) { // then nothing has been started
            keep = true;
            console.logIn(directory);
          }
          throw e;
        }
        return 0; // whatever it was doing, it was told to stop
      } finally {
        if (!keep) {
          removeTemporary(directory, console);
        }
        console.stopped();
      }
    }
  }

  /** What cannot be removed must not hide how the demo ended. */
  private static void removeTemporary(Path directory, DemoConsole console) {
    try {
      Directories.deleteTree(directory);
    } catch (IOException e) {
      console.leftBehind(directory, e);
    }
  }

  private int conclude(DemoResult result, DemoConsole console) throws IOException {
    console.result(result);
    if (report != null) {
      DemoReport.write(result, report);
    }
    if (truth != null) {
      GroundTruthJson.write(result.truth(), truth);
    }
    return result.passed() ? 0 : 1;
  }

  DemoOptions options() {
    int inClinics = clinics == null ? Math.min(3, Math.max(1, devices)) : clinics;
    try {
      requirePort("--port", port);
      requirePort("--kafka-port", kafkaPort);
      requirePort("--registry-port", registryPort);
      requirePort("--postgres-port", postgresPort);
      // Checks the numbers before anything starts.
      new FleetOptions(
          devices, inClinics, seed, programme, faults, Path.of("."), Optional.ofNullable(history));
      requireNoFleetBefore();
      return new DemoOptions(
          Optional.ofNullable(duration),
          devices,
          inClinics,
          seed,
          programme,
          faults,
          Optional.ofNullable(history),
          port,
          kafkaPort,
          registryPort,
          postgresPort,
          Optional.ofNullable(data));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** What is sent as the past must not come after what the same devices have lived since. */
  private void requireNoFleetBefore() {
    if (history != null && data != null && FleetSimulator.hasLived(Demo.fleetState(data))) {
      throw new IllegalArgumentException(
          "--history: %s holds the life of a fleet already, whose past cannot come after it; leave --history out, or give another directory"
              .formatted(data));
    }
  }

  private static void requirePort(String option, int value) {
    if (value < 0 || value > 65_535) {
      throw new IllegalArgumentException(
          "%s=%d: give a port from 1 to 65535, or 0 for any free one".formatted(option, value));
    }
  }

  /** A duration that a fleet's past can have. */
  private static final class HistoryConverter extends DurationConverter {
    private HistoryConverter() {
      super("--history");
    }

    @Override
    public Duration convert(String value) {
      Duration length = super.convert(value);
      if (length.compareTo(FleetOptions.SHORTEST_PAST) < 0
          || length.compareTo(FleetOptions.LONGEST_PAST) > 0) {
        throw new TypeConversionException(
            "--history=%s: give from %dd to %dd"
                .formatted(
                    value,
                    FleetOptions.SHORTEST_PAST.toDays(),
                    FleetOptions.LONGEST_PAST.toDays()));
      }
      return length;
    }
  }
}
