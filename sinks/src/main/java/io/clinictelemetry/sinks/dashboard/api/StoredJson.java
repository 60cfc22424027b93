package io.clinictelemetry.sinks.dashboard.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/** Reads what the sink stored as JSON. */
final class StoredJson {

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private StoredJson() {}

  /**
   * An array of these.
   *
   * @throws IllegalStateException when it is none
   */
  static <T> List<T> list(String json, Class<T> type) {
    try {
      return JSON.readerForListOf(type).readValue(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored JSON that cannot be read", e);
    }
  }
}
