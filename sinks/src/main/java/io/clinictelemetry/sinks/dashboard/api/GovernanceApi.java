package io.clinictelemetry.sinks.dashboard.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * {@code POST /policies/drafts}, {@code /policies/approvals} and {@code /policies/backtests}: how
 * limits come into force.
 *
 * <p>Takes JSON alone: a form of another site cannot send it.
 */
public final class GovernanceApi {

  private final LimitsDesk desk;
  private final Function<Context, Optional<String>> user;
  private final ObjectMapper json;

  /** Each takes a processor for as long as it runs. */
  private final Semaphore backtests = new Semaphore(1);

  /**
   * @param user who asks, where the server knows its users
   */
  public GovernanceApi(
      LimitsDesk desk, Function<Context, Optional<String>> user, ObjectMapper json) {
    this.desk = desk;
    this.user = user;
    this.json = json;
  }

  /**
   * Body of an approval.
   *
   * @param policy the draft, scope#version
   * @param by who approves; only where the server does not know its users
   * @param effectiveFrom null for soon
   */
  record Approval(String policy, String by, Instant effectiveFrom) {}

  /**
   * Body of a back-test.
   *
   * @param policy a published one, scope#version; null where a candidate is given
   * @param candidate a policy as docs/limits.md has it
   * @param from append time of the first record of the period; null for the usual
   * @param to its end, not part of it; null for now
   */
  record Trial(String policy, JsonNode candidate, Instant from, Instant to) {}

  /** Adds the routes. */
  public void addTo(RoutesConfig routes, String root) {
    routes.post(root + "/policies/drafts", this::draft);
    routes.post(root + "/policies/approvals", this::approve);
    routes.post(root + "/policies/backtests", this::backtest);
  }

  private void draft(Context context) {
    String policy = body(context);
    context.status(201).json(asked(() -> desk.draft(policy, user.apply(context))));
  }

  private void approve(Context context) {
    Approval approval = read(context, Approval.class, "send an object with policy");
    Optional<String> known = user.apply(context);
    if (known.isPresent() && approval.by() != null) {
      throw ProblemException.badParameter(
          "by", approval.by(), "leave it out: you are " + known.get());
    }
    String by = known.orElseGet(() -> required("by", approval.by()));
    String policy = required("policy", approval.policy());
    context
        .status(201)
        .json(asked(() -> desk.approve(policy, by, Optional.ofNullable(approval.effectiveFrom()))));
  }

  private void backtest(Context context) {
    Trial trial = read(context, Trial.class, "send an object with policy or candidate");
    if ((trial.policy() == null) == (trial.candidate() == null)) {
      throw ProblemException.badParameter(
          "policy", String.valueOf(trial.policy()), "give either policy or candidate");
    }
    if (!backtests.tryAcquire()) {
      throw ProblemException.busy("another back-test runs; try again when it is over");
    }
    try {
      context
          .contentType("application/json")
          .result(
              asked(
                  () ->
                      desk.backtest(
                          Optional.ofNullable(trial.policy()),
                          String.valueOf(trial.candidate()),
                          Optional.ofNullable(trial.from()),
                          Optional.ofNullable(trial.to()))));
    } finally {
      backtests.release();
    }
  }

  private static <T> T asked(Supplier<T> desk) {
    try {
      return desk.get();
    } catch (IllegalArgumentException e) {
      throw ProblemException.refused(e.getMessage());
    } catch (IllegalStateException e) {
      throw ProblemException.busy(e.getMessage());
    }
  }

  private static String body(Context context) {
    Parameters.of(context, Set.of());
    String type = Optional.ofNullable(context.contentType()).orElse("");
    if (!type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw ProblemException.badParameter("Content-Type", type, "send application/json");
    }
    return context.body();
  }

  private <T> T read(Context context, Class<T> type, String remedy) {
    try {
      return json.readerFor(type)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(body(context));
    } catch (JsonProcessingException e) {
      throw ProblemException.badParameter("body", e.getOriginalMessage(), remedy);
    }
  }

  private static String required(String name, String value) {
    if (value == null || value.isBlank()) {
      throw ProblemException.badParameter(name, String.valueOf(value), "say it");
    }
    return value.strip();
  }
}
