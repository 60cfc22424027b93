package io.clinictelemetry.standalone.usage;

import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.sinks.database.Database;
import io.clinictelemetry.sinks.database.DatabaseSettings;
import io.clinictelemetry.sinks.database.Trouble;
import io.clinictelemetry.sinks.usage.UsageCsv;
import io.clinictelemetry.sinks.usage.UsageQueries;
import io.clinictelemetry.sinks.usage.UsageQuestion;
import io.clinictelemetry.sinks.usage.UsageQuestion.Granularity;
import io.clinictelemetry.sinks.usage.UsageQuestion.Group;
import io.clinictelemetry.sinks.usage.UsageRow;
import io.clinictelemetry.standalone.ClusterOptions;
import io.clinictelemetry.standalone.limits.TimeConverter;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

/** Prints utilisation. */
@Command(
    name = "usage",
    description = {
      "Prints what devices did in a period, by the hours or days on their clinics' walls.",
      "Asks the database alone: database.url and database.user must be set."
    },
    mixinStandardHelpOptions = true,
    subcommands = {MaintenanceCommand.class, RebuildCommand.class})
public final class UsageCommand implements Callable<Integer> {

  private static final Duration USUAL_PERIOD = Duration.ofDays(7);
  private static final int PAGE = 1_000;

  @Mixin private ClusterOptions cluster;
  @Spec private CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "Begin of the period, for instance 2026-03-02T00:00:00Z; a week before its end.")
  private Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "End of the period, not part of it; now unless given.")
  private Instant to;

  @Option(
      names = "--by",
      paramLabel = "WINDOW",
      defaultValue = "day",
      description = "hour, day or total; ${DEFAULT-VALUE} unless given.")
  private String by;

  @Option(
      names = "--group",
      paramLabel = "WHAT",
      defaultValue = "clinic",
      description =
          "What is summed up: device, clinic, modality, model or fleet; ${DEFAULT-VALUE} unless given.")
  private String group;

  @Option(names = "--clinic", paramLabel = "ID", description = "Only this clinic.")
  private String clinic;

  @Option(names = "--device", paramLabel = "ID", description = "Only this device.")
  private String device;

  @Option(
      names = "--csv",
      description = "Print CSV with all columns, and their units in the header.")
  private boolean csv;

  @Override
  public Integer call() {
    Settings settings = cluster.settings();
    Instant end = to == null ? Instant.now() : to;
    Instant begin = from == null ? end.minus(USUAL_PERIOD) : from;
    if (!begin.isBefore(end)) {
      throw new ParameterException(
          spec.commandLine(), "--from %s is not before --to %s".formatted(begin, end));
    }
    Granularity granularity = one("--by", by, Granularity.values());
    Group what = one("--group", group, Group.values());
    PrintWriter out = spec.commandLine().getOut();
    List<UsageRow> rows = new ArrayList<>();
    try (Database database = new Database(DatabaseSettings.from(settings), "clinic-usage")) {
      UsageQueries queries = new UsageQueries(database.jdbi());
      Optional<UsageQuestion.Place> after = Optional.empty();
      List<UsageRow> page;
      do {
        page = queries.rows(question(begin, end, granularity, what, after));
        rows.addAll(page);
        after = page.isEmpty() ? after : Optional.of(page.get(page.size() - 1).place());
      } while (page.size() == PAGE);
    } catch (JdbiException e) {
      throw new IllegalStateException(Trouble.of(e).detail(), e);
    }
    if (csv) {
      out.print(UsageCsv.of(rows));
    } else {
      UsageTable.lines(rows, begin, end, what).forEach(out::println);
    }
    out.flush();
    return 0;
  }

  private UsageQuestion question(
      Instant begin,
      Instant end,
      Granularity granularity,
      Group what,
      Optional<UsageQuestion.Place> after) {
    return new UsageQuestion(
        begin,
        end,
        granularity,
        what,
        Optional.ofNullable(clinic),
        Optional.ofNullable(device),
        Optional.empty(),
        Optional.empty(),
        after,
        PAGE);
  }

  private <E extends Enum<E>> E one(String option, String given, E[] all) {
    List<String> words = new ArrayList<>();
    for (E value : all) {
      if (UsageQuestion.word(value).equals(given)) {
        return value;
      }
      words.add(UsageQuestion.word(value));
    }
    throw new ParameterException(
        spec.commandLine(), "%s %s: one of %s".formatted(option, given, String.join(", ", words)));
  }
}
