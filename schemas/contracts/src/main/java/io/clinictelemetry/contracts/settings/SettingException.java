package io.clinictelemetry.contracts.settings;

/** A setting is missing or wrong; the message names it and says what to do. */
public final class SettingException extends RuntimeException {

  /** A message of the form {@code key=value: remedy}. */
  public SettingException(String key, String value, String remedy) {
    super("%s=%s: %s".formatted(key, value, remedy));
  }

  SettingException(String message, Throwable cause) {
    super(message, cause);
  }
}
