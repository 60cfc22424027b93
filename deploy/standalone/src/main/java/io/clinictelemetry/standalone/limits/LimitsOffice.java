package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.domain.limits.InvalidPolicyException;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.sinks.dashboard.api.LimitsDesk;
import io.clinictelemetry.streams.shared.PolicyRecords;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** What {@code clinic limits} does, for those who use the API. */
public final class LimitsOffice implements LimitsDesk {

  private final Settings settings;

  /** Connects when it is asked for something. */
  public LimitsOffice(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Published draft(String policy, Optional<String> author) {
    PolicyFile file = PolicyFile.parse(policy);
    if (file.effectiveFrom().isPresent()) {
      throw new IllegalArgumentException(
          "effective_from: a draft takes effect when it is approved; leave it out, and give it there");
    }
    if (author.isPresent() && file.author().isPresent()) {
      throw new IllegalArgumentException("author: leave it out: you are " + author.get());
    }
    String by = given("author", author.or(file::author));
    String why = given("reason", file.reason());
    return publishing(published -> file.policy(published, Instant.now(), Policy.NEVER_MS, by, why));
  }

  @Override
  public Published approve(String draft, String by, Optional<Instant> effectiveFrom) {
    return publishing(published -> published.approved(draft, by, effectiveFrom, Instant.now()));
  }

  private interface Making {
    Policy policy(PublishedPolicies published);
  }

  private Published publishing(Making making) {
    requireTopics();
    try (AvroSerdes serdes = new AvroSerdes(settings.serdes());
        PolicyPublisher publisher = new PolicyPublisher(settings, serdes)) {
      PublishedPolicies published = PublishedPolicies.read(settings, serdes);
      Policy policy = making.policy(published);
      List<String> changes = Difference.lines(published.policies(), policy);
      publisher.publish(policy);
      return new Published(
          policy.id(),
          policy.isDraft() ? null : Instant.ofEpochMilli(policy.effectiveFromMs()),
          changes);
    }
  }

  @Override
  public String backtest(
      Optional<String> id, String policy, Optional<Instant> from, Optional<Instant> to) {
    Instant end = to.orElseGet(() -> Instant.now().truncatedTo(ChronoUnit.MILLIS));
    int partitions = requireTopics();
    try (AvroSerdes serdes = new AvroSerdes(settings.serdes())) {
      PublishedPolicies published = PublishedPolicies.read(settings, serdes);
      Policy candidate =
          id.isPresent()
              ? published
                  .policies()
                  .find(id.get())
                  .orElseThrow(() -> new IllegalArgumentException("there is no policy " + id.get()))
              : candidate(PolicyFile.parse(policy), published);
      Instant begin = from.orElseGet(() -> BacktestCommand.usualBegin(candidate, end));
      if (!begin.isBefore(end)) {
        throw new IllegalArgumentException("from %s is not before to %s".formatted(begin, end));
      }
      Backtest backtest =
          Backtest.run(
              settings,
              serdes,
              partitions,
              published.policies(),
              candidate,
              begin,
              end,
              records -> {});
      return new BacktestReport(candidate, begin, end, backtest).json().toString();
    }
  }

  private static Policy candidate(PolicyFile file, PublishedPolicies published) {
    Instant now = Instant.now();
    return file.policy(
        published,
        now,
        file.effectiveFrom().orElse(now.plus(PublishedPolicies.LEAD)).toEpochMilli(),
        file.author().orElse("nobody"),
        file.reason().orElse("a back-test"));
  }

  private int requireTopics() {
    // Says at once what is wrong with the settings, too.
    PolicyRecords.people(settings);
    try {
      return PolicyTopics.requireTelemetry(settings);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker does not answer: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String given(String name, Optional<String> text) {
    return text.filter(one -> !one.isBlank())
        .orElseThrow(() -> new InvalidPolicyException(List.of("%s: missing".formatted(name))));
  }
}
