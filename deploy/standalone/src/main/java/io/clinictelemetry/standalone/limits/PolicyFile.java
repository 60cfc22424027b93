package io.clinictelemetry.standalone.limits;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.clinictelemetry.domain.limits.InvalidPolicyException;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.domain.limits.PolicyDraft;
import io.clinictelemetry.domain.limits.PolicyDraft.Setting;
import io.clinictelemetry.domain.limits.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A policy as a person writes it into a JSON file; see docs/limits.md.
 *
 * @param scope as written
 * @param author empty where the command line says it
 * @param reason empty where the command line says it
 * @param effectiveFrom empty for as soon as can be
 * @param limits as written
 */
record PolicyFile(
    String scope,
    Optional<String> author,
    Optional<String> reason,
    Optional<Instant> effectiveFrom,
    List<Setting> limits) {

  private static final Set<String> FIELDS =
      Set.of("scope", "author", "reason", "effective_from", "limits");

  /** A number, then its unit. */
  private static final Pattern QUANTITY = Pattern.compile("(-?[0-9]+(?:\\.[0-9]+)?)\\s+(\\S+)");

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  /**
   * Reads the file.
   *
   * @throws InvalidPolicyException when it is not there, is no JSON, or has a field that cannot be;
   *     names line or field, the value and the remedy
   */
  static PolicyFile read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new InvalidPolicyException(List.of("there is no such file; check the path"));
    } catch (IOException e) {
      throw new InvalidPolicyException(
          List.of("it cannot be read (%s); check that it is a text file".formatted(e)));
    }
  }

  static PolicyFile parse(String text) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new InvalidPolicyException(
          List.of(
              "line %d: %s; the file must be JSON"
                  .formatted(e.getLocation().getLineNr(), e.getOriginalMessage())));
    }
    List<String> problems = new ArrayList<>();
    if (!root.isObject()) {
      throw new InvalidPolicyException(List.of("line 1: the file must be one JSON object"));
    }
    root.fieldNames()
        .forEachRemaining(
            name -> {
              if (!FIELDS.contains(name)) {
                problems.add(
                    "%s: there is no such field; there are scope, author, reason, effective_from"
                            .formatted(name)
                        + " and limits");
              }
            });
    Optional<String> scope = text(root, "scope", problems);
    if (scope.isEmpty() && !root.has("scope")) {
      problems.add("scope: missing; give for instance \"clinic/clinic-7\"");
    }
    PolicyFile file =
        new PolicyFile(
            scope.orElse(""),
            text(root, "author", problems),
            text(root, "reason", problems),
            text(root, "effective_from", problems).flatMap(time -> instant(time, problems)),
            limits(root.get("limits"), problems));
    if (!problems.isEmpty()) {
      throw new InvalidPolicyException(problems);
    }
    return file;
  }

  private static Optional<String> text(JsonNode root, String field, List<String> problems) {
    JsonNode value = root.get(field);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      problems.add("%s: %s; it must be a text in quotes".formatted(field, value));
      return Optional.empty();
    }
    return Optional.of(value.textValue().strip());
  }

  private static Optional<Instant> instant(String time, List<String> problems) {
    try {
      return Optional.of(OffsetDateTime.parse(time).toInstant());
    } catch (DateTimeException e) {
      problems.add(
          "effective_from: \"%s\" is no time; write for instance 2026-03-09T08:00:00Z, or with +01:00 for Z"
              .formatted(time));
      return Optional.empty();
    }
  }

  private static List<Setting> limits(JsonNode node, List<String> problems) {
    List<Setting> limits = new ArrayList<>();
    if (node == null || !node.isObject()) {
      problems.add(
          "limits: %s; give an object such as {\"suction-soft-high\": \"35 kPa\"}"
              .formatted(node == null ? "missing" : node));
      return limits;
    }
    node.properties()
        .forEach(
            entry -> {
              Matcher quantity = QUANTITY.matcher(entry.getValue().asText().strip());
              if (entry.getValue().isTextual() && quantity.matches()) {
                limits.add(
                    new Setting(
                        entry.getKey(), Double.parseDouble(quantity.group(1)), quantity.group(2)));
              } else {
                problems.add(
                    "limits.%s: %s; give a number and its unit in quotes, for instance \"35 kPa\""
                        .formatted(entry.getKey(), entry.getValue()));
              }
            });
    return limits;
  }

  /**
   * The policy, as the next version of its scope.
   *
   * @param effectiveFromMs corrected time of the first sample that it is to judge, ms since 1970
   *     UTC; {@link Policy#NEVER_MS} for a draft
   * @throws InvalidPolicyException when something is wrong with it; names all that is
   */
  Policy policy(
      PublishedPolicies published, Instant now, long effectiveFromMs, String by, String because) {
    Scope parsed = parsedScope();
    return new PolicyDraft(
            parsed.toString(),
            published.policies().nextVersion(parsed),
            now.toEpochMilli(),
            effectiveFromMs,
            by,
            because,
            limits)
        .publishable(published.inventory().onlyClassOf(parsed));
  }

  private Scope parsedScope() {
    try {
      return Scope.parse(scope);
    } catch (IllegalArgumentException e) {
      throw new InvalidPolicyException(List.of("scope: " + e.getMessage()));
    }
  }
}
