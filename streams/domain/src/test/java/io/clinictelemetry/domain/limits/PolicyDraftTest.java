package io.clinictelemetry.domain.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clinictelemetry.domain.limits.PolicyDraft.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyDraftTest {

  private static final long PUBLISHED = 1_000_000;
  private static final long EFFECTIVE = PUBLISHED + Policy.MIN_LEAD_MS;

  private static PolicyDraft draft(String scope, Setting... limits) {
    return new PolicyDraft(scope, 1, PUBLISHED, EFFECTIVE, "me", "because", List.of(limits));
  }

  private static Setting set(LimitName name, double value) {
    return new Setting(name.key(), value, name.unit());
  }

  private static List<String> problems(PolicyDraft draft) {
    return catchThrowableOfType(
            InvalidPolicyException.class, () -> draft.publishable(Optional.empty()))
        .problems();
  }

  @Test
  void aGoodPolicyIsTakenAsItIs() {
    assertThat(draft("clinic/c1", set(LimitName.SUCTION_SOFT_HIGH, 35)).policy())
        .isEqualTo(
            new Policy(
                Scope.clinic("c1"),
                1,
                PUBLISHED,
                EFFECTIVE,
                "me",
                "because",
                Map.of(LimitName.SUCTION_SOFT_HIGH, 35.0)));
  }

  @Test
  void aPolicyWithoutLimitsTakesBackTheOneBefore() {
    assertThat(draft("clinic/c1").policy().limits()).isEmpty();
  }

  @Test
  void takesEffectTenSecondsAfterPublicationAndNoMillisecondEarlier() {
    PolicyDraft early =
        new PolicyDraft("clinic/c1", 1, PUBLISHED, EFFECTIVE - 1, "me", "because", List.of());

    assertThatCode(() -> draft("clinic/c1").policy()).doesNotThrowAnyException();
    assertThat(problems(early)).singleElement().asString().startsWith("effective_from: ");
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "suction-soft-hihg, 30, kPa, 'there is no such limit; there are suction-soft-low, '",
    "suction-soft-high, 30, inHg, 'it is in kPa, so convert the number'",
    "suction-soft-high, 30, '', 'it is in kPa, so convert the number'",
    "suction-soft-high, 0, kPa, a limit is a number above 0",
    "suction-soft-high, -1, kPa, a limit is a number above 0",
    "suction-soft-high, NaN, kPa, a limit is a number above 0",
    "suction-soft-high, Infinity, kPa, a limit is a number above 0",
  })
  void aLimitThatCannotBeIsNamedWithTheRemedy(
      String name, double value, String unit, String remedy) {
    assertThat(problems(draft("clinic/c1", new Setting(name, value, unit))))
        .singleElement()
        .asString()
        .startsWith("limits." + name + ": ")
        .contains(remedy);
  }

  @Test
  void aLimitMayBeSetOnce() {
    assertThat(
            problems(
                draft(
                    "clinic/c1",
                    set(LimitName.SUCTION_SOFT_HIGH, 30),
                    set(LimitName.SUCTION_SOFT_HIGH, 31))))
        .containsExactly("limits.suction-soft-high: set twice");
  }

  @Test
  void softLiesNotBeyondHard() {
    assertThat(
            problems(
                draft(
                    "clinic/c1",
                    set(LimitName.SUCTION_SOFT_HIGH, 30.1),
                    set(LimitName.SUCTION_HARD_HIGH, 30))))
        .containsExactly("limits.suction-soft-high: 30.1 kPa lies above suction-hard-high, 30 kPa");
    assertThatCode(
            () ->
                draft(
                        "clinic/c1",
                        set(LimitName.SUCTION_SOFT_HIGH, 30),
                        set(LimitName.SUCTION_HARD_HIGH, 30))
                    .policy())
        .doesNotThrowAnyException();
  }

  @Test
  void orderIsJudgedAlsoWhereWhatLiesBetweenIsNotSet() {
    assertThat(
            problems(
                draft(
                    "clinic/c1",
                    set(LimitName.SUCTION_HARD_LOW, 21),
                    set(LimitName.SUCTION_HARD_HIGH, 20))))
        .containsExactly("limits.suction-hard-low: 21 kPa lies above suction-hard-high, 20 kPa");
  }

  @ParameterizedTest(name = "{0}: {1} {2}, not {3}")
  @CsvSource({
    // Hard limits: what ships for the class.
    "default/microdermabrasion/home, suction-hard-high, 40, 40.001",
    "default/microdermabrasion/salon, suction-hard-high, 55, 55.001",
    "default/microdermabrasion/medical, dwell-hard, 6, 6.001",
    "default/microdermabrasion/home, suction-hard-low, 4, 3.999",
    "default/microcurrent/home, gross-dose, 0.48, 0.481",
    "default/microcurrent/home, current-density, 2, 2.001",
    // Soft ones: the hard one beside them.
    "default/microdermabrasion/home, suction-soft-high, 40, 40.001",
    "default/microdermabrasion/home, suction-soft-low, 4, 3.999",
    "default/microcurrent/salon, current-soft-high, 700, 700.001",
    "default/microcurrent/home, session-soft, 22, 22.001",
    // Those about the device: twice, or half.
    "default/microcurrent/home, telemetry-lost, 10, 10.001",
    "default/microcurrent/home, battery-low, 7.5, 7.499",
    "default/microcurrent/home, current-soft-low, 5, 4.999",
    // Other scopes: the loosest class that could be meant.
    "clinic/c1, suction-hard-high, 65, 65.001",
    "model/m1, session-hard, 75, 75.001",
    "device/d1, suction-hard-low, 4, 3.999",
  })
  void noPolicyIsLooserThanTheCeiling(String scope, String key, double allowed, double tooLoose) {
    LimitName name = LimitName.ofKey(key).orElseThrow();

    assertThatCode(() -> draft(scope, set(name, allowed)).publishable(Optional.empty()))
        .doesNotThrowAnyException();
    assertThat(problems(draft(scope, set(name, tooLoose))))
        .singleElement()
        .asString()
        .startsWith("limits." + key + ": ")
        .contains("looser than the shipped limits");
  }

  @Test
  void theCeilingOfADeviceIsThatOfItsClassWhereThatIsKnown() {
    PolicyDraft draft = draft("device/d1", set(LimitName.SUCTION_HARD_HIGH, 50));

    assertThatCode(() -> draft.publishable(Optional.empty())).doesNotThrowAnyException();
    assertThatCode(() -> draft.publishable(Optional.of(DeviceClass.SALON)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> draft.publishable(Optional.of(DeviceClass.HOME)))
        .hasMessage(
            "limits.suction-hard-high: 50 kPa is looser than the shipped limits of its class"
                + " allow; set 40 kPa or less");
  }

  @Test
  void whatWasPublishedUnderHigherCeilingsCanStillBeRead() {
    PolicyDraft draft = draft("clinic/c1", set(LimitName.SUCTION_HARD_HIGH, 66));

    assertThat(draft.policy().limits()).containsEntry(LimitName.SUCTION_HARD_HIGH, 66.0);
    assertThat(problems(draft)).hasSize(1);
  }

  @Test
  void aDefaultSetsNoLimitOfTheOtherModality() {
    assertThat(problems(draft("default/microcurrent/home", set(LimitName.SUCTION_HARD_HIGH, 30))))
        .containsExactly(
            "limits.suction-hard-high: devices of default/microcurrent/home have no such limit");
  }

  @Test
  void allThatIsWrongIsNamedAtOnce() {
    PolicyDraft draft =
        new PolicyDraft(
            "fleet/1",
            0,
            PUBLISHED,
            PUBLISHED,
            " ",
            "r".repeat(PolicyDraft.MAX_TEXT + 1),
            List.of(new Setting("no-limit", 1, "kPa")));

    assertThat(problems(draft).stream().map(problem -> problem.split(":", 2)[0]))
        .containsExactly(
            "scope", "version", "author", "reason", "effective_from", "limits.no-limit");
  }

  @Test
  void theShippedDefaultsWouldPassAsPolicies() {
    for (Modality modality : Modality.values()) {
      for (DeviceClass deviceClass : DeviceClass.values()) {
        Limits limits = DefaultLimits.of(modality, deviceClass);
        Setting[] settings =
            Arrays.stream(LimitName.values())
                .filter(name -> name.appliesTo(modality))
                .map(name -> set(name, limits.value(name)))
                .toArray(Setting[]::new);
        String scope = Scope.defaults(modality, deviceClass).toString();

        assertThat(draft(scope, settings).publishable(Optional.empty()).id())
            .isEqualTo(limits.policy(LimitName.SESSION_SOFT));
      }
    }
  }

  @Test
  void theAuthorCannotApprove() {
    for (String by : List.of("Okafor", " okafor ")) {
      assertThatThrownBy(() -> approved(by).policy())
          .isInstanceOf(InvalidPolicyException.class)
          .hasMessageContaining("is the author; somebody else must approve it");
    }
    assertThatThrownBy(() -> approved(" ").policy())
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining("approved_by: empty");
    assertThat(approved("Ada").policy().approval()).contains(new Policy.Approval("Ada", 1));
  }

  private static PolicyDraft approved(String by) {
    return new PolicyDraft(
        "clinic/c1",
        2,
        0,
        Policy.MIN_LEAD_MS,
        "Okafor",
        "reason",
        List.of(),
        Optional.of(new Policy.Approval(by, 1)));
  }
}
