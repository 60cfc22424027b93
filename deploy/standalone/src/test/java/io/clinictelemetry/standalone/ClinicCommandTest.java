package io.clinictelemetry.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ClinicCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine clinic =
      ClinicCommand.commandLine()
          .addSubcommand(new Failing())
          .setOut(new PrintWriter(out, true))
          .setErr(new PrintWriter(err, true));

  @Test
  void withoutArgumentsItShowsTheVerbs() {
    assertThat(clinic.execute()).isZero();
    assertThat(out.toString()).startsWith("Usage: clinic").contains("VERB");
  }

  @Test
  void aWrongCommandLineIsOneLineAndStatusTwo() {
    assertThat(clinic.execute("--no-such-flag")).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("--no-such-flag").contains("./clinic --help");
  }

  @Test
  void aFailureIsOneLineAndStatusOne() {
    assertThat(clinic.execute("failing")).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("clinic: The disk is full: make room. Then again.");
  }

  @Test
  void aFailureTellsWhereItCameFromOnlyWhenAsked() {
    assertThat(clinic.execute("failing", "--stacktrace")).isEqualTo(1);
    assertThat(err.toString()).contains("\tat " + Failing.class.getName());
  }

  @Test
  void tellsItsVersionAndItsJava() {
    assertThat(clinic.execute("--version")).isZero();
    assertThat(out.toString()).startsWith("clinic ").contains("Java " + Runtime.version());
  }

  @Command(name = "failing")
  private static final class Failing implements Runnable {
    @Override
    public void run() {
      throw new IllegalStateException("The disk is full: make room.\n  Then again.");
    }
  }
}
