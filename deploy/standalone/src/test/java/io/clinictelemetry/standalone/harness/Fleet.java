package io.clinictelemetry.standalone.harness;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.producers.client.TelemetryChannel;
import io.clinictelemetry.producers.simulator.FleetOptions;
import io.clinictelemetry.producers.simulator.FleetSimulator;
import io.clinictelemetry.producers.simulator.KafkaInventory;
import io.clinictelemetry.producers.simulator.Programme;
import io.clinictelemetry.standalone.demo.Pipeline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A simulated fleet with faults whose events pass through {@link Disorder}, and records beside them
 * that nobody can use. It lives in real time; what is random goes by the seed.
 */
public final class Fleet implements AutoCloseable {

  private static final String TOPIC = TopicCatalogue.TELEMETRY.name();
  private static final long STEP_MS = 50;
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** In a thousand, of the steps: a record that ends in quarantine. */
  private static final int UNUSABLE = 50;

  private final Disorder<ProducerRecord<byte[], byte[]>> disorder;
  private final Random random;
  private final MockProducer<String, DeviceEvent> recorder =
      new MockProducer<>(true, null, new StringSerializer(), (topic, event) -> new byte[0]);
  private final FleetSimulator simulator;
  private final Producer<byte[], byte[]> producer;
  private final Serializer<DeviceEvent> serializer;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final ScheduledExecutorService driver = Executors.newSingleThreadScheduledExecutor();
  private ScheduledFuture<?> driving;

  /**
   * Publishes the inventory; the devices wait for {@link #start}.
   *
   * @param seed never used before on this cluster, for it makes the sessions' ids, too
   * @param directory where the devices keep their boot ids: the same for all fleets of a cluster
   */
  public Fleet(TestCluster cluster, int devices, long seed, Path directory) {
    disorder = new Disorder<>(seed);
    random = new Random(seed);
    Map<String, Object> kafka = new HashMap<>(cluster.settings().kafka());
    // Servers may be away for a while; what was sent before comes before.
    kafka.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 600_000);
    kafka.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 600_000);
    producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    serializer = cluster.serdes().serializer(DeviceEvent.class);
    simulator =
        new FleetSimulator(
            new FleetOptions(devices, 3, seed, Programme.SHORT, true, directory),
            new KafkaInventory(cluster.settings().kafka(), cluster.serdes()),
            listener -> new TelemetryChannel(recorder, new SimpleMeterRegistry(), listener),
            Instant::now);
  }

  /** The devices live in real time from now on; the first event comes seconds later. */
  public void start() {
    simulator.begin(Instant.now());
    driving = driver.scheduleWithFixedDelay(this::step, 0, STEP_MS, TimeUnit.MILLISECONDS);
  }

  private void step() {
    long nowMs = System.currentTimeMillis();
    simulator.advanceTo(Instant.ofEpochMilli(nowMs));
    collect(nowMs);
    if (random.nextInt(1_000) < UNUSABLE) {
      append(unusable());
    }
    disorder.arriving(nowMs).forEach(this::append);
  }

  private void collect(long nowMs) {
    for (ProducerRecord<String, DeviceEvent> record : recorder.history()) {
      disorder.send(
          new ProducerRecord<>(
              TOPIC,
              record.key().getBytes(StandardCharsets.UTF_8),
              serializer.serialize(TOPIC, record.value())),
          nowMs);
    }
    recorder.clear();
  }

  private ProducerRecord<byte[], byte[]> unusable() {
    byte[] noise = new byte[random.nextInt(1, 200)];
    random.nextBytes(noise);
    String device = "dev-%04d".formatted(random.nextInt(1, 20));
    int partition = RecordKeys.partition(device, Pipeline.PARTITIONS);
    return switch (random.nextInt(3)) {
      case 0 -> new ProducerRecord<>(TOPIC, partition, null, noise);
      case 1 -> new ProducerRecord<>(TOPIC, partition, bytes(device), null);
      default -> new ProducerRecord<>(TOPIC, partition, bytes(device), noise);
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void append(ProducerRecord<byte[], byte[]> record) {
    var unused =
        producer.send(
            record, (metadata, failure) -> (failure == null ? sent : failed).incrementAndGet());
  }

  /** Records that the broker acknowledged so far. */
  public long sent() {
    return sent.get();
  }

  /** Fails when the fleet has died. */
  public void requireAlive() {
    if (driving.isDone()) {
      throw new IllegalStateException("the fleet has stopped", failure());
    }
  }

  private Throwable failure() {
    try {
      driving.get(0, TimeUnit.SECONDS);
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException | TimeoutException | RuntimeException e) {
      return e;
    }
  }

  /**
   * Ends open sessions as an operator would, lets all that is under way arrive, and stops.
   *
   * @throws IllegalStateException when the broker did not take everything
   */
  public void stop() throws InterruptedException {
    requireAlive();
    driving.cancel(false);
    driver.shutdown();
    if (!driver.awaitTermination(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the fleet did not stop within " + DEADLINE);
    }
    simulator.endSessionsAndStop(DEADLINE);
    collect(System.currentTimeMillis());
    disorder.arriving(Long.MAX_VALUE).forEach(this::append);
    producer.flush();
    if (failed.get() > 0) {
      throw new IllegalStateException("the broker did not take %d records".formatted(failed.get()));
    }
  }

  @Override
  public void close() {
    driver.shutdownNow();
    producer.close(Duration.ZERO);
    simulator.close();
  }
}
