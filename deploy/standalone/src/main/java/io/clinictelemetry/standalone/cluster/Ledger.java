package io.clinictelemetry.standalone.cluster;

import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * The conservation ledger of all applications beside the offsets of the telemetry topic.
 *
 * @param lines by application and partition
 */
public record Ledger(List<Line> lines) {

  /** Applications that keep a ledger. */
  public static final List<String> APPLICATIONS = List.of("safety", "usage");

  /**
   * One application's account of one partition.
   *
   * @param application the application
   * @param partition the partition
   * @param endOffset offset after the partition's last record
   * @param entry what the application published last; empty before it read anything
   */
  public record Line(
      String application, int partition, long endOffset, Optional<LedgerEntry> entry) {

    /** Records that have not been read yet. */
    public long lag() {
      return entry.map(e -> endOffset - e.getNextOffset()).orElse(endOffset);
    }

    /** Records that wait for a gap before them to close. */
    public long buffered() {
      return entry.map(LedgerEntry::getBuffered).orElse(0L);
    }

    /**
     * Whether every offset up to the reader's is one record, and every record ended as one thing.
     * Of a partition with records that was never read nothing is known: that does not balance.
     */
    public boolean balanced() {
      return entry.map(this::balanced).orElse(endOffset == 0);
    }

    private boolean balanced(LedgerEntry e) {
      long ended =
          e.getApplied()
              + e.getLate()
              + e.getDuplicate()
              + e.getQuarantined()
              + e.getTicks()
              + e.getBuffered();
      long offsets = e.getNextOffset() - e.getFirstOffset();
      return e.getInput() == ended
          && offsets == e.getInput() + e.getMissing()
          && e.getNextOffset() <= endOffset;
    }
  }

  /**
   * Reads the ledger and then the offsets, so that no line can be ahead of its partition.
   *
   * @throws InterruptedException when interrupted while waiting for the cluster
   * @throws ExecutionException when the cluster refuses or does not answer
   */
  public static Ledger read(TopicReader reader, Admin admin)
      throws InterruptedException, ExecutionException {
    return read(reader, admin, TopicCatalogue.LEDGER);
  }

  /**
   * As {@link #read(TopicReader, Admin)}.
   *
   * @param topic the ledger as applications with {@code output.topic.prefix} name it
   */
  public static Ledger read(TopicReader reader, Admin admin, TopicSpec topic)
      throws InterruptedException, ExecutionException {
    Map<String, LedgerEntry> entries = reader.latest(topic, LedgerEntry.class);
    Map<Integer, Long> ends = telemetryEnds(admin);
    List<Line> lines = new ArrayList<>();
    for (String application : APPLICATIONS) {
      ends.forEach(
          (partition, end) ->
              lines.add(
                  new Line(
                      application,
                      partition,
                      end,
                      Optional.ofNullable(
                          entries.get(RecordKeys.ledger(application, partition))))));
    }
    return new Ledger(lines);
  }

  private static Map<Integer, Long> telemetryEnds(Admin admin)
      throws InterruptedException, ExecutionException {
    String topic = TopicCatalogue.TELEMETRY.name();
    int partitions =
        admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().size();
    Map<TopicPartition, ListOffsetsResultInfo> latest =
        admin
            .listOffsets(
                IntStream.range(0, partitions)
                    .boxed()
                    .collect(
                        Collectors.toMap(
                            p -> new TopicPartition(topic, p), p -> OffsetSpec.latest())))
            .all()
            .get();
    return latest.entrySet().stream()
        .collect(
            Collectors.toMap(
                e -> e.getKey().partition(),
                e -> e.getValue().offset(),
                (a, b) -> a,
                TreeMap::new));
  }

  /** Whether all lines balance. */
  public boolean balanced() {
    return lines.stream().allMatch(Line::balanced);
  }

  /** Whether all has been read and nothing waits. */
  public boolean drained() {
    return lines.stream().allMatch(line -> line.lag() == 0 && line.buffered() == 0);
  }

  /** The offset after the last record of each telemetry partition, by partition. */
  public Map<Integer, Long> ends() {
    return lines.stream().collect(Collectors.toMap(Line::partition, Line::endOffset, Math::max));
  }

  /**
   * Whether every application has accounted for all before these offsets, and nothing waits.
   *
   * @param ends {@link #ends} of an earlier look
   */
  public boolean accountsFor(Map<Integer, Long> ends) {
    return lines.stream()
        .allMatch(
            line ->
                line.buffered() == 0
                    && line.endOffset() - line.lag() >= ends.get(line.partition()));
  }

  /** The sum of a column over the partitions of an application. */
  public long sum(String application, ToLongFunction<LedgerEntry> column) {
    return lines.stream()
        .filter(line -> line.application().equals(application))
        .flatMap(line -> line.entry().stream())
        .mapToLong(column)
        .sum();
  }
}
