package io.clinictelemetry.producers.client;

import io.clinictelemetry.contracts.settings.SettingException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Settings of the channel's producer: defaults, what was set, and what the guarantees rest on. */
final class ChannelConfig {

  private static final Map<String, Object> DEFAULTS =
      Map.of(
          ProducerConfig.CLIENT_ID_CONFIG, "clinic-devices",
          ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
          // A device that cannot send for this long should know it.
          ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000",
          ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "120000");

  private static final Map<String, String> FIXED =
      Map.of(
          ProducerConfig.ACKS_CONFIG, "all",
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true",
          ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, "false");

  private ChannelConfig() {}

  static Map<String, Object> producer(Map<String, ?> kafka) {
    FIXED.forEach(
        (name, value) -> {
          Object set = kafka.get(name);
          if (set != null && !value.equalsIgnoreCase(set.toString())) {
            throw new SettingException(
                "kafka." + name,
                set.toString(),
                "no event may be lost, doubled or reordered; leave it out, it is " + value);
          }
        });
    refuse(
        kafka,
        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
        "markers of transactions would consume offsets of telemetry; leave it out");
    refuse(
        kafka,
        ProducerConfig.PARTITIONER_CLASS_CONFIG,
        "a device's partition is murmur2 of its id, as Java's default; leave it out");
    Map<String, Object> config = new HashMap<>(DEFAULTS);
    config.putAll(kafka);
    config.putAll(FIXED);
    return config;
  }

  private static void refuse(Map<String, ?> kafka, String name, String why) {
    if (kafka.get(name) != null) {
      throw new SettingException("kafka." + name, kafka.get(name).toString(), why);
    }
  }
}
