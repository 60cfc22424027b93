package io.clinictelemetry.sinks.postgres;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinictelemetry.sinks.batches.Batch;
import io.clinictelemetry.sinks.batches.OffsetTable;
import io.clinictelemetry.sinks.batches.StaleOffsetException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes batches of records, each batch in one transaction. Not safe for several threads. */
final class BatchWriter {

  /** PostgreSQL channel on which each commit says which tables changed. */
  static final String CHANNEL = "clinic_changes";

  /** How far the sink has written. */
  static final OffsetTable OFFSETS = new OffsetTable("sink_offsets");

  private final Jdbi jdbi;
  private final List<Feed<?>> feeds;

  /** The feeds are written in the order in which they are given. */
  BatchWriter(Jdbi jdbi, List<Feed<?>> feeds) {
    this.jdbi = jdbi;
    this.feeds = List.copyOf(feeds);
  }

  /** The topics that it can write. */
  List<String> topics() {
    return feeds.stream().map(feed -> feed.table().topic().name()).distinct().toList();
  }

  /**
   * Writes a batch: all of it and its offsets, or nothing.
   *
   * @throws StaleOffsetException when another sink wrote one of the partitions; nothing is written
   * @throws JdbiException when the database does not do it; nothing is written, try again
   * @throws io.clinictelemetry.contracts.serde.RegistryException when the registry does not answer;
   *     nothing is written, try again
   */
  Written write(Batch batch) {
    Content content = read(batch.records());
    try {
      return jdbi.inTransaction(handle -> store(handle, batch, content, this::storeTogether));
    } catch (JdbiException e) {
      if (!isRecordAtFault(e)) {
        throw e;
      }
      // Rare: find the record that the database refuses, and store the others.
      return jdbi.inTransaction(handle -> store(handle, batch, content, this::storeOneByOne));
    }
  }

  private Content read(List<ConsumerRecord<byte[], byte[]>> records) {
    Content content = new Content();
    Map<String, List<Part<?>>> byTopic = new HashMap<>();
    for (Feed<?> feed : feeds) {
      Part<?> part = new Part<>(feed);
      content.parts.add(part);
      byTopic.computeIfAbsent(feed.table().topic().name(), t -> new ArrayList<>()).add(part);
    }
    for (ConsumerRecord<byte[], byte[]> record : records) {
      for (Part<?> part : byTopic.get(record.topic())) {
        try {
          part.read(record);
        } catch (UnstorableRecordException e) {
          content.failures.add(Failure.of(record, e));
        }
      }
    }
    return content;
  }

  private static Written store(Handle handle, Batch batch, Content content, Storer storer) {
    // First, because it locks the offsets: a sink that lost its partition ends here.
    OFFSETS.advance(handle, batch.advances());
    List<Failure> failures = new ArrayList<>(content.failures);
    Map<String, Integer> rows = new TreeMap<>();
    for (Part<?> part : content.parts) {
      if (!part.entries.isEmpty()) {
        rows.merge(part.feed.table().name(), storer.store(handle, part, failures), Integer::sum);
      }
    }
    Failure.store(handle, failures);
    announce(handle, rows);
    return new Written(rows, failures);
  }

  private <T> int storeTogether(Handle handle, Part<T> part, List<Failure> failures) {
    return insert(handle, part.feed.table(), part.values());
  }

  private <T> int storeOneByOne(Handle handle, Part<T> part, List<Failure> failures) {
    int rows = 0;
    for (Entry<T> entry : part.entries) {
      handle.savepoint("record");
      try {
        rows += insert(handle, part.feed.table(), List.of(entry.value()));
        handle.releaseSavepoint("record");
      } catch (JdbiException e) {
        if (!isRecordAtFault(e)) {
          throw e;
        }
        handle.rollbackToSavepoint("record");
        failures.add(
            Failure.of(
                entry.record(),
                new UnstorableRecordException(
                    "refused", "the database refused it, SQL state " + sqlState(e), e)));
      }
    }
    return rows;
  }

  private static <T> int insert(Handle handle, Table<T> table, List<T> values) {
    List<T> condensed = table.condense(values);
    long change = table.counter().map(name -> take(handle, name, condensed.size())).orElse(0L);
    PreparedBatch statement = handle.prepareBatch(table.upsert());
    for (T value : condensed) {
      table.row(value).forEach(statement::bind);
      if (table.counter().isPresent()) {
        change++;
        statement.bind("change", change);
      }
      statement.add();
    }
    statement.execute();
    return values.size();
  }

  /** Takes n numbers and gives the one before the first; see the table's comment. */
  private static long take(Handle handle, String counter, int n) {
    return handle
        .createQuery(
            "UPDATE change_counters SET last_value = last_value + :n WHERE name = :name"
                + " RETURNING last_value - :n")
        .bind("n", n)
        .bind("name", counter)
        .mapTo(Long.class)
        .one();
  }

  private static void announce(Handle handle, Map<String, Integer> rows) {
    if (rows.isEmpty()) {
      return;
    }
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    rows.forEach(message::put);
    handle
        .createQuery("SELECT 1 FROM (SELECT pg_notify(:channel, :message)) AS sent")
        .bind("channel", CHANNEL)
        .bind("message", message.toString())
        .mapTo(Integer.class)
        .one();
  }

  /** Class 22: data exception, class 23: constraint violated. All else is worth another try. */
  private static boolean isRecordAtFault(JdbiException e) {
    String state = sqlState(e);
    return state.startsWith("22") || state.startsWith("23");
  }

  private static String sqlState(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "unknown";
  }

  /**
   * What a transaction wrote.
   *
   * @param rows records for each table, also those that changed nothing
   * @param failures records that could not be stored
   */
  record Written(Map<String, Integer> rows, List<Failure> failures) {}

  private record Entry<T>(ConsumerRecord<byte[], byte[]> record, T value) {}

  private static final class Part<T> {
    private final Feed<T> feed;
    private final List<Entry<T>> entries = new ArrayList<>();

    private Part(Feed<T> feed) {
      this.feed = feed;
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
      feed.reader().read(record).ifPresent(value -> entries.add(new Entry<>(record, value)));
    }

    private List<T> values() {
      return entries.stream().map(Entry::value).toList();
    }
  }

  private static final class Content {
    private final List<Part<?>> parts = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
  }

  @FunctionalInterface
  private interface Storer {
    int store(Handle handle, Part<?> part, List<Failure> failures);
  }
}
