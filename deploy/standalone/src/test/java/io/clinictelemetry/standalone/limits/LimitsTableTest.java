package io.clinictelemetry.standalone.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.Policies;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.domain.limits.Scope;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitsTableTest {

  private static final Instant AT = Instant.parse("2026-03-09T08:00:00Z");
  private static final Subject SUBJECT =
      new Subject(
          Optional.empty(),
          Optional.of("c1"),
          Optional.empty(),
          Modality.MICRODERMABRASION,
          DeviceClass.HOME);

  private static Policy policy(int version, Instant from, Map<LimitName, Double> limits) {
    return new Policy(
        Scope.clinic("c1"),
        version,
        from.toEpochMilli() - Policy.MIN_LEAD_MS,
        from.toEpochMilli(),
        "Okafor",
        "peels",
        limits);
  }

  private static List<String> lines(Policy... policies) {
    return new LimitsTable(new Policies(Arrays.asList(policies)), AT).lines("clinic c1", SUBJECT);
  }

  @Test
  void aShippedNumberHasItsSourceOrIsAnEngineeringDefault() {
    List<String> lines = lines();

    assertThat(lines.get(0)).isEqualTo("clinic c1, microdermabrasion, home, at " + AT);
    assertThat(lines)
        .hasSize(
            2
                + (int)
                    Arrays.stream(LimitName.values())
                        .filter(name -> name.appliesTo(Modality.MICRODERMABRASION))
                        .count())
        .anyMatch(
            line ->
                line.matches(
                    "dwell-hard +3 s +default/microdermabrasion/home#1 +Rodan\\+Fields: .*"))
        .anyMatch(
            line ->
                line.matches(
                    "dwell-soft +2 s +default/microdermabrasion/home#1 +engineering default"));
  }

  @Test
  void aPolicysNumberHasReasonAndAuthor() {
    assertThat(lines(policy(3, AT, Map.of(LimitName.DWELL_SOFT, 1.5))))
        .anyMatch(line -> line.matches("dwell-soft +1\\.5 s +clinic/c1#3 +peels \\(Okafor\\)"));
  }

  @Test
  void aNumberThatTheCeilingHoldsBackSaysSo() {
    assertThat(lines(policy(3, AT, Map.of(LimitName.SUCTION_SOFT_HIGH, 60.0))))
        .anyMatch(
            line ->
                line.matches(
                    "suction-soft-high +40 kPa +default/microdermabrasion/home#1 +as loose as its"
                        + " class may have it"));
  }

  @Test
  void versionsThatTakeEffectLaterFollow() {
    List<String> lines = lines(policy(3, AT.plusMillis(1), Map.of(LimitName.DWELL_SOFT, 1.5)));

    assertThat(lines)
        .last()
        .isEqualTo("later: clinic/c1#3, effective from 2026-03-09T08:00:00.001Z");
    assertThat(lines).noneMatch(line -> line.contains("Okafor"));
  }

  @Test
  void aDifferenceIsToldLimitByLimit() {
    Policies published =
        new Policies(
            List.of(policy(1, AT, Map.of(LimitName.DWELL_SOFT, 1.5, LimitName.DWELL_HARD, 3.0))));
    Policy next =
        policy(
            2,
            AT.plusSeconds(60),
            Map.of(LimitName.DWELL_SOFT, 1.0, LimitName.SUCTION_SOFT_HIGH, 25.0));

    assertThat(Difference.lines(published, next))
        .containsExactly(
            "clinic/c1#1, effective from 2026-03-09T08:00:00Z -> clinic/c1#2, effective from"
                + " 2026-03-09T08:01:00Z",
            "  suction-soft-high  not set -> 25 kPa",
            "  dwell-soft         1.5 s -> 1 s",
            "  dwell-hard         3 s -> not set");
  }

  @Test
  void aDefaultIsComparedWithWhatShips() {
    Policy first =
        new Policy(
            Scope.defaults(Modality.MICRODERMABRASION, DeviceClass.HOME),
            2,
            0,
            AT.toEpochMilli(),
            "Okafor",
            "peels",
            Map.of(LimitName.DWELL_SOFT, 1.0));

    assertThat(Difference.lines(Policies.none(), first))
        .containsExactly(
            "the first policy of its scope: default/microdermabrasion/home#2, effective from"
                + " 2026-03-09T08:00:00Z",
            "  dwell-soft         2 s (as shipped) -> 1 s");
  }

  @Test
  void aPolicyThatSetsTheSameSaysSo() {
    Policy same = policy(1, AT, Map.of(LimitName.DWELL_SOFT, 1.5));

    assertThat(
            Difference.lines(
                new Policies(List.of(same)), policy(2, AT, Map.of(LimitName.DWELL_SOFT, 1.5))))
        .last()
        .isEqualTo("  no limit differs");
  }
}
