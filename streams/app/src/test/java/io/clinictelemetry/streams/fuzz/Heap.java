package io.clinictelemetry.streams.fuzz;

import java.lang.management.ManagementFactory;

/** What the heap holds that is still reachable. */
final class Heap {

  private static final int ATTEMPTS = 4;

  private Heap() {}

  /** Bytes in use after collections: the least of a few, since one may come too early. */
  static long usedBytes() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < ATTEMPTS; i++) {
      var memory = ManagementFactory.getMemoryMXBean();
      memory.gc();
      least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
