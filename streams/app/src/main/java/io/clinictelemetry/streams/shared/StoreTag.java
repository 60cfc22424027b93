package io.clinictelemetry.streams.shared;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.List;

/**
 * Gives a state store's name one tag, {@code store}. Kafka Streams has another for each kind of
 * store ({@code rocksdb.state.id}, {@code in.memory.state.id}), but Prometheus wants the same tags
 * on all meters of a name: else only the stores of the kind that came first would be seen.
 */
final class StoreTag implements MeterFilter {

  private static final String ANY_KIND = ".state.id";

  @Override
  public Meter.Id map(Meter.Id id) {
    if (!id.getName().startsWith("kafka.stream.")) {
      return id;
    }
    List<Tag> tags =
        id.getTags().stream()
            .map(tag -> isStore(tag.getKey()) ? Tag.of("store", tag.getValue()) : tag)
            .toList();
    return id.replaceTags(tags);
  }

  /** Written with hyphens by Kafka, and with dots by Micrometer. */
  private static boolean isStore(String key) {
    return key.replace('-', '.').endsWith(ANY_KIND);
  }
}
