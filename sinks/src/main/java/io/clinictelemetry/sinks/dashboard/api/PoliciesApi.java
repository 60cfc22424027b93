package io.clinictelemetry.sinks.dashboard.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** {@code /policies}: every version of the limits that devices are judged by. */
public final class PoliciesApi {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1000;

  private final Jdbi jdbi;
  private final ObjectMapper json;

  /** Serves what the sink stored. */
  public PoliciesApi(Jdbi jdbi, ObjectMapper json) {
    this.jdbi = jdbi;
    this.json = json;
    jdbi.registerRowMapper(ConstructorMapper.factory(PolicyView.class));
  }

  /**
   * One version of a scope's limits.
   *
   * @param effectiveFrom corrected time of the first sample that it judges; null for a draft
   * @param draft whether it waits to be approved, and judges nothing
   * @param approvedBy who approved the draft that it puts in force; null where there was none
   * @param approves version of that draft
   * @param limits JSON array of name, value and unit
   */
  public record PolicyView(
      String scope,
      int version,
      Instant publishedAt,
      Instant effectiveFrom,
      boolean draft,
      String author,
      String reason,
      String approvedBy,
      Integer approves,
      @JsonRawValue String limits) {}

  /** Policies, by scope, the newest version first. */
  record Policies(List<PolicyView> policies) {}

  /** Adds the route. */
  public void addTo(RoutesConfig routes, String root) {
    routes.get(root + "/policies", context -> context.json(policies(context)));
    routes.get(root + "/policies/diff", context -> context.json(difference(context)));
  }

  /**
   * A limit that is not the same in two versions of a scope.
   *
   * @param before null where the earlier version does not set it
   * @param after null where the later version does not set it
   */
  record Change(String name, String unit, Double before, Double after) {}

  /**
   * What differs between two versions of a scope.
   *
   * @param before 0 for none: everything is new
   */
  record Changes(String scope, int before, int after, List<Change> changes) {}

  private Changes difference(Context context) {
    Parameters parameters = Parameters.of(context, Set.of("scope", "before", "after"));
    String scope = parameters.required("scope");
    int after = version(parameters.required("after"), "after");
    int before =
        parameters
            .text("before")
            .map(text -> text.equals("0") ? 0 : version(text, "before"))
            .orElse(after - 1);
    Map<String, JsonNode> earlier = before == 0 ? Map.of() : limits(scope, before);
    Map<String, JsonNode> later = limits(scope, after);
    Set<String> names = new TreeSet<>(earlier.keySet());
    names.addAll(later.keySet());
    List<Change> changes = new ArrayList<>();
    for (String name : names) {
      Double was = value(earlier.get(name));
      Double is = value(later.get(name));
      if (!Objects.equals(was, is)) {
        JsonNode either = later.getOrDefault(name, earlier.get(name));
        changes.add(new Change(name, either.path("unit").asText(), was, is));
      }
    }
    return new Changes(scope, before, after, changes);
  }

  private static int version(String text, String name) {
    try {
      int version = Integer.parseInt(text);
      if (version > 0) {
        return version;
      }
    } catch (NumberFormatException e) {
      // answered below, as for a number that is not above 0
    }
    throw ProblemException.badParameter(name, text, "give the number of a version");
  }

  private static Double value(JsonNode limit) {
    return limit == null ? null : limit.path("value").asDouble();
  }

  /** The limits of a version, by name. */
  private Map<String, JsonNode> limits(String scope, int version) {
    String text =
        jdbi.withHandle(
                handle ->
                    handle
                        .createQuery(
                            "SELECT limits::text FROM limit_policies"
                                + " WHERE scope = :scope AND version = :version")
                        .bind("scope", scope)
                        .bind("version", version)
                        .mapTo(String.class)
                        .findOne())
            .orElseThrow(() -> ProblemException.notFound("policy", scope + "#" + version));
    try {
      Map<String, JsonNode> limits = new TreeMap<>();
      json.readTree(text).forEach(limit -> limits.put(limit.path("name").asText(), limit));
      return limits;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database gave JSON that is none", e);
    }
  }

  private Policies policies(Context context) {
    Parameters parameters = Parameters.of(context, Set.of("scope", "limit"));
    Optional<String> scope = parameters.text("scope");
    String sql =
        """
        SELECT scope, version, published_at, author, reason, approved_by, approves,
               limits::text AS limits, effective_from >= '9999-01-01' AS draft,
               CASE WHEN effective_from < '9999-01-01' THEN effective_from END AS effective_from
        FROM limit_policies
        """
            + (scope.isPresent() ? "WHERE scope = :scope " : "")
            + "ORDER BY scope, version DESC LIMIT :limit";
    return new Policies(
        jdbi.withHandle(
            handle -> {
              var query =
                  handle.createQuery(sql).bind("limit", parameters.limit(DEFAULT_LIMIT, MAX_LIMIT));
              scope.ifPresent(given -> query.bind("scope", given));
              return query.mapTo(PolicyView.class).list();
            }));
  }
}
