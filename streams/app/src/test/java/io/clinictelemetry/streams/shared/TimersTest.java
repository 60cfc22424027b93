package io.clinictelemetry.streams.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimersTest {

  private static final long NOW = 1_000_000;

  private int scans;
  private final KeyValueStore<Bytes, byte[]> store = storeThatCountsScans();
  private final Timers timers = new Timers(store);

  @SuppressWarnings("unchecked") // a proxy of the interface
  private KeyValueStore<Bytes, byte[]> storeThatCountsScans() {
    KeyValueStore<Bytes, byte[]> real =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("timers"), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    real.init(new MockProcessorContext<>().getStateStoreContext(), real);
    return (KeyValueStore<Bytes, byte[]>)
        Proxy.newProxyInstance(
            TimersTest.class.getClassLoader(),
            new Class<?>[] {KeyValueStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("range")) {
                scans++;
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private List<String> poll(Timers polled, long nowMs) {
    List<String> due = new ArrayList<>();
    for (Optional<Timers.Timer> next = polled.pollDue(nowMs);
        next.isPresent();
        next = polled.pollDue(nowMs)) {
      due.add(next.get().deadlineMs() + " " + next.get().deviceId());
    }
    return due;
  }

  @Test
  void readsTheStoreOnceForAThousandThatAreDue() {
    for (int i = 0; i < 5_000; i++) {
      timers.arm(NOW - i, "d" + i);
    }

    assertThat(poll(timers, NOW)).hasSize(5_000).startsWith((NOW - 4_999) + " d4999");
    assertThat(scans).isEqualTo(5);
    assertThat(poll(timers, NOW + 500)).isEmpty();
    assertThat(scans).as("within what was read").isEqualTo(5);
  }

  @Test
  void answersATimerThatWasArmedWhileOthersFire() {
    timers.arm(NOW, "b");
    timers.arm(NOW + 10, "c");
    assertThat(timers.pollDue(NOW + 10)).contains(new Timers.Timer(NOW, "b"));

    timers.arm(NOW + 5, "a");

    assertThat(poll(timers, NOW + 10)).containsExactly((NOW + 5) + " a", (NOW + 10) + " c");
  }

  @Test
  void answersATimerOneMillisecondAfterItWasNotDue() {
    timers.arm(NOW, "d");

    assertThat(poll(timers, NOW - 1)).isEmpty();
    assertThat(poll(timers, NOW)).containsExactly(NOW + " d");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void answersAllThatIsDueInOrderAlsoAfterRestarts(long seed) {
    Random random = new Random(seed);
    Timers present = timers;
    long nowMs = NOW;
    for (int i = 0; i < 500; i++) {
      nowMs += random.nextInt(10) == 0 ? 20_000 : random.nextInt(300);
      long deadlineMs = nowMs + random.nextInt(6_000) - 1_000;
      present.arm(deadlineMs, "d" + random.nextInt(4));
      if (random.nextInt(20) == 0) {
        present = new Timers(store);
      }
      List<String> expected = expected(nowMs);
      assertThat(poll(present, nowMs)).as("seed %d, step %d", seed, i).isEqualTo(expected);
    }
  }

  /** What is due, straight from the store. */
  private List<String> expected(long nowMs) {
    List<String> due = new ArrayList<>();
    try (var all = store.all()) {
      all.forEachRemaining(
          timer -> {
            byte[] key = timer.key.get();
            long deadlineMs = ByteBuffer.wrap(key).getLong();
            if (deadlineMs <= nowMs) {
              due.add(
                  deadlineMs + " " + new String(key, 8, key.length - 8, StandardCharsets.UTF_8));
            }
          });
    }
    return due;
  }
}
