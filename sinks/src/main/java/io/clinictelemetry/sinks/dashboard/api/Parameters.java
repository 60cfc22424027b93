package io.clinictelemetry.sinks.dashboard.api;

import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The query parameters of one request, checked. */
public final class Parameters {

  private static final int LONGEST = 200;

  private final Context context;

  private Parameters(Context context) {
    this.context = context;
  }

  /**
   * The parameters of a request that may have these and no others: a misspelt filter must not
   * silently give everything.
   *
   * @throws ProblemException when it has another, or one twice
   */
  public static Parameters of(Context context, Set<String> allowed) {
    context
        .queryParamMap()
        .forEach(
            (name, values) -> {
              if (!allowed.contains(name)) {
                throw ProblemException.badParameter(
                    name, values.get(0), "not a parameter here; known are " + sorted(allowed));
              }
              if (values.size() > 1) {
                throw ProblemException.badParameter(name, values.get(1), "give it once");
              }
            });
    return new Parameters(context);
  }

  private static String sorted(Set<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names.stream().sorted().toList());
  }

  /** The value; empty when it is not given or blank. */
  public Optional<String> text(String name) {
    Optional<String> value =
        Optional.ofNullable(context.queryParam(name)).filter(text -> !text.isBlank());
    value.ifPresent(
        text -> {
          if (text.length() > LONGEST || text.indexOf('\0') >= 0) {
            throw ProblemException.badParameter(
                name, text.replace("\0", ""), "give at most %d characters".formatted(LONGEST));
          }
        });
    return value;
  }

  /** A text that must be given. */
  String required(String name) {
    return text(name).orElseThrow(() -> ProblemException.badParameter(name, "", "say it"));
  }

  /** True or false; empty when it is not given. */
  Optional<Boolean> flag(String name) {
    return text(name)
        .map(
            value ->
                switch (value) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw ProblemException.badParameter(name, value, "give true or false");
                });
  }

  /** A whole number from 1 to max. */
  int limit(int defaultValue, int max) {
    return Math.toIntExact(number("limit", 1, max).orElse((long) defaultValue));
  }

  /** A whole number from min to max; empty when it is not given. */
  public Optional<Long> number(String name, long min, long max) {
    return text(name)
        .map(
            value -> {
              try {
                long number = Long.parseLong(value);
                if (number >= min && number <= max) {
                  return number;
                }
              } catch (NumberFormatException e) {
                // answered below, as for a number out of range
              }
              throw ProblemException.badParameter(
                  name, value, "give a whole number from %d to %d".formatted(min, max));
            });
  }

  /** An instant; empty when it is not given. */
  Optional<Instant> instant(String name) {
    return text(name)
        .map(
            value -> {
              try {
                return Instant.parse(value);
              } catch (DateTimeException e) {
                throw ProblemException.badParameter(
                    name, value, "give an instant such as 2026-03-02T12:00:00Z");
              }
            });
  }

  /**
   * The period from {@code from} to {@code to}.
   *
   * @param length how long it is when {@code from} is not given; it ends now when {@code to} is not
   * @param longest how long it may be
   */
  Period period(Instant now, Duration length, Duration longest) {
    Instant to = instant("to").orElse(now);
    Instant from = instant("from").orElseGet(() -> to.minus(length));
    if (!from.isBefore(to)) {
      throw ProblemException.badParameter("from", from.toString(), "give an instant before to");
    }
    if (Duration.between(from, to).compareTo(longest) > 0) {
      throw ProblemException.badParameter(
          "from", from.toString(), "give at most %d days".formatted(longest.toDays()));
    }
    return new Period(from, to);
  }

  /**
   * A period of time.
   *
   * @param from first instant
   * @param to first instant after it
   */
  record Period(Instant from, Instant to) {}
}
