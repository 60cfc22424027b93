package io.clinictelemetry.sinks.dashboard.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** {@code /policies}: every version of the limits that devices are judged by. */
public final class PoliciesApi {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1000;

  private final Jdbi jdbi;

  /** Serves what the sink stored. */
  public PoliciesApi(Jdbi jdbi) {
    this.jdbi = jdbi;
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
