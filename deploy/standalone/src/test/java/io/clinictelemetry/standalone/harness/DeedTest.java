package io.clinictelemetry.standalone.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.standalone.harness.Deed.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeedTest {

  @Test
  void aPlanHasAsManyKillsAsAskedForAndAllKindsOfDeeds() {
    List<Deed> plan = Deed.plan(new Random(1), 10);

    assertThat(plan).filteredOn(deed -> deed.kind() == Kind.KILL).hasSize(10);
    assertThat(plan)
        .filteredOn(deed -> deed.kind() == Kind.PAUSE)
        .hasSize(2)
        .allSatisfy(
            deed ->
                assertThat(deed.lasting())
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(12)));
    assertThat(plan).filteredOn(deed -> deed.kind() == Kind.TERMINATE).hasSize(1);
  }

  @Test
  void theSameSeedGivesTheSamePlan() {
    assertThat(Deed.plan(new Random(3), 10))
        .isEqualTo(Deed.plan(new Random(3), 10))
        .isNotEqualTo(Deed.plan(new Random(4), 10));
  }
}
