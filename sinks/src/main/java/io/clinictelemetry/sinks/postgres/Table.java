package io.clinictelemetry.sinks.postgres;

import io.clinictelemetry.contracts.topics.TopicSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one topic's records become: a table, its key, and how two versions of a row compare.
 *
 * @param <T> what a record of the topic is read as
 */
final class Table<T> {

  /** What becomes of a record whose key the table has already. */
  enum Existing {
    /** The record wins: the topic has the latest last. */
    REPLACE,
    /** The higher one wins; an equal one changes nothing. */
    KEEP_HIGHEST,
    /** The row stays: it never changes once written. */
    KEEP
  }

  private final TopicSpec topic;
  private final String name;
  private final Existing existing;
  private final List<Column<T>> key;
  private final List<Column<T>> values;
  private final Optional<String> counter;
  private final String rankColumn;
  private final ToLongFunction<T> rank;

  private Table(Builder<T> builder) {
    topic = builder.topic;
    name = builder.name;
    existing = builder.existing;
    key = List.copyOf(builder.key);
    values = List.copyOf(builder.values);
    counter = builder.counter;
    rankColumn = builder.rankColumn;
    rank = builder.rank;
  }

  static <T> Builder<T> of(TopicSpec topic, String name) {
    return new Builder<>(topic, name);
  }

  TopicSpec topic() {
    return topic;
  }

  String name() {
    return name;
  }

  /** The counter that numbers this table's changes, where there is one. */
  Optional<String> counter() {
    return counter;
  }

  /** The statement that stores one record. */
  String upsert() {
    List<Column<T>> columns = Stream.concat(key.stream(), values.stream()).toList();
    String names = columns.stream().map(Column::quoted).collect(Collectors.joining(", "));
    String parameters = columns.stream().map(Column::placeholder).collect(Collectors.joining(", "));
    String keyNames = key.stream().map(Column::quoted).collect(Collectors.joining(", "));
    if (counter.isPresent()) {
      names += ", change";
      parameters += ", :change";
    }
    return "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT (%s) %s"
        .formatted(name, names, parameters, keyNames, onConflict());
  }

  private String onConflict() {
    if (existing == Existing.KEEP) {
      return "DO NOTHING";
    }
    String changes =
        Stream.concat(values.stream().map(Column::quoted), counter.map(c -> "change").stream())
            .map(c -> c + " = excluded." + c)
            .collect(Collectors.joining(", "));
    String update = "DO UPDATE SET " + changes;
    return existing == Existing.REPLACE
        ? update
        : update + " WHERE excluded.%1$s > %2$s.%1$s".formatted(rankColumn, name);
  }

  /** The parameters of one record. */
  Map<String, Object> row(T record) {
    Map<String, Object> row = new LinkedHashMap<>();
    key.forEach(column -> row.put(column.name(), column.value().apply(record)));
    values.forEach(column -> row.put(column.name(), column.value().apply(record)));
    return row;
  }

  /**
   * One record for each key, because one statement must not meet a row twice: what would be left
   * had they been stored one after the other.
   */
  List<T> condense(List<T> records) {
    Map<List<Object>, T> byKey = new LinkedHashMap<>();
    for (T record : records) {
      List<Object> identity =
          key.stream().map(column -> column.value().apply(record)).collect(Collectors.toList());
      byKey.merge(identity, record, this::survivor);
    }
    return List.copyOf(byKey.values());
  }

  private T survivor(T earlier, T later) {
    return switch (existing) {
      case REPLACE -> later;
      case KEEP -> earlier;
      case KEEP_HIGHEST -> rank.applyAsLong(later) > rank.applyAsLong(earlier) ? later : earlier;
    };
  }

  /** Collects a table's columns. */
  static final class Builder<T> {
    private final TopicSpec topic;
    private final String name;
    private final List<Column<T>> key = new ArrayList<>();
    private final List<Column<T>> values = new ArrayList<>();
    private Existing existing = Existing.REPLACE;
    private Optional<String> counter = Optional.empty();
    private String rankColumn = "";
    private ToLongFunction<T> rank = record -> 0;

    private Builder(TopicSpec topic, String name) {
      this.topic = topic;
      this.name = name;
    }

    Builder<T> key(String column, Function<T, Object> value) {
      key.add(new Column<>(column, ":" + column, value));
      return this;
    }

    Builder<T> column(String column, Function<T, Object> value) {
      values.add(new Column<>(column, ":" + column, value));
      return this;
    }

    Builder<T> json(String column, Function<T, Object> value) {
      values.add(new Column<>(column, "CAST(:%s AS jsonb)".formatted(column), value));
      return this;
    }

    /** Adds the column {@code revision}, whose highest value wins. */
    Builder<T> highest(ToIntFunction<T> revision) {
      return highest("revision", revision::applyAsInt);
    }

    /** Adds a column whose highest value wins. */
    Builder<T> highest(String column, ToLongFunction<T> value) {
      existing = Existing.KEEP_HIGHEST;
      rankColumn = column;
      rank = value;
      return column(column, value::applyAsLong);
    }

    /** Numbers each change in commit order, in the column {@code change}. */
    Builder<T> numberedBy(String changeCounter) {
      counter = Optional.of(changeCounter);
      return this;
    }

    Builder<T> neverChanged() {
      existing = Existing.KEEP;
      return this;
    }

    Table<T> build() {
      return new Table<>(this);
    }
  }
}
