package io.clinictelemetry.producers.client;

import java.util.Map;
import java.util.TreeMap;

/** A set of sequence numbers, kept as ranges. Not safe for use by several threads. */
final class SeqRanges {

  /** First number of each range to its last; ranges neither touch nor overlap. */
  private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();

  void add(long seq) {
    Map.Entry<Long, Long> before = lastByFirst.floorEntry(seq);
    if (before != null && before.getValue() >= seq) {
      return;
    }
    long first = before != null && before.getValue() == seq - 1 ? before.getKey() : seq;
    Long lastOfNext = lastByFirst.remove(seq + 1);
    lastByFirst.put(first, lastOfNext == null ? seq : lastOfNext);
  }

  void remove(long seq) {
    Map.Entry<Long, Long> range = lastByFirst.floorEntry(seq);
    if (range == null || range.getValue() < seq) {
      return;
    }
    long first = range.getKey();
    long last = range.getValue();
    lastByFirst.remove(first);
    if (first < seq) {
      lastByFirst.put(first, seq - 1);
    }
    if (seq < last) {
      lastByFirst.put(seq + 1, last);
    }
  }

  boolean isEmpty() {
    return lastByFirst.isEmpty();
  }

  Map<Long, Long> lastByFirst() {
    return lastByFirst;
  }
}
