package io.clinictelemetry.sinks.dashboard.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.clinictelemetry.avro.AlertCommand;
import io.clinictelemetry.avro.AlertCommandKind;
import io.clinictelemetry.avro.SubjectKind;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * {@code /user}, and {@code POST /alerts/{id}/commands}: what a person asks to be done with an
 * alert. It answers with what safety made of it, as soon as that is in the database.
 *
 * <p>Takes JSON alone: a form of another site cannot send it.
 */
public final class CommandsApi {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration ASK_AGAIN = Duration.ofMillis(50);
  private static final int LONGEST_TEXT = 500;
  private static final int LONGEST_NAME = 100;

  private final AlertQueries queries;
  private final Supplier<AlertCommands> commands;
  private final Function<Context, Optional<String>> user;
  private final ObjectReader reader;

  /**
   * @param commands opened with the first command
   * @param user who asks, where the server knows its users
   */
  public CommandsApi(
      AlertQueries queries,
      Supplier<AlertCommands> commands,
      Function<Context, Optional<String>> user,
      ObjectMapper json) {
    this.queries = queries;
    this.commands = commands;
    this.user = user;
    this.reader =
        json.readerFor(Asked.class).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  /**
   * The request's body.
   *
   * @param kind acknowledge, shelve, unshelve or reset
   * @param why the reason
   * @param by who asks; only where the server does not know its users
   * @param shelveS how long to shelve, s
   * @param commandId of a command that is sent again because its answer was lost; null for a new
   *     one
   */
  record Asked(String kind, String why, String by, Long shelveS, String commandId) {}

  /**
   * The answer.
   *
   * @param answer null when there was none in time: the command is kept, and is done when safety
   *     comes to it
   */
  record Answer(String commandId, AlertQueries.Transition answer) {}

  /** Who asks; null where the server does not know its users. */
  record Asking(String user) {}

  /** Adds the routes. */
  public void addTo(RoutesConfig routes, String root) {
    routes.get(
        root + "/user", context -> context.json(new Asking(user.apply(context).orElse(null))));
    routes.post(root + "/alerts/{id}/commands", this::ask);
  }

  private void ask(Context context) throws InterruptedException {
    Parameters.of(context, Set.of());
    String id = context.pathParam("id");
    AlertView alert = queries.byId(id).orElseThrow(() -> ProblemException.notFound("alert", id));
    AlertCommand command = command(alert, read(context), user.apply(context));
    try {
      commands.get().send(command);
    } catch (ExecutionException e) {
      throw ProblemException.brokerAway(command.getCommandId(), e.getCause());
    }
    Optional<AlertQueries.Transition> answer = answer(command.getCommandId());
    context
        .status(answer.isPresent() ? 200 : 202)
        .json(new Answer(command.getCommandId(), answer.orElse(null)));
  }

  private Asked read(Context context) {
    String type = Optional.ofNullable(context.contentType()).orElse("");
    if (!type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw ProblemException.badParameter("Content-Type", type, "send application/json");
    }
    try {
      return reader.readValue(context.body());
    } catch (JsonProcessingException e) {
      throw ProblemException.badParameter(
          "body",
          e.getOriginalMessage(),
          "send an object with kind and why, and with shelve_s to shelve");
    }
  }

  private static AlertCommand command(AlertView alert, Asked asked, Optional<String> user) {
    AlertCommandKind kind = kind(asked.kind());
    if (user.isPresent() && asked.by() != null) {
      throw ProblemException.badParameter("by", asked.by(), "leave it out: you are " + user.get());
    }
    if (kind == AlertCommandKind.SHELVE && (asked.shelveS() == null || asked.shelveS() <= 0)) {
      throw ProblemException.badParameter(
          "shelve_s", String.valueOf(asked.shelveS()), "say for how many seconds");
    }
    String id =
        asked.commandId() == null
            ? UUID.randomUUID().toString()
            : text("command_id", asked.commandId(), LONGEST_NAME);
    return AlertCommand.newBuilder()
        .setCommandId(id)
        .setKind(kind)
        .setAlertId(alert.alertId())
        .setSubjectKind(SubjectKind.valueOf(alert.subjectKind()))
        .setSubjectId(alert.subjectId())
        .setClinicId(alert.clinicId())
        .setRule(alert.rule())
        .setBy(user.orElseGet(() -> text("by", asked.by(), LONGEST_NAME)))
        .setWhy(text("why", asked.why(), LONGEST_TEXT))
        .setShelveMs(kind == AlertCommandKind.SHELVE ? asked.shelveS() * 1_000 : null)
        .build();
  }

  private static AlertCommandKind kind(String given) {
    return Arrays.stream(AlertCommandKind.values())
        .filter(kind -> kind != AlertCommandKind.UNKNOWN)
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(given))
        .findFirst()
        .orElseThrow(
            () ->
                ProblemException.badParameter(
                    "kind", String.valueOf(given), "acknowledge, shelve, unshelve or reset"));
  }

  private static String text(String name, String given, int longest) {
    if (given == null || given.isBlank() || given.length() > longest || given.indexOf('\0') >= 0) {
      throw ProblemException.badParameter(
          name, String.valueOf(given), "give 1 to %d characters".formatted(longest));
    }
    return given.strip();
  }

  private Optional<AlertQueries.Transition> answer(String commandId) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    Optional<AlertQueries.Transition> answer = queries.answer(commandId);
    while (answer.isEmpty() && System.nanoTime() - until < 0) {
      Thread.sleep(ASK_AGAIN.toMillis());
      answer = queries.answer(commandId);
    }
    return answer;
  }
}
