package io.clinictelemetry.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClinicScriptTest {

  private static final Path SCRIPT = Path.of(System.getProperty("clinic.script"));

  @TempDir private Path elsewhere;

  @Test
  void helpListsExactlyTheVerbsThereAre() throws Exception {
    TreeSet<String> verbs = new TreeSet<>(ClinicCommand.commandLine().getSubcommands().keySet());
    // The one verb that the script itself does.
    verbs.add("test");

    Outcome help = run(SCRIPT, Map.of(), "--help");

    assertThat(help.status()).isZero();
    assertThat(
            Pattern.compile("^  ([a-z]+) {2,}", Pattern.MULTILINE)
                .matcher(help.output())
                .results()
                .map(MatchResult::group)
                .map(String::strip))
        .containsExactlyInAnyOrderElementsOf(verbs);
  }

  @Test
  void isFoundThroughASymbolicLinkFromAnotherDirectory() throws Exception {
    Path link = Files.createSymbolicLink(elsewhere.resolve("linked"), SCRIPT.toRealPath());

    assertThat(run(link, Map.of(), "--help").status()).isZero();
  }

  @Test
  void aJavaHomeWithoutJavaIsNamed() throws Exception {
    Outcome outcome = run(SCRIPT, Map.of("JAVA_HOME", "/no/such/jdk"), "--version");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.output()).contains("JAVA_HOME is /no/such/jdk").contains("JDK 17");
  }

  @Test
  void anOldJavaIsNamedWithItsVersion() throws Exception {
    Path bin = Files.createDirectories(elsewhere.resolve("jdk/bin"));
    Path java =
        Files.writeString(
            bin.resolve("java"), "#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));

    Outcome outcome = run(SCRIPT, Map.of("JAVA_HOME", bin.getParent().toString()), "--version");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.output()).contains("version 11").contains("JDK 17");
  }

  private Outcome run(Path script, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(elsewhere.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  private record Outcome(int status, String output) {}
}
