package io.clinictelemetry.standalone;

import io.clinictelemetry.contracts.operations.ClockWatch;
import io.clinictelemetry.contracts.operations.Health;
import io.clinictelemetry.contracts.operations.ListenAddress;
import io.clinictelemetry.contracts.operations.OperationsServer;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.producers.simulator.SimulatorComponent;
import io.clinictelemetry.sinks.dashboard.DashboardServer;
import io.clinictelemetry.sinks.notifications.Notifier;
import io.clinictelemetry.sinks.postgres.PostgresSink;
import io.clinictelemetry.standalone.limits.LimitsOffice;
import io.clinictelemetry.streams.safety.SafetyApplication;
import io.clinictelemetry.streams.shared.LostStateException;
import io.clinictelemetry.streams.usage.UsageApplication;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one component until it is told to stop. */
@Command(
    name = "run",
    description = {
      "Runs one component until a signal stops it.",
      "Settings come from the environment and --config; docs/configuration.md lists them."
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  /** What can be run. */
  enum Component {
    safety,
    usage,
    sink,
    dashboard,
    notifier,
    simulator
  }

  private static final int SINK_PORT = 9103;

  @Mixin private ClusterOptions cluster;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "COMPONENT", description = "One of: ${COMPLETION-CANDIDATES}")
  private Component component;

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = cluster.settings();
    ListenAddress address = ListenAddress.from(settings, 0);
    PrintWriter out = spec.commandLine().getOut();
    try (Interruption interruption =
            new Interruption(() -> say(out, "%s stops".formatted(component)));
        Running running = start(settings)) {
      say(
          out,
          "%s runs; health and metrics on %s".formatted(component, address.url(running.port())));
      ClockWatch clock = new ClockWatch();
      return interruption.await(
          () -> clock.judge(running.health().get()),
          detail ->
              log()
                  .error(
                      "{} ends, for whoever watches over it to start it again: {}",
                      component,
                      detail));
    }
  }

  private static void say(PrintWriter out, String line) {
    if (LogDestination.isJson()) {
      log().info(line);
      return;
    }
    out.println(line);
    out.flush();
  }

  /** Not a constant: it would be made with the command line, before another verb chose a file. */
  private static Logger log() {
    return LoggerFactory.getLogger(RunCommand.class);
  }

  private Running start(Settings settings) {
    return switch (component) {
      case safety ->
          restored(
              () -> {
                SafetyApplication safety = new SafetyApplication(settings);
                return started(safety::start, safety::port, safety::health, safety);
              });
      case usage ->
          restored(
              () -> {
                UsageApplication usage = new UsageApplication(settings);
                return started(usage::start, usage::port, usage::health, usage);
              });
      case sink -> sink(settings);
      case dashboard -> {
        DashboardServer dashboard =
            new DashboardServer(
                settings,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                Optional.of(new LimitsOffice(settings)));
        dashboard.start();
        yield new Running(dashboard.port(), dashboard::health, dashboard);
      }
      case notifier -> {
        Notifier notifier =
            new Notifier(settings, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        notifier.start();
        yield new Running(notifier.port(), notifier::health, notifier);
      }
      case simulator -> {
        SimulatorComponent simulator = new SimulatorComponent(settings);
        simulator.start();
        yield new Running(simulator.port(), simulator::health, simulator);
      }
    };
  }

  /** Starts it, and once more when its local state was lost. */
  private static Running restored(Supplier<Running> component) {
    try {
      return component.get();
    } catch (LostStateException e) {
      log().warn("{}", e.getMessage());
      return component.get();
    }
  }

  /** Leaves nothing open that does not start. */
  private static Running started(
      Runnable start, IntSupplier port, Supplier<Health> health, AutoCloseable stop) {
    try {
      start.run();
    } catch (RuntimeException e) {
      new Running(0, health, stop).close();
      throw e;
    }
    return new Running(port.getAsInt(), health, stop);
  }

  private static Running sink(Settings settings) {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    PostgresSink sink = new PostgresSink(settings, metrics);
    OperationsServer operations =
        new OperationsServer(ListenAddress.from(settings, SINK_PORT), metrics, sink::health);
    sink.start();
    return new Running(
        operations.port(),
        sink::health,
        () -> {
          operations.close();
          sink.close();
        });
  }

  /**
   * A component that runs.
   *
   * @param port port of its health and metrics
   * @param health how it is
   * @param stop stops it
   */
  private record Running(int port, Supplier<Health> health, AutoCloseable stop)
      implements AutoCloseable {

    @Override
    public void close() {
      try {
        stop.close();
      } catch (Exception e) {
        throw new IllegalStateException("it did not stop cleanly: " + e.getMessage(), e);
      }
    }
  }
}
