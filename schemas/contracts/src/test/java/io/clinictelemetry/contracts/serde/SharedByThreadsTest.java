package io.clinictelemetry.contracts.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.contracts.records.RandomRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** One serializer and one deserializer serve several threads at once. */
class SharedByThreadsTest {

  private static final int THREADS = 4;
  private static final int RECORDS = 2_000;

  @Test
  void threadsDoNotSeeEachOthersBytes() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (AvroSerdes serdes = new AvroSerdes(Samples.settings("mock://threads"));
        var serde = serdes.serde(DeviceEvent.class)) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        RandomRecords records = new RandomRecords(i);
        tasks.add(
            () -> {
              for (int n = 0; n < RECORDS; n++) {
                DeviceEvent written = records.next(DeviceEvent.class);
                byte[] bytes = serde.serializer().serialize(Samples.TOPIC, written);
                DeviceEvent read = serde.deserializer().deserialize(Samples.TOPIC, bytes);
                assertThat(read.getDeviceId()).isEqualTo(written.getDeviceId());
                assertThat(serde.serializer().serialize(Samples.TOPIC, read)).isEqualTo(bytes);
              }
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
