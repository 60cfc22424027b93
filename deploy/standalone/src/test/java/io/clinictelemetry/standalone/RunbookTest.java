package io.clinictelemetry.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.intake.Rejection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/runbook.md} quotes what the components really say. */
class RunbookTest {

  private static final Markdown PAGE = Project.document("docs/runbook.md");
  private static final Markdown METRICS = Project.document("docs/metrics.md");
  private static final String SEE = "**See**";
  private static final String MEANS = "**Means**";
  private static final String DO = "**Do**";
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
  private static final Pattern CONTINUED = Pattern.compile("\"\\s*\\+\\s*\"");

  /** Too short a quotation is found by chance. */
  private static final int SHORTEST = 9;

  /** All that the programs and the page say, one thing on each line. */
  private static final String SAID = said();

  private static String said() {
    Stream<String> java =
        Project.mainJavaFiles().stream()
            .map(file -> CONTINUED.matcher(Project.text(file)).replaceAll(""))
            .flatMap(text -> LITERAL.matcher(text).results())
            .map(literal -> literal.group(1));
    Path scripts = Project.ROOT.resolve("sinks/src/main/resources/dashboard");
    Stream<String> page =
        Project.files(scripts, ".js").stream().flatMap(file -> Project.text(file).lines());
    return Stream.concat(java, page).collect(Collectors.joining("\n"));
  }

  static List<String> sections() {
    return Arrays.stream(PAGE.text().split("\n## ")).skip(1).toList();
  }

  static List<String> quotations() {
    List<String> quotations = new ArrayList<>();
    for (String section : sections()) {
      quotations.addAll(Markdown.codeSpans(section.substring(0, section.indexOf(MEANS))));
    }
    return quotations.stream()
        .filter(span -> !span.startsWith("./clinic ") && !span.startsWith("/health/"))
        .distinct()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("sections")
  void aSectionTellsWhatIsSeenWhatItMeansAndWhatToDo(String section) {
    assertThat(section).containsSubsequence(SEE, MEANS, DO);
    assertThat(Markdown.codeSpans(section.substring(0, section.indexOf(MEANS)))).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("quotations")
  void whatIsSeenIsWhatIsSaid(String quotation) {
    if (quotation.matches("(clinic|kafka)_\\w+")) {
      assertThat(METRICS.codeSpans()).contains(quotation);
    } else {
      assertThat(quotation.length()).as(quotation).isGreaterThanOrEqualTo(SHORTEST);
      assertThat(SAID.contains(quotation)).as("said anywhere: %s", quotation).isTrue();
    }
  }

  @Test
  void everyReasonOfTheQuarantineHasItsLine() {
    Set<String> explained =
        PAGE.table("reason", "means", "do").stream()
            .flatMap(row -> Markdown.codeSpans(row.get(0)).stream())
            .collect(Collectors.toSet());

    assertThat(explained)
        .isEqualTo(
            Stream.of(Rejection.Reason.values())
                .map(Rejection.Reason::code)
                .collect(Collectors.toSet()));
  }

  @Test
  void aSettingThatIsNamedIsThere() {
    Set<String> settings = SettingsInCode.scan().keySet();

    assertThat(
            Pattern.compile("`((?:[a-z]+\\.)+[a-z]+)`")
                .matcher(PAGE.text())
                .results()
                .map(name -> name.group(1))
                .filter(name -> !name.startsWith("clinic.")))
        .allMatch(name -> settings.contains(name) || isPassedOn(name));
  }

  private static boolean isPassedOn(String name) {
    return Project.document("docs/configuration.md").codeSpans().contains(name);
  }
}
