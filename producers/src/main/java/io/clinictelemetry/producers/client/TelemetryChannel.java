package io.clinictelemetry.producers.client;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.serde.RegistryException;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of any number of devices to {@code clinic.telemetry}: one idempotent producer with
 * acks=all and a bounded buffer. Safe for use by several threads.
 *
 * <p>It is not transactional, because transaction markers would consume offsets that the
 * conservation ledger could not account for.
 */
public final class TelemetryChannel implements Outlet, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TelemetryChannel.class);
  private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(30);

  private final Producer<String, DeviceEvent> producer;
  private final DeliveryListener listener;
  private final DeliveryBook book = new DeliveryBook();
  private final Counter accepted;
  private final Counter delivered;
  private final Counter failed;
  private final Counter refused;

  /**
   * A channel over a producer made elsewhere, which it closes.
   *
   * @param metrics gets the counters {@code clinic.client.accepted}, {@code .delivered}, {@code
   *     .failed} and {@code .refused}, and the gauge {@code clinic.client.under.way}, in events
   */
  public TelemetryChannel(
      Producer<String, DeviceEvent> producer, MeterRegistry metrics, DeliveryListener listener) {
    this.producer = producer;
    this.listener = listener;
    accepted = counter(metrics, "accepted", "Events taken into the buffer");
    delivered = counter(metrics, "delivered", "Events that the broker acknowledged");
    failed = counter(metrics, "failed", "Events that were given up");
    refused = counter(metrics, "refused", "Attempts at which the buffer took no event");
    Gauge.builder("clinic.client.under.way", book, DeliveryBook::underWayCount)
        .description("Events in the buffer or on the wire")
        .register(metrics);
  }

  private static Counter counter(MeterRegistry metrics, String name, String description) {
    return Counter.builder("clinic.client." + name).description(description).register(metrics);
  }

  /**
   * Opens a channel. Nothing is sent yet, so a broker that is away is seen at the first event.
   *
   * @param kafka settings of Kafka clients; those that the guarantees rest on are fixed
   * @param serdes stays open as long as the channel, and is not closed by it
   * @throws io.clinictelemetry.contracts.settings.SettingException when a setting would break a
   *     guarantee
   */
  public static TelemetryChannel open(
      Map<String, ?> kafka, AvroSerdes serdes, MeterRegistry metrics, DeliveryListener listener) {
    return new TelemetryChannel(
        new KafkaProducer<>(
            ChannelConfig.producer(kafka),
            new StringSerializer(),
            serdes.serializer(DeviceEvent.class)),
        metrics,
        listener);
  }

  /**
   * Gives an event to the producer, waiting up to {@code max.block.ms} while the buffer is full.
   * The partition is that of the device id, so that a device's events stay in order.
   *
   * <p>An event that can never be sent, because it is not whole or larger than any record may be,
   * is given up: it counts and is reported as failed, and does not hold up those behind it.
   *
   * @throws ChannelRefusedException when the event was not taken; it may be sent again
   */
  @Override
  public void send(DeviceEvent event) {
    Attempt attempt = new Attempt(event);
    book.sent(event);
    try {
      var unused =
          producer.send(
              new ProducerRecord<>(TopicCatalogue.TELEMETRY.name(), event.getDeviceId(), event),
              (metadata, failure) -> attempt.completed(failure));
    } catch (RuntimeException e) {
      attempt.refusedBy(e);
    }
    attempt.returned();
  }

  /**
   * One event's way. The producer reports that it did not take an event in two ways: it throws, or
   * it calls back before it returns.
   */
  private final class Attempt {
    private final DeviceEvent event;
    private final Thread sender = Thread.currentThread();
    private volatile boolean sending = true;
    private Exception refusal;

    Attempt(DeviceEvent event) {
      this.event = event;
    }

    void refusedBy(Exception cause) {
      refusal = cause;
    }

    void completed(Exception failure) {
      if (failure != null && sending && Thread.currentThread() == sender) {
        refusedBy(failure);
      } else if (failure != null) {
        giveUp(failure);
      } else {
        delivered.increment();
        tell(() -> listener.delivered(event));
        book.settled(event);
      }
    }

    private void giveUp(Exception failure) {
      failed.increment();
      log.warn(
          "An event was not delivered: device={} boot={} seq={} cause={}",
          event.getDeviceId(),
          event.getBootId(),
          event.getSeq(),
          failure.toString());
      // The listener first: who waits for the flush may rely on what it was told.
      tell(() -> listener.failed(event, failure));
      book.failed(event, failure);
    }

    void returned() {
      sending = false;
      if (refusal == null) {
        accepted.increment();
        return;
      }
      if (isForEver(refusal)) {
        giveUp(refusal);
        return;
      }
      book.settled(event);
      refused.increment();
      throw new ChannelRefusedException(
          "the channel did not take %s boot %d seq %d: %s"
              .formatted(
                  event.getDeviceId(), event.getBootId(), event.getSeq(), refusal.getMessage()),
          refusal);
    }
  }

  /** Whether the event itself is at fault; what the registry says may change. */
  private static boolean isForEver(Exception refusal) {
    return refusal instanceof RecordTooLargeException
        || (refusal instanceof SerializationException && !(refusal instanceof RegistryException));
  }

  private static void tell(Runnable news) {
    try {
      news.run();
    } catch (RuntimeException e) {
      log.error("A delivery listener failed", e);
    }
  }

  /**
   * Waits until the broker acknowledged every event taken so far.
   *
   * @throws UndeliveredException when events failed since the last flush, or had no answer in time;
   *     what failed is reported once
   * @throws InterruptedException when interrupted; nothing is given up
   */
  public void flush(Duration deadline) throws InterruptedException {
    book.awaitSettled(deadline);
    book.throwUndelivered();
  }

  /** As {@link #close(Duration)} with 30 s. */
  @Override
  public void close() {
    close(CLOSE_DEADLINE);
  }

  /**
   * Sends what is in the buffer, waits for the answers, and ends. Closing again does nothing.
   *
   * @throws UndeliveredException when events failed since the last flush, or had no answer in time
   */
  public void close(Duration deadline) {
    try {
      producer.close(deadline);
    } catch (InterruptException e) {
      // Kafka has set the thread's interrupt flag again; what had no answer is reported below.
      log.warn("Interrupted while closing the telemetry channel", e);
    }
    book.throwUndelivered();
  }
}
