package io.clinictelemetry.domain.intake;

/**
 * Where an event stands in its device's order.
 *
 * @param bootId counter of the device's starts
 * @param seq number of the event within the boot, from 0
 */
public record Position(long bootId, long seq) implements Comparable<Position> {

  @Override
  public int compareTo(Position other) {
    int byBoot = Long.compare(bootId, other.bootId);
    return byBoot != 0 ? byBoot : Long.compare(seq, other.seq);
  }

  /**
   * How many events are missing when this one comes where another was expected. Where an earlier
   * boot ended is unknown, so that of it none is.
   *
   * @param expected not after this one
   */
  public long missingFrom(Position expected) {
    return bootId == expected.bootId ? seq - expected.seq : seq;
  }

  Position next() {
    return new Position(bootId, seq + 1);
  }

  @Override
  public String toString() {
    return bootId + ":" + seq;
  }
}
