package io.clinictelemetry.domain.communication;

import java.util.Optional;

/** What the clinic stage has to do, in the order of its time. */
public interface Agenda {

  /**
   * One thing to do. At the same time changes of links come before devices that are due: one that
   * is heard at the end of its hold is heard within it. Then they are in the order of clinic,
   * device and the number of the change.
   *
   * @param atMs ms since 1970 UTC
   * @param change what happened to the device's link; empty when the device is due
   */
  record Entry(long atMs, String clinicId, String deviceId, Optional<LinkChange> change) {}

  /** Puts it on. */
  void add(Entry entry);

  /** Takes off the first that is before the time, ms since 1970 UTC, if any. */
  Optional<Entry> poll(long beforeMs);
}
