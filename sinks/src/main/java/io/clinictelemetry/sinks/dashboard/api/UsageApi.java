package io.clinictelemetry.sinks.dashboard.api;

import io.clinictelemetry.sinks.usage.UsageCsv;
import io.clinictelemetry.sinks.usage.UsageQueries;
import io.clinictelemetry.sinks.usage.UsageQuestion;
import io.clinictelemetry.sinks.usage.UsageQuestion.Granularity;
import io.clinictelemetry.sinks.usage.UsageQuestion.Group;
import io.clinictelemetry.sinks.usage.UsageQuestion.Place;
import io.clinictelemetry.sinks.usage.UsageRow;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/**
 * {@code /usage} and {@code /usage/heatmap}: utilisation by the hours and days on clinics' walls.
 */
public final class UsageApi {

  private static final int DEFAULT_LIMIT = 1_000;
  private static final int MAX_LIMIT = 10_000;
  private static final Duration LONGEST_OF_HOURS = Duration.ofDays(31);
  private static final Duration LONGEST_OF_DAYS = Duration.ofDays(732);
  private static final Duration USUAL_OF_HOURS = Duration.ofDays(1);
  private static final Duration USUAL_OF_DAYS = Duration.ofDays(28);

  private final UsageQueries queries;
  private final Clock clock;

  /**
   * @param clock for the default period
   */
  public UsageApi(Jdbi jdbi, Clock clock) {
    this.queries = new UsageQueries(jdbi);
    this.clock = clock;
  }

  /**
   * A page of rows.
   *
   * @param next what {@code after} is to be for the next page; null when this is the last
   */
  record Page(
      Instant from,
      Instant to,
      String granularity,
      String group,
      List<UsageRow> rows,
      String next) {}

  /** The hours of the week, over the weeks of a period. */
  record Heatmap(Instant from, Instant to, List<UsageQueries.HeatCell> cells) {}

  /** Adds the routes. */
  public void addTo(RoutesConfig routes, String root) {
    routes.get(root + "/usage", this::usage);
    routes.get(root + "/usage/heatmap", context -> context.json(heatmap(context)));
  }

  private void usage(Context context) {
    Parameters parameters =
        Parameters.of(
            context,
            Set.of(
                "from",
                "to",
                "granularity",
                "group",
                "clinic",
                "device",
                "modality",
                "model",
                "after",
                "limit",
                "format"));
    UsageQuestion question = question(parameters);
    List<UsageRow> rows = queries.rows(question);
    boolean more = rows.size() == question.limit();
    Optional<String> next =
        Optional.of(rows).filter(r -> more).map(r -> token(r.get(r.size() - 1).place()));
    if (parameters.text("format").filter(format -> !format.equals("json")).isEmpty()) {
      context.json(
          new Page(
              question.from(),
              question.to(),
              UsageQuestion.word(question.granularity()),
              UsageQuestion.word(question.group()),
              rows,
              next.orElse(null)));
      return;
    }
    String format = parameters.text("format").orElseThrow();
    if (!format.equals("csv")) {
      throw ProblemException.badParameter("format", format, "json or csv");
    }
    next.ifPresent(token -> context.header("X-Next", token));
    context
        .contentType("text/csv; charset=utf-8")
        .header("Content-Disposition", "attachment; filename=\"utilisation.csv\"")
        .result(UsageCsv.of(rows));
  }

  private UsageQuestion question(Parameters parameters) {
    Granularity granularity = one(parameters, "granularity", Granularity.HOUR);
    boolean hours = granularity == Granularity.HOUR;
    Parameters.Period period =
        parameters.period(
            clock.instant(),
            hours ? USUAL_OF_HOURS : USUAL_OF_DAYS,
            hours ? LONGEST_OF_HOURS : LONGEST_OF_DAYS);
    return new UsageQuestion(
        period.from(),
        period.to(),
        granularity,
        one(parameters, "group", Group.CLINIC),
        parameters.text("clinic"),
        parameters.text("device"),
        parameters.text("modality").map(text -> text.toUpperCase(Locale.ROOT)),
        parameters.text("model"),
        parameters.text("after").map(UsageApi::place),
        parameters.limit(DEFAULT_LIMIT, MAX_LIMIT));
  }

  private static <E extends Enum<E>> E one(Parameters parameters, String name, E usual) {
    Optional<String> given = parameters.text(name);
    if (given.isEmpty()) {
      return usual;
    }
    E[] all = usual.getDeclaringClass().getEnumConstants();
    return Arrays.stream(all)
        .filter(value -> UsageQuestion.word(value).equals(given.get()))
        .findFirst()
        .orElseThrow(
            () ->
                ProblemException.badParameter(
                    name,
                    given.get(),
                    Arrays.stream(all)
                        .map(UsageQuestion::word)
                        .collect(Collectors.joining(", ", "one of ", ""))));
  }

  private static String token(Place place) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((place.window() + "\n" + place.key()).getBytes(StandardCharsets.UTF_8));
  }

  private static Place place(String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      int end = text.indexOf('\n');
      if (end > 0) {
        return new Place(text.substring(0, end), text.substring(end + 1));
      }
    } catch (IllegalArgumentException e) {
      // answered below, as for a token without a place
    }
    throw ProblemException.badParameter("after", token, "give what the page before has as next");
  }

  private Heatmap heatmap(Context context) {
    Parameters parameters = Parameters.of(context, Set.of("from", "to", "clinic"));
    Parameters.Period period = parameters.period(clock.instant(), USUAL_OF_DAYS, LONGEST_OF_HOURS);
    return new Heatmap(
        period.from(),
        period.to(),
        queries.heat(period.from(), period.to(), parameters.text("clinic")));
  }
}
