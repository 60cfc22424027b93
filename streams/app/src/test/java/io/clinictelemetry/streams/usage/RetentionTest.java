package io.clinictelemetry.streams.usage;

import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static io.clinictelemetry.streams.testing.UsageOutput.finalHours;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.contracts.topics.QuarantineHeaders;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.Sent;
import io.clinictelemetry.streams.testing.TestDevice;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long usage is remembered, and what becomes of what comes later. */
class RetentionTest {

  private static final long RETENTION_MS = Pipeline.RETENTION.toMillis();
  private static final long DAY_MS = Duration.ofDays(1).toMillis();

  private final Pipeline pipeline = Pipeline.usage();

  @AfterEach
  void stop() {
    pipeline.close();
  }

  @Test
  void countsWhatIsJustWithinTheRetentionAndQuarantinesWhatIsAMillisecondOlder() {
    List<Sent> sent = device("d1").suction(2_000, 30).sent();
    Sent within = sent.get(0); // of T0
    Sent beyond = sent.get(1); // of T0 + 1 s
    pipeline.append(within.resentLater(RETENTION_MS - 1_000));
    pipeline.append(beyond.resentLater(RETENTION_MS - 2_000 + 1_001));
    pipeline.tick(T0 + RETENTION_MS + 10_000);

    assertThat(pipeline.quarantined())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(header(record.headers(), QuarantineHeaders.REASON))
                  .isEqualTo("beyond-retention");
              assertThat(header(record.headers(), QuarantineHeaders.DETAIL)).contains("35 days");
              assertThat(header(record.headers(), QuarantineHeaders.OFFSET)).isEqualTo("1");
            });
    assertThat(finalHours(pipeline)).singleElement().asString().contains("treating 1000 ");
    assertThat(pipeline.ledger().getQuarantined()).isEqualTo(1);
    assertThat(pipeline.ledger().getLate()).isEqualTo(1);
  }

  private static String header(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Test
  void forgetsAccountsSomeDaysAfterTheirRetentionAndNotBefore() {
    pipeline.append(device("d1").startsSession("s1").suction(1_000, 30).endsSession().sent());
    pipeline.append(device("d1/x").startsSession("s1").suction(1_000, 30).endsSession().sent());
    assertThat(pipeline.entries(UsageTopology.SESSIONS_STORE)).isEqualTo(2);
    assertThat(pipeline.entries(UsageTopology.HOURS_STORE)).as("hours and days").isEqualTo(4);

    passDays(T0, 36);
    assertThat(pipeline.entries(UsageTopology.SESSIONS_STORE)).isEqualTo(2);
    assertThat(pipeline.entries(UsageTopology.HOURS_STORE)).isEqualTo(4);

    passDays(T0 + 37 * DAY_MS, 3);
    assertThat(pipeline.entries(UsageTopology.SESSIONS_STORE)).isZero();
    assertThat(pipeline.entries(UsageTopology.HOURS_STORE)).isZero();
  }

  @Test
  void keepsWhatADeviceDidSinceAndForgetsWhatItDidBefore() {
    TestDevice device = device("d1").startsSession("s1").suction(1_000, 30).endsSession();
    pipeline.append(device.sent());
    long laterMs = T0 + 20 * DAY_MS;
    int before = device.sent().size();
    device.at(laterMs).startsSession("s2").suction(1_000, 30).endsSession();
    pipeline.append(device.sent().subList(before, device.sent().size()));

    passDays(laterMs, 20);

    assertThat(pipeline.entries(UsageTopology.SESSIONS_STORE)).isEqualTo(1);
    assertThat(pipeline.entries(UsageTopology.HOURS_STORE)).isEqualTo(2);
  }

  private void passDays(long fromMs, int days) {
    for (int day = 0; day <= days; day++) {
      pipeline.tick(fromMs + day * DAY_MS);
    }
  }
}
