package io.clinictelemetry.standalone.usage;

import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.usage.SignsOfLife;
import io.clinictelemetry.standalone.cluster.ClusterClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The part of the telemetry log that is retained, up to one moment.
 *
 * @param partitions each partition's part, by its number
 */
record LogCut(List<Part> partitions) {

  /**
   * How much later than the first retained record a window must begin, ms, so that nothing about it
   * can have been appended before: a reading is at most so far ahead of its append time, and a sign
   * of life reaches so far into the window behind it.
   */
  static final long SLACK_MS = TakenEvent.AHEAD_AFTER_MS + SignsOfLife.LINK_MS;

  private static final Duration POLL = Duration.ofMillis(200);

  /** {@link Part#wholeFromMs} of a partition of which nothing was removed. */
  static final long ALWAYS = Long.MIN_VALUE;

  /** {@link Part#wholeFromMs} of a partition of which nothing is left. */
  static final long NEVER = Long.MAX_VALUE;

  /**
   * One partition's.
   *
   * @param begin offset of the first record that is retained
   * @param end offset after the last record
   * @param wholeFromMs all that was told about windows that begin then or later is retained, ms
   *     since 1970 UTC; {@link #ALWAYS} or {@link #NEVER} at the extremes
   * @param clockMs log clock that all who read to the end have reached, ms since 1970 UTC; -1
   *     without records
   */
  record Part(long begin, long end, long wholeFromMs, long clockMs) {}

  /**
   * Fixes it at this moment.
   *
   * @param kafka settings of a Kafka client
   * @throws InterruptedException when interrupted while waiting for the cluster
   * @throws ExecutionException when the cluster refuses or does not answer
   */
  static LogCut now(Admin admin, Map<String, Object> kafka)
      throws InterruptedException, ExecutionException {
    int count = ClusterClient.partitions(admin, TopicCatalogue.TELEMETRY);
    List<TopicPartition> all =
        IntStream.range(0, count)
            .mapToObj(p -> new TopicPartition(TopicCatalogue.TELEMETRY.name(), p))
            .toList();
    // The clocks before the ends: who has read to the end has read what set the clock.
    Map<TopicPartition, ListOffsetsResultInfo> clocks =
        offsets(admin, all, OffsetSpec.maxTimestamp());
    Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(admin, all, OffsetSpec.latest());
    Map<TopicPartition, ListOffsetsResultInfo> begins = offsets(admin, all, OffsetSpec.earliest());
    List<Part> parts = new ArrayList<>();
    for (TopicPartition partition : all) {
      long begin = begins.get(partition).offset();
      long end = ends.get(partition).offset();
      parts.add(
          new Part(
              begin,
              end,
              begin == 0 ? ALWAYS : wholeFromMs(kafka, partition, begin, end),
              clocks.get(partition).timestamp()));
    }
    return new LogCut(parts);
  }

  private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
      Admin admin, List<TopicPartition> partitions, OffsetSpec which)
      throws InterruptedException, ExecutionException {
    return admin
        .listOffsets(partitions.stream().collect(Collectors.toMap(p -> p, p -> which)))
        .all()
        .get();
  }

  private static long wholeFromMs(
      Map<String, Object> kafka, TopicPartition partition, long begin, long end) {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, begin);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> first : consumer.poll(POLL)) {
          return first.timestamp() + SLACK_MS;
        }
      }
      return NEVER;
    }
  }

  /** The part that tells of a device. */
  Part of(String deviceId) {
    return partitions.get(RecordKeys.partition(deviceId, partitions.size()));
  }

  /** Number of records at most that are retained. */
  long records() {
    return partitions.stream().mapToLong(part -> part.end() - part.begin()).sum();
  }

  /**
   * How many records are still to be read.
   *
   * @param positions the offset that is read next, by partition; none for one that was not begun
   */
  long unread(Map<Integer, Long> positions) {
    return IntStream.range(0, partitions.size())
        .mapToLong(
            p -> {
              Part part = partitions.get(p);
              long position = Math.max(part.begin(), positions.getOrDefault(p, part.begin()));
              return Math.max(0, part.end() - position);
            })
        .sum();
  }
}
