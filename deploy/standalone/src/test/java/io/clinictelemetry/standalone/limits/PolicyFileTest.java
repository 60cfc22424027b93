package io.clinictelemetry.standalone.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clinictelemetry.domain.limits.InvalidPolicyException;
import io.clinictelemetry.domain.limits.PolicyDraft;
import io.clinictelemetry.domain.limits.PolicyDraft.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFileTest {

  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "."), "../../docs/limits.md").normalize();

  private static List<String> problems(String text) {
    return catchThrowableOfType(InvalidPolicyException.class, () -> PolicyFile.parse(text))
        .problems();
  }

  @Test
  void theExampleOfThePageIsAPolicyThatCanBePublished() throws Exception {
    String page = Files.readString(PAGE);
    int begin = page.indexOf("```json\n") + "```json\n".length();
    PolicyFile file = PolicyFile.parse(page.substring(begin, page.indexOf("```", begin)));

    assertThat(file)
        .isEqualTo(
            new PolicyFile(
                "clinic/clinic-7",
                Optional.of("M. Okafor, safety officer"),
                Optional.of("Peels are done the same day here"),
                Optional.of(Instant.parse("2030-03-09T07:00:00Z")),
                List.of(
                    new Setting("suction-soft-high", 35, "kPa"),
                    new Setting("suction-hard-high", 45, "kPa"),
                    new Setting("dwell-soft", 2.5, "s"))));
    PolicyDraft draft =
        new PolicyDraft(
            file.scope(),
            1,
            0,
            file.effectiveFrom().orElseThrow().toEpochMilli(),
            file.author().orElseThrow(),
            file.reason().orElseThrow(),
            file.limits());
    assertThat(draft.publishable(Optional.empty()).limits()).hasSize(3);
  }

  @Test
  void authorReasonAndTimeMayBeLeftOut() {
    assertThat(PolicyFile.parse("{\"scope\": \"device/d1\", \"limits\": {}}"))
        .isEqualTo(
            new PolicyFile(
                "device/d1", Optional.empty(), Optional.empty(), Optional.empty(), List.of()));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"scope": "device/d1",\\n"limits": {} | line 2 | the file must be JSON
          {"scope": "a", "scope": "b", "limits": {}} | line 1 | Duplicate field 'scope'
          {"scope": "device/d1", "limits": {}} x | line 1 | the file must be JSON
          [] | line 1 | one JSON object
          {"limits": {}} | scope | missing
          {"scope": 7, "limits": {}} | scope | 7; it must be a text in quotes
          {"scope": "device/d1"} | limits | missing; give an object
          {"scope": "device/d1", "limits": []} | limits | []; give an object
          {"scope": "device/d1", "limits": {"dwell-soft": 3}} | limits.dwell-soft | 3; give a number and its unit
          {"scope": "device/d1", "limits": {"dwell-soft": "3"}} | limits.dwell-soft | "3"; give a number and its unit
          {"scope": "device/d1", "limits": {"dwell-soft": "3s"}} | limits.dwell-soft | "3s"; give a number and its unit
          {"scope": "device/d1", "limits": {}, "efective_from": "x"} | efective_from | there is no such field
          {"scope": "device/d1", "limits": {}, "effective_from": "tomorrow"} | effective_from | "tomorrow" is no time
          {"scope": "device/d1", "limits": {}, "effective_from": "2030-03-09T08:00:00"} | effective_from | is no time
          """)
  void whatIsWrongIsNamedByLineOrFieldWithItsValue(String text, String where, String what) {
    assertThat(problems(text.replace("\\n", "\n")))
        .singleElement()
        .asString()
        .startsWith(where + ": ")
        .contains(what);
  }

  @Test
  void allThatIsWrongIsNamedAtOnce() {
    assertThat(problems("{\"author\": 1, \"limits\": {\"a\": 1, \"b\": 2}}"))
        .extracting(problem -> problem.split(":", 2)[0])
        .containsExactly("scope", "author", "limits.a", "limits.b");
  }
}
