package io.clinictelemetry.domain.rules;

import java.util.List;

/**
 * A rule on whether devices are heard; judged on the log clock, by the absence of samples.
 *
 * @param name see {@link Rule#name}
 * @param priority see {@link Rule#priority}
 * @param unit see {@link Rule#unit}
 */
public record LinkRule(String name, Priority priority, String unit) implements Rule {

  /** A device in session is not heard. */
  public static final LinkRule TELEMETRY_LOST =
      new LinkRule("telemetry-lost", Priority.MEDIUM, "s");

  /** A device out of session is not heard. */
  public static final LinkRule DEVICE_SILENT = new LinkRule("device-silent", Priority.LOW, "s");

  /** A device that is in use by the inventory was never heard. */
  public static final LinkRule DEVICE_NEVER_SEEN =
      new LinkRule("device-never-seen", Priority.LOW, "s");

  /** Hardly any device of a clinic is heard. */
  public static final LinkRule CLINIC_SILENT = new LinkRule("clinic-silent", Priority.MEDIUM, "%");

  /** All of them. */
  public static final List<LinkRule> ALL =
      List.of(TELEMETRY_LOST, DEVICE_SILENT, DEVICE_NEVER_SEEN, CLINIC_SILENT);

  @Override
  public Kind kind() {
    return Kind.TECHNICAL;
  }

  @Override
  public boolean mayBeShelved() {
    return !equals(TELEMETRY_LOST);
  }
}
