package io.clinictelemetry.standalone.usage;

import io.clinictelemetry.contracts.operations.Health;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.RetriableException;

/** Waits until an application has committed all telemetry up to a cut, and tells how far it is. */
final class ReadProgress {

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration TELL_EVERY = Duration.ofSeconds(5);

  private final Admin admin;
  private final LogCut cut;
  private final Duration patience;
  private final Consumer<String> say;

  /**
   * @param patience how long it may stand still
   * @param say told now and then how far it is
   */
  ReadProgress(Admin admin, LogCut cut, Duration patience, Consumer<String> say) {
    this.admin = admin;
    this.cut = cut;
    this.patience = patience;
    this.say = say;
  }

  /**
   * Waits.
   *
   * @param group the application's id
   * @param name as people call it
   * @param health how it is
   * @throws IllegalStateException when it does not go on
   * @throws InterruptedException when interrupted
   * @throws ExecutionException when the cluster refuses
   */
  void await(String group, String name, Supplier<Health> health)
      throws InterruptedException, ExecutionException {
    long total = cut.records();
    long leastUnread = Long.MAX_VALUE;
    long movedNs = System.nanoTime();
    long toldNs = System.nanoTime();
    long toldUnread = total;
    while (true) {
      long unread = unread(group);
      long nowNs = System.nanoTime();
      if (unread == 0) {
        return;
      }
      if (unread < leastUnread) {
        leastUnread = unread;
        movedNs = nowNs;
      }
      if (!health.get().live() || nowNs - movedNs > patience.toNanos()) {
        throw new IllegalStateException(
            "%s does not go on (%s): %s of %s records of telemetry are still to be read"
                .formatted(name, health.get().detail(), count(leastUnread), count(total)));
      }
      if (nowNs - toldNs > TELL_EVERY.toNanos() && leastUnread < Long.MAX_VALUE) {
        double seconds = (nowNs - toldNs) / 1e9;
        say.accept(
            "%s: %s of %s records, %s/s"
                .formatted(
                    name,
                    count(total - leastUnread),
                    count(total),
                    count(Math.round(Math.max(0, toldUnread - leastUnread) / seconds))));
        toldNs = nowNs;
        toldUnread = leastUnread;
      }
      Thread.sleep(LOOK_EVERY.toMillis());
    }
  }

  /** The largest number there is while the cluster does not answer. */
  private long unread(String group) throws InterruptedException, ExecutionException {
    try {
      return cut.unread(positions(admin, group));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RetriableException) {
        return Long.MAX_VALUE;
      }
      throw e;
    }
  }

  /**
   * The offsets of telemetry that a group reads next, by partition.
   *
   * @throws InterruptedException when interrupted while waiting for the cluster
   * @throws ExecutionException when the cluster refuses or does not answer
   */
  static Map<Integer, Long> positions(Admin admin, String group)
      throws InterruptedException, ExecutionException {
    Map<Integer, Long> positions = new HashMap<>();
    admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata(group)
        .get()
        .forEach(
            (partition, offset) -> {
              if (partition.topic().equals(TopicCatalogue.TELEMETRY.name()) && offset != null) {
                positions.put(partition.partition(), offset.offset());
              }
            });
    return positions;
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
