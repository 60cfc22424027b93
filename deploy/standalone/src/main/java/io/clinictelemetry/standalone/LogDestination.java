package io.clinictelemetry.standalone;

import ch.qos.logback.core.PropertyDefinerBase;
import java.nio.file.Path;

/**
 * Tells {@code logback.xml} where to log: into the file that the system property {@value
 * #FILE_PROPERTY} names, or else, warnings only, to the console.
 */
public final class LogDestination extends PropertyDefinerBase {

  static final String FILE_PROPERTY = "clinic.log.file";

  /**
   * Logs into {@code file} unless the user chose another one.
   *
   * <p>To be called before the first logger is created; later calls have no effect.
   */
  public static void useFile(Path file) {
    if (System.getProperty(FILE_PROPERTY) == null) {
      System.setProperty(FILE_PROPERTY, file.toAbsolutePath().toString());
    }
  }

  @Override
  public String getPropertyValue() {
    return System.getProperty(FILE_PROPERTY) == null ? "console" : "file";
  }
}
