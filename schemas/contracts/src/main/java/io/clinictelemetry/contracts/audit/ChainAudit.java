package io.clinictelemetry.contracts.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Compares the records of a log with their chains and the chains with their heads.
 *
 * <p>Call {@link #read} for each record in the order of the log, then {@link #finish} once. Heads
 * must have been fetched before the log's end was looked up: what came since is then in the log.
 */
public final class ChainAudit {

  /** What is wrong. */
  public enum Problem {
    /** A record is not the one that its hash was made for. */
    EDITED,
    /** Records are missing between two, or before the first though their time is not over. */
    REMOVED,
    /** Records are missing at the end. */
    TRUNCATED,
    /** The chain fits in itself, but is not the one that was anchored. */
    REWRITTEN,
    /** A record has no place in a chain, though others before it have. */
    UNCHAINED
  }

  /**
   * One finding.
   *
   * @param where the chain and the numbers, or the record
   * @param what in words
   */
  public record Finding(Problem problem, String where, String what) {}

  /**
   * What was found.
   *
   * @param records that were looked at
   * @param chains that they belong to
   * @param unchained records from before there were chains
   * @param expired records that retention removed from the beginnings of chains
   * @param notAnchored chains whose last records no head tells of yet
   */
  public record Result(
      long records,
      int chains,
      long unchained,
      long expired,
      int notAnchored,
      List<Finding> findings) {

    /** Whether nothing is wrong. */
    public boolean holds() {
      return findings.isEmpty();
    }
  }

  private final Map<String, ChainHead> heads = new TreeMap<>();
  private final Instant oldest;
  private final Map<String, ChainLink> last = new TreeMap<>();
  private final Set<String> rewritten = new HashSet<>();
  private final Set<Integer> chained = new HashSet<>();
  private final List<Finding> findings = new ArrayList<>();
  private long records;
  private long unchained;
  private long expired;

  /**
   * @param heads as they were anchored
   * @param oldest records from before may have been removed by retention; {@link Instant#MIN} when
   *     nothing ever is
   */
  public ChainAudit(Collection<ChainHead> heads, Instant oldest) {
    heads.forEach(head -> this.heads.put(head.chain(), head));
    this.oldest = oldest;
  }

  /** Takes the next record of a partition. */
  public void read(ConsumerRecord<byte[], byte[]> record) {
    records++;
    String coordinates = "%s/%d/%d".formatted(record.topic(), record.partition(), record.offset());
    ChainLink link = ChainLink.of(record.headers()).orElse(null);
    if (link == null) {
      if (chained.contains(record.partition())) {
        findings.add(new Finding(Problem.UNCHAINED, coordinates, "it has no place in a chain"));
      } else {
        unchained++;
      }
      return;
    }
    chained.add(record.partition());
    ChainLink before = last.put(link.chain(), link);
    if (!link.seals(record.key(), record.value())) {
      findings.add(
          new Finding(
              Problem.EDITED,
              place(link) + ", " + coordinates,
              "the record is not the one that was sealed"));
    }
    if (before == null) {
      first(link);
    } else if (link.number() != before.number() + 1) {
      findings.add(
          new Finding(
              Problem.REMOVED,
              link.chain(),
              link.number() > before.number() + 1
                  ? "records %d to %d are missing".formatted(before.number() + 1, link.number() - 1)
                  : "record %d follows record %d".formatted(link.number(), before.number())));
    } else if (!link.previous().equals(before.hash())) {
      findings.add(
          new Finding(
              Problem.EDITED, place(before), "the record after it was made when another was here"));
    }
    ChainHead head = heads.get(link.chain());
    if (head != null
        && head.number() == link.number()
        && !head.hash().equals(link.hash())
        && rewritten.add(link.chain())) {
      findings.add(
          new Finding(
              Problem.REWRITTEN, place(link), "another record was anchored with this number"));
    }
  }

  private void first(ChainLink link) {
    long missing = link.number() - 1;
    if (missing == 0) {
      return;
    }
    ChainHead head = heads.get(link.chain());
    if (head != null && head.knownSince().isBefore(oldest)) {
      expired += missing;
    } else {
      findings.add(
          new Finding(
              Problem.REMOVED,
              link.chain(),
              "records 1 to %d are missing, and were not old enough to expire".formatted(missing)));
    }
  }

  /** Says what was found. */
  public Result finish() {
    int notAnchored = 0;
    for (ChainLink link : last.values()) {
      ChainHead head = heads.get(link.chain());
      if (head == null || head.number() < link.number()) {
        notAnchored++;
      }
    }
    for (ChainHead head : heads.values()) {
      ChainLink link = last.get(head.chain());
      long number = link == null ? 0 : link.number();
      if (number < head.number()) {
        if (link == null && head.at().isBefore(oldest)) {
          expired += head.number();
        } else {
          findings.add(
              new Finding(
                  Problem.TRUNCATED,
                  head.chain(),
                  "records %d to %d are missing; %d was anchored"
                      .formatted(number + 1, head.number(), head.number())));
        }
      }
    }
    return new Result(records, last.size(), unchained, expired, notAnchored, List.copyOf(findings));
  }

  private static String place(ChainLink link) {
    return "%s, record %d".formatted(link.chain(), link.number());
  }
}
