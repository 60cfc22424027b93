package io.clinictelemetry.sinks.usage;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What is asked of utilisation.
 *
 * @param from first instant of the period; a window counts when it overlaps the period
 * @param to first instant after it
 * @param granularity length of the windows
 * @param group what is summed up
 * @param clinic only of this clinic
 * @param device only of this device
 * @param modality only windows of this modality, as the rows name it
 * @param model only of devices of this model
 * @param after the last row of the page before; empty for the first page
 * @param limit most rows
 */
public record UsageQuestion(
    Instant from,
    Instant to,
    Granularity granularity,
    Group group,
    Optional<String> clinic,
    Optional<String> device,
    Optional<String> modality,
    Optional<String> model,
    Optional<Place> after,
    int limit) {

  /** Length of the windows. */
  public enum Granularity {
    /** Hours on each clinic's wall. */
    HOUR("usage_hourly"),
    /** Days on each clinic's wall. */
    DAY("usage_daily"),
    /** The whole period, by the days that overlap it. */
    TOTAL("usage_daily");

    private final String table;

    Granularity(String table) {
      this.table = table;
    }

    String table() {
      return table;
    }
  }

  /** What is summed up. */
  public enum Group {
    /** Nothing: each device alone. */
    DEVICE("u.device_id"),
    /** The devices of a clinic. */
    CLINIC("u.clinic_id"),
    /** What was done to the skin. */
    MODALITY("u.modality"),
    /** The devices of a maker's model. */
    MODEL("u.model"),
    /** All. */
    FLEET("'fleet'::text");

    private final String key;

    Group(String key) {
      this.key = key;
    }

    String key() {
      return key;
    }
  }

  /**
   * Where a page ends.
   *
   * @param window the window's name
   * @param key what is summed up
   */
  public record Place(String window, String key) {}

  /** A word as people write it. */
  public static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
