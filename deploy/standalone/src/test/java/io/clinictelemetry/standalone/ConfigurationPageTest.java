package io.clinictelemetry.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;

/** {@code docs/configuration.md} has every setting that is read, and none that is not. */
class ConfigurationPageTest {

  private static final Markdown PAGE = Project.document("docs/configuration.md");
  private static final Map<String, Set<String>> IN_CODE = SettingsInCode.scan();
  private static final String VALUE = "some-value";
  private static final String BROKERS = "KAFKA_BOOTSTRAP_SERVERS";

  /** A row of the page. */
  record Row(String key, String variable, String defaultValue) {
    static Row of(List<String> cells) {
      return new Row(Markdown.code(cells.get(0)), Markdown.code(cells.get(1)), cells.get(2));
    }

    @Override
    public String toString() {
      return key;
    }

    /** The default as it would be written in a settings file. */
    String plainDefault() {
      String plain = defaultValue.replace("`", "");
      return plain.equals("empty") ? "" : plain.replaceAll("(?<=\\d),(?=\\d)", "");
    }
  }

  static List<Row> rows() {
    return PAGE.table("setting", "environment", "default", "unit", "meaning").stream()
        .map(Row::of)
        .toList();
  }

  static List<Row> rowsWithADefault() {
    return rows().stream().filter(row -> !row.plainDefault().equals("must be set")).toList();
  }

  @Test
  void hasEverySettingThatIsRead() {
    Set<String> read = new TreeSet<>(IN_CODE.keySet());
    read.addAll(Set.of(Settings.BOOTSTRAP_SERVERS, AvroSerdes.IMPLEMENTATION));

    assertThat(rows()).extracting(Row::key).doesNotHaveDuplicates().containsAll(read);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void hasNoSettingThatNobodyReads(Row row) {
    Map<String, String> values =
        new TreeMap<>(Map.of(Settings.BOOTSTRAP_SERVERS, "127.0.0.1:9092"));
    values.put(row.key(), VALUE);
    Settings settings = Settings.of(values);

    assertThat(IN_CODE.containsKey(row.key()) || isPassedOn(settings, row.key()))
        .as(row.key())
        .isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void namesTheVariableThatSetsIt(Row row) {
    Map<String, String> environment = new TreeMap<>(Map.of(BROKERS, "127.0.0.1:9092"));
    environment.put(row.variable(), VALUE);
    Settings settings = Settings.load(Optional.empty(), environment);

    assertThat(
            isPassedOn(settings, row.key()) || settings.find(row.key()).equals(Optional.of(VALUE)))
        .as("%s sets %s", row.variable(), row.key())
        .isTrue();
  }

  /** Whether Kafka's or the registry's client gets the value. */
  private static boolean isPassedOn(Settings settings, String key) {
    return VALUE.equals(settings.kafka().get(key.replaceFirst("^kafka\\.", "")))
        || VALUE.equals(settings.serdes().get(key));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rowsWithADefault")
  void givesTheDefaultThatTheCodeHas(Row row) {
    IN_CODE
        .getOrDefault(row.key(), Set.of())
        .forEach(
            inCode ->
                assertThat(
                        inCode.startsWith("PT")
                            ? Settings.parseDuration(row.key(), row.plainDefault()).toString()
                            : row.plainDefault())
                    .as(row.key())
                    .isEqualTo(inCode));
  }

  @Test
  void theExampleHasSettingsThatAreThere() throws IOException {
    Properties example = new Properties();
    for (String block : PAGE.blocks("properties")) {
      example.load(new StringReader(block));
    }

    assertThat(rows())
        .extracting(Row::key)
        .containsAll(example.stringPropertyNames())
        .hasSizeGreaterThan(example.size());
    assertThat(example).isNotEmpty();
  }

  @Test
  void givesThePortsThatTheCodeHas() {
    Set<String> inCode = new TreeSet<>();
    Pattern constant = Pattern.compile("int \\w*PORT = (\\d{4,5});");
    Project.mainJavaFiles()
        .forEach(
            file ->
                constant
                    .matcher(Project.text(file))
                    .results()
                    .forEach(m -> inCode.add(m.group(1))));
    CommandSpec demo = ClinicCommand.commandLine().getSubcommands().get("demo").getCommandSpec();
    demo.options().stream()
        .filter(option -> option.longestName().matches("--(\\w+-)?port"))
        .forEach(option -> inCode.add(option.defaultValue()));

    assertThat(PAGE.table("what", "port", "changed by"))
        .extracting(row -> row.get(1))
        .containsExactlyInAnyOrderElementsOf(inCode);
    assertThat(PAGE.table("what", "port", "changed by"))
        .allSatisfy(
            row ->
                Markdown.codeSpans(row.get(2)).stream()
                    .filter(name -> name.startsWith("--"))
                    .forEach(
                        option ->
                            assertThat(demo.findOption(option).defaultValue())
                                .isEqualTo(row.get(1))));
  }

  @Test
  void hasTheVariablesOfTheScriptAndTheTests() {
    String variable = "\\b(CLINIC_[A-Z_]+|JAVA_HOME)\\b";
    Pattern quoted = Pattern.compile("(?<=\")" + variable);
    Set<String> read = new TreeSet<>();
    for (Path file : Project.javaFiles()) {
      quoted.matcher(Project.text(file)).results().map(MatchResult::group).forEach(read::add);
    }
    Pattern.compile(variable)
        .matcher(Project.text(Project.ROOT.resolve("clinic")))
        .results()
        .map(MatchResult::group)
        .forEach(read::add);

    assertThat(PAGE.table("variable", "meaning"))
        .extracting(row -> Markdown.code(row.get(0)))
        .containsExactlyInAnyOrderElementsOf(read);
  }
}
