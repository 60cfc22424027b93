package io.clinictelemetry.domain.usage;

/** Receives stretches of treating time on the trusted clock. */
@FunctionalInterface
public interface TreatingTime {

  /** Treating took place in {@code [fromMs, toMs)}, ms since 1970 UTC. */
  void add(long fromMs, long toMs);
}
