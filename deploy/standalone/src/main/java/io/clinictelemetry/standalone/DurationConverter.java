package io.clinictelemetry.standalone;

import io.clinictelemetry.contracts.settings.Settings;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations of options, written as in the settings. */
public class DurationConverter implements ITypeConverter<Duration> {

  private final String option;

  /**
   * Of one option.
   *
   * @param option as it is given, for messages
   */
  protected DurationConverter(String option) {
    this.option = option;
  }

  @Override
  public Duration convert(String value) {
    try {
      return Settings.parseDuration(option, value);
    } catch (RuntimeException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** Of {@code --for}. */
  public static final class For extends DurationConverter {
    /** Called by the command line. */
    public For() {
      super("--for");
    }
  }

  /** Of {@code --since}. */
  public static final class Since extends DurationConverter {
    /** Called by the command line. */
    public Since() {
      super("--since");
    }
  }
}
