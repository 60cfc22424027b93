package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.domain.limits.Policy;
import java.io.PrintWriter;
import java.time.Instant;
import picocli.CommandLine.Command;

/** Publishes a policy that is not in force until somebody approves it. */
@Command(
    name = "draft",
    description = {
      "Checks a policy and publishes it as a draft: everybody can see and back-test it, and nothing",
      "is judged by it until somebody else approves it."
    },
    mixinStandardHelpOptions = true)
final class DraftCommand extends PublishCommand {

  @Override
  Policy policy(
      PolicyFileOptions options, PolicyFile file, PublishedPolicies published, Instant now) {
    return options.draft(file, published, now);
  }

  @Override
  void report(PrintWriter out, PublishedPolicies before, Policy draft) {
    Difference.lines(before.policies(), draft).forEach(out::println);
    out.printf(
        "Published the draft %1$s. Try it: clinic limits backtest %1$s. Somebody else puts it in"
            + " force: clinic limits approve %1$s --by NAME%n",
        draft.id());
  }
}
