package io.clinictelemetry.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicSpec;
import io.clinictelemetry.standalone.Markdown.Link;
import io.clinictelemetry.standalone.embedded.EmbeddedStackOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents say of the code is so. */
class DocumentsTest {

  private static final Pattern COMMAND =
      Pattern.compile("\\./clinic\\b((?:[^`\\n#|&>;]|(?<=\\S)#)*)");
  private static final Pattern CLASS = Pattern.compile("[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*");
  private static final Pattern TOPIC =
      Pattern.compile("(?<![\\w.-])clinic\\.[a-z]+(?:-[a-z]+)*(?![\\w-]|\\.[a-z])");

  /** Names that are written like our classes, but are not. */
  private static final Set<String> FOREIGN =
      Set.of(
          "Authorization",
          "CreateTime",
          "DataOutput",
          "KafkaAvroSerializer",
          "LogAppendTime",
          "TopicNameStrategy");

  private static final int MAX_STEPS = 10;
  private static final int MAX_DECISION_LINES = 40;

  static List<Markdown> documents() {
    return Project.documents();
  }

  @Test
  void theReadmeListsExactlyTheVerbsThereAre() {
    TreeSet<String> verbs = new TreeSet<>(ClinicCommand.commandLine().getSubcommands().keySet());
    verbs.add("test"); // the one verb that the script itself does

    assertThat(Project.document("README.md").table("verb", "does"))
        .extracting(row -> Markdown.code(row.get(0)))
        .containsExactlyInAnyOrderElementsOf(verbs);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void everyCommandLineCanBeGiven(Markdown document) {
    Matcher command = COMMAND.matcher(document.text());
    while (command.find()) {
      String[] arguments = command.group(1).strip().split("\\s+");
      if (Set.of("", "VERB", "test").contains(arguments[0])) {
        continue; // those that the script itself takes
      }
      if (arguments.length == 1 && !arguments[0].startsWith("-")) { // the verb is spoken of
        assertThat(ClinicCommand.commandLine().getSubcommands()).containsKey(arguments[0]);
      } else {
        assertThatCode(() -> ClinicCommand.commandLine().parseArgs(arguments))
            .as(command.group())
            .doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void everyLinkLeadsSomewhere(Markdown document) {
    for (Link link : document.links()) {
      if (link.target().matches("https?://.*")) {
        continue;
      }
      String[] parts = link.target().split("#", 2);
      Path target =
          parts[0].isEmpty()
              ? document.file()
              : document.file().resolveSibling(parts[0]).normalize();
      assertThat(target).as(link.target()).exists();
      if (parts.length > 1) {
        assertThat(new Markdown(target).anchors()).as(link.target()).contains(parts[1]);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void everyClassNamedIsThere(Markdown document) {
    Set<String> known = new TreeSet<>(FOREIGN);
    Project.javaFiles().forEach(file -> known.add(Project.baseName(file)));
    Project.files(Project.ROOT.resolve("schemas"), ".avsc")
        .forEach(file -> known.add(Project.baseName(file)));

    assertThat(document.codeSpans())
        .filteredOn(span -> CLASS.matcher(span).matches())
        .isSubsetOf(known);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void everyPathNamedIsThere(Markdown document) throws Exception {
    Set<String> directories;
    try (Stream<Path> entries = Files.list(Project.ROOT)) {
      directories =
          entries.filter(Files::isDirectory).map(Project::name).collect(Collectors.toSet());
    }
    assertThat(document.codeSpans())
        .filteredOn(
            span -> directories.contains(span.split("/", 2)[0]) && span.matches("[\\w./-]+/.+"))
        .filteredOn(span -> !span.contains("<"))
        .allSatisfy(span -> assertThat(Project.ROOT.resolve(span)).exists());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void everyTopicNamedIsInTheCatalogue(Markdown document) {
    Set<String> known =
        TopicCatalogue.ALL.stream().map(TopicSpec::name).collect(Collectors.toSet());
    known.add(EmbeddedStackOptions.HOME_PROPERTY);
    known.add("clinic.log"); // the file that the demo logs into

    assertThat(TOPIC.matcher(document.text()).results().map(name -> name.group()))
        .isSubsetOf(known);
  }

  @Test
  void aReadingsWayHasAtMostTenStepsEachNamingOneClass() {
    Markdown page = Project.document("docs/architecture.md");
    List<String> steps =
        page.section("One reading from `DeviceClient` to the page").stream()
            .filter(line -> line.matches("\\d+\\. .*"))
            .toList();

    assertThat(steps).hasSizeBetween(1, MAX_STEPS);
    for (String step : steps) {
      assertThat(Markdown.links(step)).as(step).hasSize(1);
      Link link = Markdown.links(step).get(0);
      Path source = page.file().resolveSibling(link.target()).normalize();
      assertThat(Project.text(source)).containsPattern("\\bclass " + link.text() + "\\b");
      assertThat(Markdown.codeSpans(step))
          .as(step)
          .noneMatch(span -> CLASS.matcher(span).matches());
    }
  }

  @Test
  void theListOfDecisionsHasEachWithItsTitle() {
    List<String> listed = new ArrayList<>();
    for (List<String> row : Project.document("docs/decisions/README.md").table("", "decision")) {
      listed.add(Markdown.links(row.get(0)).get(0).target() + " " + row.get(1));
    }
    List<String> there = new ArrayList<>();
    for (Markdown document : documents()) {
      Matcher title = Pattern.compile("# \\d+\\. (.*)").matcher(firstLine(document));
      if (document.file().getParent().endsWith("decisions") && title.matches()) {
        there.add(Project.name(document.file()) + " " + title.group(1));
        assertThat(document.text().lines()).as(title.group()).hasSizeLessThan(MAX_DECISION_LINES);
      }
    }
    assertThat(listed).isEqualTo(there);
  }

  private static String firstLine(Markdown document) {
    return document.text().lines().findFirst().orElse("");
  }
}
