package io.clinictelemetry.streams.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.contracts.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsComponentTest {

  @Test
  void aLostInstanceIsGivenUpAfterTenSecondsUnlessSetOtherwise() {
    assertThat(sessionTimeoutMs(config(Map.of()))).isEqualTo(10_000);
    assertThat(sessionTimeoutMs(config(Map.of("kafka.session.timeout.ms", "30000"))))
        .isEqualTo(30_000);
  }

  private static Properties config(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(more);
    values.put(Settings.BOOTSTRAP_SERVERS, "127.0.0.1:9092");
    return StreamsComponent.config("safety", Settings.of(values));
  }

  /** As the consumers of Kafka Streams get it. */
  private static int sessionTimeoutMs(Properties config) {
    Map<String, Object> consumer =
        new StreamsConfig(config).getMainConsumerConfigs("group", "client", 1);
    return Integer.parseInt(consumer.get(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG).toString());
  }
}
