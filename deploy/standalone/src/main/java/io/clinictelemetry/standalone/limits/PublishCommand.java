package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.standalone.ClusterOptions;
import io.clinictelemetry.streams.shared.PolicyRecords;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Publishes what a file says, and reports it. */
abstract class PublishCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Mixin private PolicyFileOptions options;
  @Spec private CommandSpec spec;

  /** The policy to be published. */
  abstract Policy policy(
      PolicyFileOptions options, PolicyFile file, PublishedPolicies published, Instant now);

  /** Says what was published beside what was there before. */
  abstract void report(PrintWriter out, PublishedPolicies before, Policy policy);

  @Override
  public Integer call() throws Exception {
    PolicyFile file = options.read();
    Settings settings = cluster.settings();
    int people = PolicyRecords.people(settings);
    PolicyTopics.require(settings);
    try (AvroSerdes serdes = new AvroSerdes(settings.serdes());
        PolicyPublisher publisher = new PolicyPublisher(settings, serdes)) {
      PublishedPolicies published = PublishedPolicies.read(settings, serdes);
      Policy policy = policy(options, file, published, Instant.now());
      PolicyRecords.require(people, policy);
      publisher.publish(policy);
      PrintWriter out = spec.commandLine().getOut();
      report(out, published, policy);
      out.flush();
      return 0;
    }
  }
}
