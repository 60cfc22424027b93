package io.clinictelemetry.standalone.usage;

import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.sinks.database.Database;
import io.clinictelemetry.sinks.database.DatabaseSettings;
import io.clinictelemetry.sinks.database.Trouble;
import io.clinictelemetry.sinks.usage.MaintenanceCsv;
import io.clinictelemetry.sinks.usage.MaintenanceQueries;
import io.clinictelemetry.sinks.usage.MaintenanceQuestion;
import io.clinictelemetry.sinks.usage.MaintenanceRow;
import io.clinictelemetry.standalone.ClusterOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.JdbiException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints which parts of which devices are to be serviced. */
@Command(
    name = "maintenance",
    description = {
      "Prints which parts of which devices are due, overdue, or will soon be due, what is most urgent first.",
      "Asks the database alone: database.url and database.user must be set."
    },
    mixinStandardHelpOptions = true)
public final class MaintenanceCommand implements Callable<Integer> {

  private static final int MAX_DAYS = 3_650;

  @Mixin private ClusterOptions cluster;
  @Spec private CommandSpec spec;

  @Option(names = "--clinic", paramLabel = "ID", description = "Only devices of this clinic.")
  private String clinic;

  @Option(names = "--device", paramLabel = "ID", description = "Only this device.")
  private String device;

  @Option(
      names = "--within",
      paramLabel = "DAYS",
      defaultValue = "28",
      description = "Also what will be due in so many days; ${DEFAULT-VALUE} unless given.")
  private int withinDays;

  @Option(names = "--all", description = "Every part of every device, due or not.")
  private boolean all;

  @Option(
      names = "--csv",
      description = "Print CSV with all columns, and their units in the header.")
  private boolean csv;

  @Override
  public Integer call() {
    if (withinDays < 0 || withinDays > MAX_DAYS) {
      throw new ParameterException(
          spec.commandLine(),
          "--within %d: give a number of days from 0 to %d".formatted(withinDays, MAX_DAYS));
    }
    Settings settings = cluster.settings();
    Instant now = Instant.now();
    List<MaintenanceRow> rows;
    List<String> unknown;
    try (Database database = new Database(DatabaseSettings.from(settings), "clinic-usage")) {
      MaintenanceQueries queries = new MaintenanceQueries(database.jdbi());
      rows =
          queries.rows(
              new MaintenanceQuestion(
                  now,
                  Optional.ofNullable(clinic),
                  Optional.ofNullable(device),
                  all ? Optional.empty() : Optional.of(now.plus(Duration.ofDays(withinDays))),
                  Integer.MAX_VALUE));
      unknown = queries.unknownDevices();
    } catch (JdbiException e) {
      throw new IllegalStateException(Trouble.of(e).detail(), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (csv) {
      out.print(MaintenanceCsv.of(rows));
    } else {
      MaintenanceTable.lines(rows, unknown).forEach(out::println);
    }
    out.flush();
    return 0;
  }
}
