package io.clinictelemetry.sinks.database;

import java.util.Optional;

/** What is at the bottom of a failure. */
public final class Causes {

  private Causes() {}

  /**
   * The first line of the innermost message: the reason, without the statement and the values that
   * the messages around it may carry.
   */
  public static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return Optional.ofNullable(root.getMessage())
        .flatMap(message -> message.lines().findFirst())
        .orElse(root.getClass().getSimpleName());
  }
}
