package io.clinictelemetry.contracts.records;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * The schemas that have been released, under {@code schemas/released/<Record>/<version>.avsc}: for
 * each value of a topic the whole text, with all that it is made of, as the registry gets it.
 */
final class ReleasedSchemas {

  static final Path FOLDER =
      RecordTypes.MODULE.resolveSibling("released").toAbsolutePath().normalize();

  private ReleasedSchemas() {}

  /** All released versions of a record, by number; empty when it was never released. */
  static SortedMap<Integer, Schema> of(String record) {
    SortedMap<Integer, Schema> versions = new TreeMap<>();
    Path folder = FOLDER.resolve(record);
    if (!Files.isDirectory(folder)) {
      return versions;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String number = file.getFileName().toString().replace(".avsc", "");
        versions.put(Integer.parseInt(number), new Schema.Parser().parse(Files.readString(file)));
      }
      return versions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
