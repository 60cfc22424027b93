package io.clinictelemetry.standalone.harness;

import io.clinictelemetry.standalone.ClinicCommand;
import io.clinictelemetry.standalone.embedded.ClassArchive;
import io.clinictelemetry.standalone.embedded.EmbeddedStackOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A built distribution, of this release or another.
 *
 * @param home the directory that holds {@code lib/}
 */
public record Distribution(Path home) {

  /** Paths are made absolute: a process has a working directory of its own. */
  public Distribution {
    home = home.toAbsolutePath();
  }

  /** The one that this build made. */
  public static Distribution ofThisBuild() {
    return new Distribution(EmbeddedStackOptions.homeOfThisJvm());
  }

  /** The mapped classes of a program that runs from it. */
  public ClassArchive classArchive(String program) {
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(home.resolve("lib"), "standalone-*.jar")) {
      return ClassArchive.of(
          home.resolveSibling("class-archives"), program, jars.iterator().next());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The command line of a verb, as the {@code clinic} script has it; but short of threads and quick
   * to start, because many are started and none lives long.
   */
  List<String> command(List<String> javaOptions, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Dclinic.home=" + home);
    command.add("-Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.clinictelemetry.avro");
    command.add("-Dorg.apache.avro.fastread=false");
    command.addAll(javaOptions);
    command.addAll(List.of("-cp", home.resolve("lib") + "/*", ClinicCommand.class.getName()));
    command.addAll(arguments);
    return command;
  }
}
