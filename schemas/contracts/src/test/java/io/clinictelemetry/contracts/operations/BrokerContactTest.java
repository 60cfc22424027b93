package io.clinictelemetry.contracts.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class BrokerContactTest {

  private static final Health READY = new Health(true, true, "it writes");

  private long now = Duration.ofHours(-1).toNanos();
  private double received = 100;
  private final BrokerContact contact =
      new BrokerContact(
          () ->
              List.of(
                  new Fixed("consumer-metrics", "incoming-byte-total", received),
                  // Grows, too, while nobody answers.
                  new Fixed("consumer-metrics", "outgoing-byte-total", now),
                  new Fixed("admin-client-metrics", "incoming-byte-total", now)),
          () -> now);

  @Test
  void isReadyWhileSomethingComes() {
    for (int i = 0; i < 5; i++) {
      pass(BrokerContact.PATIENCE);
      received++;
      assertThat(contact.judge(READY)).isEqualTo(READY);
    }
  }

  @Test
  void isNotReadyOnceNothingHasComeForLong() {
    assertThat(contact.judge(READY)).isEqualTo(READY);
    pass(BrokerContact.PATIENCE.minusNanos(1));
    assertThat(contact.judge(READY)).isEqualTo(READY);

    pass(Duration.ofNanos(1));

    assertThat(contact.silence()).contains(BrokerContact.PATIENCE);
    assertThat(contact.judge(READY))
        .isEqualTo(
            new Health(true, false, "it writes, but nothing has come from the brokers for 10 s"));
  }

  @Test
  void isReadyAgainWithTheNextByte() {
    contact.judge(READY);
    pass(BrokerContact.PATIENCE);
    assertThat(contact.judge(READY).ready()).isFalse();

    received++;

    assertThat(contact.judge(READY)).isEqualTo(READY);
  }

  @Test
  void hearsAClientThatTookTheOthersPlace() {
    contact.judge(READY);
    pass(BrokerContact.PATIENCE);

    received = 5;

    assertThat(contact.judge(READY)).isEqualTo(READY);
  }

  @Test
  void leavesAnotherReasonAlone() {
    Health waiting = new Health(true, false, "the database does not answer");
    contact.judge(READY);
    pass(BrokerContact.PATIENCE);

    assertThat(contact.judge(waiting)).isEqualTo(waiting);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private record Fixed(MetricName metricName, double value) implements Metric {

    Fixed(String group, String name, double value) {
      this(new MetricName(name, group, "", Map.of()), value);
    }

    @Override
    public Object metricValue() {
      return value;
    }
  }
}
