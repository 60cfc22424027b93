package io.clinictelemetry.standalone.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The classes of a component as a JVM maps them: with them it starts with two thirds of the work,
 * and it is started very often. The first process that is ready makes them; every later one uses
 * them, in whichever JVM of the tests it was started.
 */
final class ClassArchive {

  private final Path file;

  private ClassArchive(Path file) {
    this.file = file;
  }

  /** That of one build: a JVM takes none whose jars were written since. */
  static ClassArchive of(Distribution distribution, String component) {
    Path lib = distribution.home().resolve("lib");
    try (var jars = Files.newDirectoryStream(lib, "standalone-*.jar")) {
      long built = Files.getLastModifiedTime(jars.iterator().next()).toMillis();
      return new ClassArchive(
          distribution
              .home()
              .resolveSibling("class-archives")
              .resolve("%s-%d.jsa".formatted(component, built)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Options of a JVM that uses it, or could make it. */
  List<String> options() {
    return Files.exists(file)
        ? List.of("-XX:SharedArchiveFile=" + file)
        : List.of("-XX:+RecordDynamicDumpInfo");
  }

  /** Has the process make it, which has loaded its classes, unless another does or did. */
  void makeFrom(long pid) {
    Path made = file.resolveSibling(file.getFileName() + ".made");
    try {
      Files.createDirectories(file.getParent());
      Files.createFile(file.resolveSibling(file.getFileName() + ".maker"));
      deleteEarlier();
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(pid),
                  "VM.cds",
                  "dynamic_dump",
                  made.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (jcmd.waitFor() == 0 && Files.exists(made)) {
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (FileAlreadyExistsException e) {
      // another process makes it, or did
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Those of earlier builds, which no JVM takes any more. */
  private void deleteEarlier() throws IOException {
    String name = file.getFileName().toString();
    String component = name.substring(0, name.indexOf('-') + 1);
    try (var files = Files.newDirectoryStream(file.getParent(), component + "*")) {
      for (Path other : files) {
        if (!other.getFileName().toString().startsWith(name)) {
          Files.deleteIfExists(other);
        }
      }
    }
  }
}
