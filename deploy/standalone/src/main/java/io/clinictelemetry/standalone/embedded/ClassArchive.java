package io.clinictelemetry.standalone.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of a program as a JVM maps them: with them it starts with about half of the work. The
 * first process makes them when it is about to end; every later one uses them, whoever starts it.
 */
public final class ClassArchive {

  private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Path file;

  private ClassArchive(Path file) {
    this.file = file;
  }

  /**
   * That of one build of a program on the Java version of this process: a JVM takes no other.
   *
   * @param directory keeps it; created when it is made
   * @param program its name among those of the directory
   * @param jar written by every build of the program
   */
  public static ClassArchive of(Path directory, String program, Path jar) {
    try {
      return new ClassArchive(
          directory.resolve(
              "%s-%d-%s.jsa"
                  .formatted(
                      program, Files.getLastModifiedTime(jar).toMillis(), Runtime.version())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Options of a JVM that uses it, or could make it. */
  public List<String> options() {
    return exists()
        ? List.of("-XX:SharedArchiveFile=" + file)
        : List.of("-XX:+RecordDynamicDumpInfo");
  }

  /** Whether it has been made. */
  public boolean exists() {
    return Files.exists(file);
  }

  /**
   * Has a process make it that has loaded its classes, and waits for that. Does nothing where
   * another does or did; where it cannot be made, or on interrupt, starts stay as slow as they are.
   *
   * @param pid a JVM started with {@link #options} that is stopped next: a JDK 25 was seen to crash
   *     seconds after it had made one
   */
  public void makeFrom(long pid) {
    if (exists()) {
      return;
    }
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
      if (!jcmd.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) { // it stands still
        jcmd.destroyForcibly();
      } else if (jcmd.exitValue() == 0 && Files.exists(made)) {
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (FileAlreadyExistsException e) {
      LOG.debug("{} is made by another process, or could not be.", file);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) { // a directory that cannot be written, a runtime without jcmd
      LOG.debug("{} cannot be made.", file, e);
    }
  }

  /** Those of earlier builds, which no JVM takes any more. */
  private void deleteEarlier() throws IOException {
    String name = file.getFileName().toString();
    String build = name.substring(0, name.indexOf('-', name.indexOf('-') + 1));
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            file.getParent(), name.substring(0, name.indexOf('-')) + "-*.jsa*")) {
      for (Path other : files) {
        if (!other.getFileName().toString().startsWith(build)) {
          Files.deleteIfExists(other);
        }
      }
    }
  }
}
