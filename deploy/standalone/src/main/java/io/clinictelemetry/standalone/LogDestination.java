package io.clinictelemetry.standalone;

import ch.qos.logback.core.PropertyDefinerBase;
import io.clinictelemetry.contracts.settings.SettingException;
import java.nio.file.Path;

/**
 * Tells {@code logback.xml} where and how to log: into the file that the system property {@value
 * #FILE_PROPERTY} names; or else to the console, as JSON from INFO up where the environment says
 * so, and otherwise as text, warnings only.
 */
public final class LogDestination extends PropertyDefinerBase {

  static final String FILE_PROPERTY = "clinic.log.file";

  /** Name of the component, for lines that are read together with those of others. */
  private static final String COMPONENT_PROPERTY = "clinic.log.component";

  private static final String FORMAT = "CLINIC_LOG_FORMAT";

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

  /**
   * Names the component in each line of JSON. To be called before the first logger is created.
   *
   * @param arguments of the command line: {@code run safety} is the component safety, any other
   *     verb is one itself
   * @throws SettingException when the environment asks for a format that there is not
   */
  static void prepare(String[] arguments) {
    String format = System.getenv(FORMAT);
    if (format != null && !format.isBlank() && !format.equals("text") && !format.equals("json")) {
      throw new SettingException(FORMAT, format, "set json or text");
    }
    String component = "clinic";
    if (arguments.length > 0) {
      boolean one = arguments[0].equals("run") && arguments.length > 1;
      component = one ? arguments[1] : arguments[0];
    }
    System.setProperty(COMPONENT_PROPERTY, component);
  }

  /** Whether what is printed on the console is read by a program, line by line. */
  static boolean isJson() {
    return System.getProperty(FILE_PROPERTY) == null && "json".equals(System.getenv(FORMAT));
  }

  @Override
  public String getPropertyValue() {
    if (System.getProperty(FILE_PROPERTY) != null) {
      return "file";
    }
    return isJson() ? "json" : "console";
  }
}
