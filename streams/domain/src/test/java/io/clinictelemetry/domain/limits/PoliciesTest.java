package io.clinictelemetry.domain.limits;

import static io.clinictelemetry.domain.limits.LimitName.SUCTION_HARD_HIGH;
import static io.clinictelemetry.domain.limits.LimitName.SUCTION_HARD_LOW;
import static io.clinictelemetry.domain.limits.LimitName.SUCTION_SOFT_HIGH;
import static io.clinictelemetry.domain.limits.LimitName.SUCTION_SOFT_LOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoliciesTest {

  private static final Scope DEVICE = Scope.device("d1");
  private static final Scope CLINIC = Scope.clinic("c1");
  private static final Scope MODEL = Scope.model("m1");
  private static final Scope DEFAULTS =
      Scope.defaults(Modality.MICRODERMABRASION, DeviceClass.MEDICAL);
  private static final String SHIPPED = "default/microdermabrasion/medical#1";

  private static Policy policy(Scope scope, int version, long fromMs, Object... limits) {
    Map<LimitName, Double> values = new EnumMap<>(LimitName.class);
    for (int i = 0; i < limits.length; i += 2) {
      values.put((LimitName) limits[i], ((Number) limits[i + 1]).doubleValue());
    }
    return new Policy(
        scope, version, fromMs - Policy.MIN_LEAD_MS, fromMs, "author", "reason", values);
  }

  private static Limits limits(long atMs, Policy... policies) {
    return limits(DeviceClass.MEDICAL, atMs, policies);
  }

  private static Limits limits(DeviceClass deviceClass, long atMs, Policy... policies) {
    return new Policies(Arrays.asList(policies))
        .of("d1", "c1", Optional.of("m1"), Modality.MICRODERMABRASION, deviceClass)
        .at(atMs);
  }

  private static String limit(Limits limits, LimitName name) {
    return limits.value(name) + " " + limits.policy(name);
  }

  @Test
  void withoutPoliciesTheShippedDefaultsAreInForce() {
    Limits limits = limits(0);

    for (LimitName name : LimitName.values()) {
      if (name.appliesTo(Modality.MICRODERMABRASION)) {
        Limits shipped = DefaultLimits.of(Modality.MICRODERMABRASION, DeviceClass.MEDICAL);
        assertThat(limits.value(name)).isEqualTo(shipped.value(name));
        assertThat(limits.policy(name)).isEqualTo(SHIPPED);
      }
    }
  }

  @Test
  void eachLimitComesFromTheFirstScopeThatSetsIt() {
    Limits limits =
        limits(
            100,
            policy(DEFAULTS, 2, 0, SUCTION_SOFT_LOW, 14, SUCTION_SOFT_HIGH, 44),
            policy(MODEL, 1, 0, SUCTION_SOFT_HIGH, 43, SUCTION_HARD_LOW, 9),
            policy(CLINIC, 5, 0, SUCTION_SOFT_HIGH, 42, SUCTION_HARD_HIGH, 55),
            policy(DEVICE, 3, 0, SUCTION_HARD_HIGH, 52));

    assertThat(limit(limits, SUCTION_HARD_HIGH)).isEqualTo("52.0 device/d1#3");
    assertThat(limit(limits, SUCTION_SOFT_HIGH)).isEqualTo("42.0 clinic/c1#5");
    assertThat(limit(limits, SUCTION_HARD_LOW)).isEqualTo("9.0 model/m1#1");
    assertThat(limit(limits, SUCTION_SOFT_LOW))
        .isEqualTo("14.0 default/microdermabrasion/medical#2");
    assertThat(limit(limits, LimitName.DWELL_SOFT)).isEqualTo("3.0 " + SHIPPED);
  }

  @Test
  void aVersionIsInForceFromItsMillisecondOn() {
    Policy first = policy(CLINIC, 1, 1_000, SUCTION_SOFT_HIGH, 40);
    Policy second = policy(CLINIC, 2, 2_000, SUCTION_SOFT_HIGH, 30);

    assertThat(limit(limits(999, first, second), SUCTION_SOFT_HIGH)).isEqualTo("50.0 " + SHIPPED);
    assertThat(limit(limits(1_000, first, second), SUCTION_SOFT_HIGH))
        .isEqualTo("40.0 clinic/c1#1");
    assertThat(limit(limits(1_999, first, second), SUCTION_SOFT_HIGH))
        .isEqualTo("40.0 clinic/c1#1");
    assertThat(limit(limits(2_000, first, second), SUCTION_SOFT_HIGH))
        .isEqualTo("30.0 clinic/c1#2");
  }

  @Test
  void aVersionReplacesTheOneBeforeAsAWhole() {
    Policy first = policy(CLINIC, 1, 1_000, SUCTION_SOFT_HIGH, 40);
    Policy takesBack = policy(CLINIC, 2, 2_000);

    assertThat(limit(limits(2_000, first, takesBack), SUCTION_SOFT_HIGH))
        .isEqualTo("50.0 " + SHIPPED);
  }

  @Test
  void whatTakesEffectLastCountsWhicheverVersionItIsAndOfTwoAtOnceTheHigher() {
    Policy later = policy(CLINIC, 1, 2_000, SUCTION_SOFT_HIGH, 40);
    Policy meanwhile = policy(CLINIC, 2, 1_000, SUCTION_SOFT_HIGH, 30);
    Policy sameMoment = policy(CLINIC, 3, 2_000, SUCTION_SOFT_HIGH, 35);

    assertThat(limit(limits(2_000, later, meanwhile), SUCTION_SOFT_HIGH))
        .isEqualTo("40.0 clinic/c1#1");
    assertThat(limit(limits(2_000, sameMoment, later, meanwhile), SUCTION_SOFT_HIGH))
        .isEqualTo("35.0 clinic/c1#3");
  }

  @Test
  void policiesOfOthersDoNotMatter() {
    Limits limits =
        limits(
            0,
            policy(Scope.device("d2"), 1, 0, SUCTION_SOFT_HIGH, 20),
            policy(Scope.clinic("d1"), 1, 0, SUCTION_SOFT_HIGH, 20),
            policy(
                Scope.defaults(Modality.MICRODERMABRASION, DeviceClass.HOME),
                2,
                0,
                SUCTION_SOFT_HIGH,
                20));

    assertThat(limit(limits, SUCTION_SOFT_HIGH)).isEqualTo("50.0 " + SHIPPED);
  }

  @Test
  void ofTwoUpperLimitsThatPassEachOtherTheStricterCountsForBoth() {
    Limits limits =
        limits(
            0,
            policy(CLINIC, 1, 0, SUCTION_HARD_HIGH, 45),
            policy(DEVICE, 1, 0, SUCTION_SOFT_HIGH, 48));

    assertThat(limit(limits, SUCTION_SOFT_HIGH)).isEqualTo("45.0 clinic/c1#1");
    assertThat(limit(limits, SUCTION_HARD_HIGH)).isEqualTo("45.0 clinic/c1#1");
  }

  @Test
  void ofTwoLowerLimitsThatPassEachOtherTheStricterCountsForBoth() {
    Limits limits =
        limits(
            0,
            policy(CLINIC, 1, 0, SUCTION_SOFT_LOW, 7),
            policy(DEVICE, 1, 0, SUCTION_HARD_LOW, 9));

    assertThat(limit(limits, SUCTION_SOFT_LOW)).isEqualTo("9.0 device/d1#1");
    assertThat(limit(limits, SUCTION_HARD_LOW)).isEqualTo("9.0 device/d1#1");
  }

  @Test
  void aLowerLimitGivesWayToAnUpperOne() {
    Limits limits =
        limits(
            0,
            policy(CLINIC, 1, 0, SUCTION_HARD_LOW, 22, SUCTION_SOFT_LOW, 30),
            policy(DEVICE, 1, 0, SUCTION_SOFT_HIGH, 20));

    assertThat(limit(limits, SUCTION_SOFT_HIGH)).isEqualTo("20.0 device/d1#1");
    assertThat(limit(limits, SUCTION_SOFT_LOW)).isEqualTo("20.0 device/d1#1");
    assertThat(limit(limits, SUCTION_HARD_LOW)).isEqualTo("20.0 device/d1#1");
  }

  @Test
  void aPolicyOfMixedDevicesIsNoLooserThanTheCeilingOfEachClass() {
    Policy clinic = policy(CLINIC, 1, 0, SUCTION_SOFT_HIGH, 45, SUCTION_HARD_HIGH, 60);

    assertThat(limit(limits(DeviceClass.MEDICAL, 0, clinic), SUCTION_HARD_HIGH))
        .isEqualTo("60.0 clinic/c1#1");
    Limits home = limits(DeviceClass.HOME, 0, clinic);
    assertThat(limit(home, SUCTION_HARD_HIGH)).isEqualTo("40.0 default/microdermabrasion/home#1");
    assertThat(limit(home, SUCTION_SOFT_HIGH)).isEqualTo("40.0 default/microdermabrasion/home#1");
  }

  @Test
  void aDeviceThatTheInventoryDoesNotKnowHasNoModel() {
    Policies policies = new Policies(List.of(policy(MODEL, 1, 0, SUCTION_SOFT_HIGH, 30)));

    assertThat(
            policies
                .of("d1", "c1", Optional.empty(), Modality.MICRODERMABRASION, DeviceClass.HOME)
                .at(0)
                .policy(SUCTION_SOFT_HIGH))
        .isEqualTo("default/microdermabrasion/home#1");
  }

  @Test
  void devicesThatNoPolicyNamesShareOneAnswer() {
    Policies policies = new Policies(List.of(policy(CLINIC, 1, 0, SUCTION_SOFT_HIGH, 30)));

    assertThat(policies.of("d1", "c1", Optional.of("m1"), Modality.MICROCURRENT, DeviceClass.HOME))
        .isSameAs(
            policies.of("d2", "c1", Optional.of("m2"), Modality.MICROCURRENT, DeviceClass.HOME));
  }

  @Test
  void versionsAreCountedInEachScopeAndTheShippedDefaultsAreTheFirst() {
    Policies policies = new Policies(List.of(policy(CLINIC, 1, 5_000), policy(CLINIC, 2, 1_000)));

    assertThat(policies.nextVersion(CLINIC)).isEqualTo(3);
    assertThat(policies.newest(CLINIC)).map(Policy::version).contains(2);
    assertThat(policies.versions(CLINIC)).extracting(Policy::version).containsExactly(2, 1);
    assertThat(policies.nextVersion(DEVICE)).isEqualTo(1);
    assertThat(policies.nextVersion(DEFAULTS)).isEqualTo(2);
  }

  @Test
  void aDraftCountsAsAVersionAndIsNeverInForce() {
    Policy draft = policy(CLINIC, 2, Policy.NEVER_MS, SUCTION_SOFT_HIGH, 30);
    Policies policies = new Policies(List.of(policy(CLINIC, 1, 0, SUCTION_SOFT_HIGH, 40), draft));

    assertThat(limit(limits(Policy.NEVER_MS, policies), SUCTION_SOFT_HIGH))
        .isEqualTo("40.0 clinic/c1#1");
    assertThat(policies.nextVersion(CLINIC)).isEqualTo(3);
    assertThat(policies.newest(CLINIC).orElseThrow().version()).isEqualTo(1);
    assertThat(policies.find("clinic/c1#2")).contains(draft);
    assertThat(policies.drafts(CLINIC)).containsExactly(draft);
    assertThat(policies.approvalOf(draft)).isEmpty();
  }

  @Test
  void anApprovedDraftIsInForceByTheVersionThatApprovesIt() {
    Policy draft = policy(CLINIC, 1, Policy.NEVER_MS, SUCTION_SOFT_HIGH, 30);
    Policy approved =
        new Policy(
            CLINIC,
            2,
            0,
            50_000,
            "author",
            "reason",
            draft.limits(),
            Optional.of(new Policy.Approval("Ada", 1)));
    Policies policies = new Policies(List.of(draft, approved));

    assertThat(limit(limits(49_999, policies), SUCTION_SOFT_HIGH)).endsWith(SHIPPED);
    assertThat(limit(limits(50_000, policies), SUCTION_SOFT_HIGH)).isEqualTo("30.0 clinic/c1#2");
    assertThat(policies.drafts(CLINIC)).isEmpty();
    assertThat(policies.approvalOf(draft)).contains(approved);
  }

  @Test
  void whereTwoPeopleAreNeededAPolicyOfOneIsNotInForceButItsVersionIsTaken() {
    Policies policies = new Policies(List.of(policy(CLINIC, 1, 0, SUCTION_SOFT_HIGH, 40)), 2);

    assertThat(limit(limits(0, policies), SUCTION_SOFT_HIGH)).endsWith(SHIPPED);
    assertThat(policies.nextVersion(CLINIC)).isEqualTo(2);
  }

  @Test
  void aCandidateTakesThePlaceOfItsScopeAtAllTimesAndOfNoOther() {
    Policies policies =
        new Policies(
                List.of(
                    policy(CLINIC, 1, 0, SUCTION_SOFT_HIGH, 40, SUCTION_HARD_HIGH, 60),
                    policy(CLINIC, 2, 90_000, SUCTION_SOFT_HIGH, 41),
                    policy(DEVICE, 1, 0, SUCTION_SOFT_LOW, 12)))
            .trying(policy(CLINIC, 3, Policy.NEVER_MS, SUCTION_SOFT_HIGH, 30));

    for (long atMs : new long[] {Long.MIN_VALUE, 0, 90_000, Policy.NEVER_MS}) {
      assertThat(limit(limits(atMs, policies), SUCTION_SOFT_HIGH)).isEqualTo("30.0 clinic/c1#3");
      assertThat(limit(limits(atMs, policies), SUCTION_HARD_HIGH)).endsWith(SHIPPED);
    }
    assertThat(limit(limits(0, policies), SUCTION_SOFT_LOW)).isEqualTo("12.0 device/d1#1");
  }

  private static Limits limits(long atMs, Policies policies) {
    return policies
        .of("d1", "c1", Optional.of("m1"), Modality.MICRODERMABRASION, DeviceClass.MEDICAL)
        .at(atMs);
  }
}
