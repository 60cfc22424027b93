package io.clinictelemetry.contracts.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every record of a topic reads, and is read by, every released version of itself (the registry's
 * FULL_TRANSITIVE), and no change goes out without a release.
 */
class ReleasedSchemasTest {

  static List<Schema> current() {
    return RecordTypes.topicRecords().stream().map(SpecificData.get()::getSchema).toList();
  }

  @ParameterizedTest
  @MethodSource("current")
  void readsAndIsReadByEveryReleasedVersion(Schema schema) {
    ReleasedSchemas.of(schema.getName())
        .forEach(
            (version, released) ->
                assertThat(Compatibility.obstacles(schema, released))
                    .as("%s beside its released version %d", schema.getName(), version)
                    .isEmpty());
  }

  @ParameterizedTest
  @MethodSource("current")
  void isTheNewestReleasedVersion(Schema schema) throws IOException {
    SortedMap<Integer, Schema> released = ReleasedSchemas.of(schema.getName());
    int newest = released.isEmpty() ? 0 : released.lastKey();
    // The text, not Avro's equality, which overlooks docs: to a registry another text is another
    // schema.
    boolean same = newest > 0 && released.get(newest).toString().equals(schema.toString());
    String name = "%s/%d.avsc".formatted(schema.getName(), newest + 1);
    Path candidate = RecordTypes.MODULE.resolve("target/released").resolve(name);
    if (!same) {
      Files.createDirectories(candidate.getParent());
      Files.writeString(candidate, SchemaFormatter.format("json/pretty", schema) + "\n");
    }
    assertThat(same)
        .as(
            "%s differs from its newest released version (%d). If the change is meant, release it:"
                + " mkdir -p %s && cp %s %s. A version that has been released is never edited.",
            schema.getName(),
            newest,
            ReleasedSchemas.FOLDER.resolve(schema.getName()),
            candidate,
            ReleasedSchemas.FOLDER.resolve(name))
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("current")
  void versionsCountFromOneWithoutHoles(Schema schema) {
    SortedMap<Integer, Schema> released = ReleasedSchemas.of(schema.getName());
    assertThat(released.keySet())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, released.size()).boxed().toList());
    assertThat(released.values())
        .allSatisfy(version -> assertThat(version.getFullName()).isEqualTo(schema.getFullName()));
  }

  @Test
  void everyReleasedRecordIsStillAValueOfATopic() throws IOException {
    List<String> names = current().stream().map(Schema::getName).toList();
    try (Stream<Path> folders = Files.list(ReleasedSchemas.FOLDER)) {
      assertThat(folders.map(folder -> folder.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(names);
    }
  }
}
