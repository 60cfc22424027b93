package io.clinictelemetry.standalone;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * One run of the command line, in this JVM.
 *
 * @param status its exit status
 * @param output what it printed
 * @param errors what it printed as errors
 */
public record CommandRun(int status, String output, String errors) {

  /** Runs it. */
  public static CommandRun of(String... arguments) {
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    int status =
        ClinicCommand.commandLine()
            .setOut(new PrintWriter(output, true))
            .setErr(new PrintWriter(errors, true))
            .execute(arguments);
    return new CommandRun(status, output.toString(), errors.toString());
  }
}
