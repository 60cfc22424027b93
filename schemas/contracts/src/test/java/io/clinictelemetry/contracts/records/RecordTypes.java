package io.clinictelemetry.contracts.records;

import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** The generated classes, found by the declarations that they come from. */
public final class RecordTypes {

  /** The module's folder, also where a test is started from another one. */
  public static final Path MODULE =
      Path.of(System.getProperty("basedir", Path.of("").toAbsolutePath().toString()));

  private static final String PACKAGE = "io.clinictelemetry.avro.";

  private RecordTypes() {}

  /** The schemas of all declared records and enums, as generated. */
  public static List<Schema> schemas() {
    try (Stream<Path> files = Files.list(MODULE.resolve("src/main/avro"))) {
      return files
          .map(file -> file.getFileName().toString().replace(".avsc", ""))
          .sorted()
          .map(name -> SpecificData.get().getSchema(generated(name)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The classes of all declared records. */
  public static List<Class<? extends SpecificRecord>> records() {
    return schemas().stream()
        .filter(schema -> schema.getType() == Schema.Type.RECORD)
        .<Class<? extends SpecificRecord>>map(
            schema -> generated(schema.getName()).asSubclass(SpecificRecord.class))
        .toList();
  }

  /** The classes of the records that are values of a topic. */
  public static List<Class<? extends SpecificRecord>> topicRecords() {
    return TopicCatalogue.ALL.stream()
        .map(TopicSpec::value)
        .flatMap(value -> value.stream())
        .<Class<? extends SpecificRecord>>map(type -> type.asSubclass(SpecificRecord.class))
        .distinct()
        .toList();
  }

  private static Class<?> generated(String name) {
    try {
      return Class.forName(PACKAGE + name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("no class was generated for " + name + ".avsc", e);
    }
  }
}
