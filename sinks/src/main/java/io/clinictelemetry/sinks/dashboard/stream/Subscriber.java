package io.clinictelemetry.sinks.dashboard.stream;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** One open stream: a bounded queue between those who publish and the thread that sends. */
final class Subscriber {

  private static final int LONGEST_QUEUE = 512;

  private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(LONGEST_QUEUE);
  private final Optional<String> device;
  private volatile boolean open = true;

  /**
   * @param device the device whose readings are wanted
   */
  Subscriber(Optional<String> device) {
    this.device = device;
  }

  boolean watches(String deviceId) {
    return device.isPresent() && device.get().equals(deviceId);
  }

  /** Queues a message. A client that does not keep up is let go: it reconnects and catches up. */
  void offer(Message message) {
    if (!queue.offer(message)) {
      close();
    }
  }

  /** The next message; empty when none came in time. */
  Optional<Message> next(long timeoutMs) throws InterruptedException {
    return Optional.ofNullable(queue.poll(timeoutMs, TimeUnit.MILLISECONDS));
  }

  boolean isOpen() {
    return open;
  }

  void close() {
    open = false;
  }
}
