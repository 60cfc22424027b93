package io.clinictelemetry.standalone.harness;

import static io.clinictelemetry.standalone.harness.Comparison.EPISODES;
import static io.clinictelemetry.standalone.harness.Comparison.TOTALS;
import static io.clinictelemetry.standalone.harness.Comparison.UNUSABLE;
import static io.clinictelemetry.standalone.harness.Comparison.differences;
import static io.clinictelemetry.standalone.harness.Comparison.doubled;
import static io.clinictelemetry.standalone.harness.Comparison.join;
import static io.clinictelemetry.standalone.harness.Comparison.ledger;
import static io.clinictelemetry.standalone.harness.Comparison.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.contracts.audit.ChainAudit.Finding;
import io.clinictelemetry.contracts.audit.ChainAudit.Result;
import io.clinictelemetry.standalone.harness.Comparison.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the pipeline promises whatever breaks, each as something that can be judged. */
public enum Guarantee {
  /** Every alert that an undisturbed pass raises is there, with all its transitions. */
  NO_EPISODE_LOST {
    @Override
    public List<String> violations(Evidence evidence) {
      return differences(evidence, EPISODES, Kind.LOST);
    }
  },

  /** No alert is there that an undisturbed pass does not raise, and none says a thing twice. */
  NO_EPISODE_DOUBLED {
    @Override
    public List<String> violations(Evidence evidence) {
      return join(differences(evidence, EPISODES, Kind.EXTRA), doubled(evidence, EPISODES));
    }
  },

  /** Each alert's start, end, peak and limit are those of an undisturbed pass. */
  EPISODES_EQUAL {
    @Override
    public List<String> violations(Evidence evidence) {
      return differences(evidence, EPISODES, Kind.CHANGED);
    }
  },

  /** Sessions, usage and rollups are those of an undisturbed pass, to the digit, none twice. */
  TOTALS_EQUAL {
    @Override
    public List<String> violations(Evidence evidence) {
      return join(differences(evidence, TOTALS, Kind.values()), doubled(evidence, TOTALS));
    }
  },

  /** What could not be used is in quarantine, exactly once. */
  QUARANTINE_EXACT {
    @Override
    public List<String> violations(Evidence evidence) {
      return join(differences(evidence, UNUSABLE, Kind.values()), doubled(evidence, UNUSABLE));
    }
  },

  /** Every row is the one that a sink writes to which nothing is done, and none is missing. */
  ROWS_EQUAL {
    @Override
    public List<String> violations(Evidence evidence) {
      return rows(evidence);
    }
  },

  /** Every telemetry record was read, and ended as one thing. */
  LEDGER_BALANCES {
    @Override
    public List<String> violations(Evidence evidence) {
      return ledger(evidence);
    }
  },

  /** Each alert is counted once in the account of its clinic and hour, with its priority. */
  LOAD_ADDS_UP {
    @Override
    public List<String> violations(Evidence evidence) {
      return evidence.unaccounted();
    }
  },

  /** No link of the chains of alert events is missing, doubled or unknown to the database. */
  CHAINS_HOLD {
    @Override
    public List<String> violations(Evidence evidence) {
      Result audit = evidence.audit();
      return join(
          audit.findings().stream().map(Finding::toString).toList(),
          audit.notAnchored() == 0
              ? List.of()
              : List.of("%d chains are longer than their ends".formatted(audit.notAnchored())));
    }
  };

  private static final int LINES = 40;

  /** How the evidence speaks against it, a line each; empty when it holds. */
  public abstract List<String> violations(Evidence evidence);

  /** Fails unless every guarantee holds. */
  public static void requireAll(Evidence evidence) {
    Map<Guarantee, List<String>> broken = new LinkedHashMap<>();
    for (Guarantee guarantee : values()) {
      List<String> violations = guarantee.violations(evidence);
      if (!violations.isEmpty()) {
        broken.put(
            guarantee,
            violations.size() <= LINES
                ? violations
                : join(
                    violations.subList(0, LINES),
                    List.of("and %d more".formatted(violations.size() - LINES))));
      }
    }
    assertThat(broken).as("guarantees that do not hold").isEmpty();
  }
}
