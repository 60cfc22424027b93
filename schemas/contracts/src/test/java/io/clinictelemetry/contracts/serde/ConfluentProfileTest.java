package io.clinictelemetry.contracts.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * The profile {@code confluent} takes Confluent's own artifacts, from a repository that not every
 * machine can reach. So that it stays right where it cannot be built, its model is held to what the
 * code uses and to what the classes from Maven Central say of their origin.
 */
class ConfluentProfileTest {

  private static final Path ROOT = Path.of("../..");
  private static final String REPACKAGED = "confluent-from-central";
  private static final String ORIGINAL = "confluent";
  private static final Pattern USED = Pattern.compile("\\bio\\.confluent(\\.[a-z]+)+\\.[A-Z]\\w*");

  /** Which artifact holds a class, by the beginning of its name; the first that fits. */
  private static final Map<String, String> HOLDERS = new LinkedHashMap<>();

  static {
    HOLDERS.put("io.confluent.kafka.schemaregistry.", "kafka-schema-registry-client");
    HOLDERS.put("io.confluent.kafka.serializers.KafkaAvro", "kafka-avro-serializer");
    HOLDERS.put("io.confluent.kafka.serializers.AbstractKafkaAvro", "kafka-avro-serializer");
    HOLDERS.put("io.confluent.kafka.serializers.AbstractKafkaSchema", "kafka-schema-serializer");
    HOLDERS.put("io.confluent.kafka.serializers.subject.", "kafka-schema-serializer");
  }

  private final Element root = pom(ROOT.resolve("pom.xml"));
  private final Element contracts = pom(Path.of("pom.xml"));

  @Test
  void namesExactlyTheArtifactsWhoseClassesTheCodeUses() throws IOException {
    Set<String> used = usedClasses();
    assertThat(used).contains("io.confluent.kafka.schemaregistry.client.SchemaRegistryClient");

    Set<String> needed = new TreeSet<>();
    for (String name : used) {
      assertThat(holder(name)).as("the artifact of %s, to be added to HOLDERS", name).isNotNull();
      needed.add("io.confluent:" + holder(name));
    }

    assertThat(dependencies(profile(contracts, ORIGINAL)))
        .containsExactlyInAnyOrderElementsOf(needed);
  }

  @Test
  void hasTheVersionOfTheClassesFromCentral() throws IOException {
    String version = text(child(root, "properties"), "confluent.version");

    for (Element dependency : dependencyElements(profile(contracts, ORIGINAL))) {
      assertThat(text(dependency, "version")).isEqualTo("${confluent.version}");
      String artifact = text(dependency, "artifactId");
      assertThat(versionOnClassPath(artifact)).as("version of %s", artifact).isEqualTo(version);
    }
  }

  @Test
  void takesThePlaceOfTheModuleThatRepackages() {
    String module = "schemas/confluent-client";
    String artifact = "io.clinictelemetry:confluent-client";
    assertThat(texts(child(root, "modules"), "module")).isNotEmpty().doesNotContain(module);
    assertThat(texts(child(profile(root, REPACKAGED), "modules"), "module"))
        .containsExactly(module);
    assertThat(dependencies(contracts)).isNotEmpty().doesNotContain(artifact);
    assertThat(dependencies(profile(contracts, REPACKAGED))).containsExactly(artifact);
    assertThat(child(profile(root, ORIGINAL), "modules")).isNull();
    assertThat(poms())
        .filteredOn(pom -> !pom.equals(contracts))
        .allSatisfy(pom -> assertThat(dependencies(pom)).doesNotContain(artifact));
  }

  /** Any other profile of the same file would switch off the one that is active by default. */
  @Test
  void oneOfTheTwoIsAlwaysActive() {
    for (Element pom : List.of(root, contracts)) {
      assertThat(texts(child(pom, "profiles"), "profile", "id"))
          .containsExactly(REPACKAGED, ORIGINAL);
      assertThat(text(child(profile(pom, REPACKAGED), "activation"), "activeByDefault"))
          .isEqualTo("true");
      assertThat(child(profile(pom, ORIGINAL), "activation")).isNull();
    }
  }

  private static Set<String> usedClasses() throws IOException {
    Set<String> used = new TreeSet<>();
    for (Path module : modules()) {
      Path sources = module.resolve("src");
      if (Files.isDirectory(sources)) {
        try (Stream<Path> files = Files.walk(sources)) {
          for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
            if (!file.endsWith("ConfluentProfileTest.java")) {
              USED.matcher(Files.readString(file))
                  .results()
                  .map(MatchResult::group)
                  .forEach(used::add);
            }
          }
        }
      }
    }
    return used;
  }

  private static String holder(String className) {
    return HOLDERS.entrySet().stream()
        .filter(entry -> className.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static String versionOnClassPath(String artifact) throws IOException {
    String file = "META-INF/maven/io.confluent/%s/pom.properties".formatted(artifact);
    try (InputStream in = ConfluentProfileTest.class.getClassLoader().getResourceAsStream(file)) {
      assertThat(in).as(file).isNotNull();
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    }
  }

  private static List<Path> modules() {
    return texts(child(pom(ROOT.resolve("pom.xml")), "modules"), "module").stream()
        .map(ROOT::resolve)
        .toList();
  }

  private List<Element> poms() {
    return Stream.concat(
            modules().stream()
                .filter(module -> !module.endsWith("contracts"))
                .map(module -> pom(module.resolve("pom.xml"))),
            Stream.of(root, contracts))
        .toList();
  }

  private static Element pom(Path file) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(file.toFile())
          .getDocumentElement();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(file + " is not XML", e);
    }
  }

  private static Element profile(Element pom, String id) {
    return children(child(pom, "profiles"))
        .filter(profile -> text(profile, "id").equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> dependencies(Element of) {
    return dependencyElements(of).stream()
        .map(d -> text(d, "groupId") + ":" + text(d, "artifactId"))
        .collect(Collectors.toSet());
  }

  private static List<Element> dependencyElements(Element of) {
    Element dependencies = child(of, "dependencies");
    return dependencies == null ? List.of() : children(dependencies).toList();
  }

  private static List<String> texts(Element parent, String name) {
    return children(parent)
        .filter(child -> child.getTagName().equals(name))
        .map(Element::getTextContent)
        .toList();
  }

  private static List<String> texts(Element parent, String name, String below) {
    return children(parent)
        .filter(child -> child.getTagName().equals(name))
        .map(child -> text(child, below))
        .toList();
  }

  private static String text(Element parent, String name) {
    return child(parent, name).getTextContent().strip();
  }

  private static Element child(Element parent, String name) {
    return children(parent).filter(c -> c.getTagName().equals(name)).findFirst().orElse(null);
  }

  private static Stream<Element> children(Element parent) {
    return IntStream.range(0, parent.getChildNodes().getLength())
        .mapToObj(parent.getChildNodes()::item)
        .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
        .map(Element.class::cast);
  }
}
