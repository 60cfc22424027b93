package io.clinictelemetry.sinks.batches;

import io.clinictelemetry.contracts.serde.RegistryException;
import io.clinictelemetry.sinks.database.Causes;
import io.clinictelemetry.sinks.database.DatabaseSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls and writes, on one thread. It keeps polling while the database is away, with its partitions
 * paused, so that it stays in its group and goes on where it was.
 */
final class BatchLoop implements ConsumerRebalanceListener {

  private static final Logger LOG = LoggerFactory.getLogger(BatchLoop.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Jdbi jdbi;
  private final OffsetTable offsets;
  private final BatchTarget target;
  private final LoopMetrics metrics;
  private final Clock clock;
  private final LoopStatus status;

  /** Where the database is in each partition that this instance reads. */
  private final Map<TopicPartition, Long> written = new HashMap<>();

  /** Partitions whose place in the database is not known yet. */
  private final Set<TopicPartition> unplaced = new HashSet<>();

  private final Backoff backoff = new Backoff();
  private Optional<Batch> pending = Optional.empty();
  private Instant retryAt = Instant.MIN;
  private Instant nextSecond = Instant.MIN;

  BatchLoop(
      KafkaConsumer<byte[], byte[]> consumer,
      Jdbi jdbi,
      OffsetTable offsets,
      BatchTarget target,
      LoopMetrics metrics,
      Clock clock,
      LoopStatus status) {
    this.consumer = consumer;
    this.jdbi = jdbi;
    this.offsets = offsets;
    this.target = target;
    this.metrics = metrics;
    this.clock = clock;
    this.status = status;
  }

  /** Runs until the consumer is woken up. What is in hand by then is read again after a restart. */
  void run() {
    consumer.subscribe(target.topics(), this);
    try {
      while (true) {
        step();
      }
    } catch (WakeupException e) {
      LOG.info("No more is read; table={}", offsets.name());
    }
  }

  private void step() {
    if (isBlocked()) {
      consumer.pause(consumer.assignment());
    }
    Optional<ConsumerRecords<byte[], byte[]>> polled = poll();
    polled.filter(records -> !records.isEmpty()).ifPresent(r -> pending = Optional.of(batch(r)));
    if (clock.instant().isBefore(retryAt)) {
      return;
    }
    attempt(
        () -> {
          placeAll();
          pending.ifPresent(this::write);
          if (!isBlocked()) {
            onceASecond();
          }
        });
    if (!isBlocked()) {
      consumer.resume(consumer.paused());
    }
  }

  private boolean isBlocked() {
    return pending.isPresent() || !unplaced.isEmpty();
  }

  private Optional<ConsumerRecords<byte[], byte[]>> poll() {
    try {
      return Optional.of(consumer.poll(POLL));
    } catch (OffsetOutOfRangeException e) {
      e.partitions().forEach(written::remove);
      unplaced.addAll(e.partitions());
      return Optional.empty();
    }
  }

  /** Does something with the database; when that fails, all waits, and is tried again later. */
  private void attempt(Runnable work) {
    try {
      work.run();
      backoff.reset();
      retryAt = Instant.MIN;
      status.writes();
    } catch (StaleOffsetException e) {
      LOG.warn("Going back to what the database says: {}", e.getMessage());
      metrics.retry(LoopMetrics.Because.STALE_OFFSET);
      startAgain();
    } catch (JdbiException e) {
      waitAndRetry(LoopMetrics.Because.DATABASE, e);
    } catch (RegistryException e) {
      waitAndRetry(LoopMetrics.Because.REGISTRY, e);
    } catch (RetriableException e) {
      waitAndRetry(LoopMetrics.Because.BROKER, e);
    }
  }

  private void waitAndRetry(LoopMetrics.Because because, RuntimeException failure) {
    Duration wait = backoff.afterFailure();
    String reason = Causes.reason(failure);
    retryAt = clock.instant().plus(wait);
    metrics.retry(because);
    status.waits("the %s does not answer: %s".formatted(because.word(), reason));
    LOG.warn(
        "Cannot write, trying again; because={} wait_ms={} reason={}",
        because.word(),
        wait.toMillis(),
        reason);
    LOG.debug("The failure", failure);
  }

  private void write(Batch batch) {
    metrics.timed(() -> target.write(batch));
    batch.advances().forEach((partition, advance) -> written.put(partition, advance.next()));
    pending = Optional.empty();
  }

  private Batch batch(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, Batch.Advance> advances = new LinkedHashMap<>();
    records
        .nextOffsets()
        .forEach(
            (partition, next) ->
                advances.put(partition, new Batch.Advance(written.get(partition), next.offset())));
    return new Batch(StreamSupport.stream(records.spliterator(), false).toList(), advances);
  }

  private void onceASecond() {
    Instant now = clock.instant();
    if (now.isBefore(nextSecond)) {
      return;
    }
    nextSecond = now.plus(SECOND);
    advancePastMarkers();
    Map<TopicPartition, Long> lag = lag();
    status.lag(lag);
    metrics.lag(lag);
    if (!lag.isEmpty() && lag.values().stream().allMatch(behind -> behind == 0)) {
      target.caughtUp();
    }
  }

  /** Markers of transactions move a partition without a record; then the lag must end, too. */
  private void advancePastMarkers() {
    Map<TopicPartition, Batch.Advance> moved = new LinkedHashMap<>();
    written.forEach(
        (partition, next) -> {
          long position = consumer.position(partition);
          if (position > next) {
            moved.put(partition, new Batch.Advance(next, position));
          }
        });
    if (!moved.isEmpty()) {
      write(new Batch(List.of(), moved));
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      unplaced.add(partition);
      // Any place will do until the database has told the right one: a paused partition stays.
      consumer.seek(partition, 0);
    }
    consumer.pause(partitions);
    attempt(this::placeAll);
    if (!isBlocked()) {
      consumer.resume(partitions);
    }
  }

  private void placeAll() {
    if (unplaced.isEmpty()) {
      return;
    }
    Map<TopicPartition, Long> earliest = consumer.beginningOffsets(unplaced);
    Map<TopicPartition, Long> latest = consumer.endOffsets(unplaced);
    Map<TopicPartition, Long> stored =
        jdbi.inTransaction(
            handle -> {
              offsets.insertMissing(handle, earliest);
              return offsets.load(handle, unplaced);
            });
    stored.forEach(
        (partition, next) -> {
          refuseOtherCluster(partition, next, latest.get(partition));
          long place = skipRemoved(partition, next, earliest.get(partition));
          consumer.seek(partition, place);
          written.put(partition, place);
        });
    LOG.info("Writing from where the database is; offsets={}", stored);
    unplaced.clear();
  }

  private void refuseOtherCluster(TopicPartition partition, long next, long latest) {
    if (next > latest) {
      throw new IllegalStateException(
          ("the database is at offset %d of %s, which ends at %d: it was written from another"
                  + " cluster; set another %s, or delete the rows of %s to read all topics again")
              .formatted(next, partition, latest, DatabaseSettings.URL, offsets.name()));
    }
  }

  /** Retention may have removed records before they were written: counted, never silent. */
  private long skipRemoved(TopicPartition partition, long next, long earliest) {
    if (next >= earliest) {
      return next;
    }
    jdbi.useTransaction(
        handle -> offsets.advance(handle, Map.of(partition, new Batch.Advance(next, earliest))));
    metrics.missing(partition, earliest - next);
    LOG.error(
        "Retention removed records before they were written; partition={} from={} to={}",
        partition,
        next,
        earliest,
        new IllegalStateException("records lost to retention"));
    return earliest;
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    partitions.forEach(written::remove);
    unplaced.removeAll(partitions);
    // A batch in hand may hold records of theirs; what is left of it is simply read again.
    if (pending.isPresent()) {
      startAgain();
      unplaced.removeAll(partitions);
    }
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    onPartitionsRevoked(partitions);
  }

  private void startAgain() {
    pending = Optional.empty();
    unplaced.addAll(written.keySet());
    written.clear();
  }

  /** Records of each partition that are committed in Kafka, but not yet in the database. */
  private Map<TopicPartition, Long> lag() {
    Map<TopicPartition, Long> lag = new HashMap<>();
    written.forEach(
        (partition, next) ->
            consumer
                .currentLag(partition)
                .ifPresent(
                    behind -> lag.put(partition, behind + consumer.position(partition) - next)));
    return lag;
  }
}
