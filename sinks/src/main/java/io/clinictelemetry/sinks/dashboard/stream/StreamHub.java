package io.clinictelemetry.sinks.dashboard.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All open streams. */
public final class StreamHub implements AutoCloseable {

  /** Each holds a thread of the HTTP server. */
  private static final int MOST_STREAMS = 100;

  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param metrics gets the number of open streams
   */
  public StreamHub(MeterRegistry metrics) {
    Gauge.builder("clinic.dashboard.streams", subscribers, Set::size)
        .description("Open live streams")
        .register(metrics);
  }

  /** A new stream; empty when there are too many. Give it back with {@link #remove}. */
  Optional<Subscriber> add(Optional<String> device) {
    if (closed || subscribers.size() >= MOST_STREAMS) {
      return Optional.empty();
    }
    Subscriber subscriber = new Subscriber(device);
    subscribers.add(subscriber);
    return Optional.of(subscriber);
  }

  void remove(Subscriber subscriber) {
    subscribers.remove(subscriber);
  }

  boolean isEmpty() {
    return subscribers.isEmpty();
  }

  void publish(Message message) {
    subscribers.forEach(subscriber -> subscriber.offer(message));
  }

  void publish(String device, Message message) {
    subscribers.stream().filter(s -> s.watches(device)).forEach(s -> s.offer(message));
  }

  /** Ends all streams; later ones are refused. */
  @Override
  public void close() {
    closed = true;
    subscribers.forEach(Subscriber::close);
  }
}
