package io.clinictelemetry.domain.episodes;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The alerts of a device that cleared last, of this session and of earlier ones: what readings that
 * come out of order may still widen. Mutable; owned by the state of the device.
 */
public final class ClosedAlerts {

  /**
   * So many are kept. One trouble shows in up to five rules, and what comes out of order belongs to
   * the latest trouble or the one before; each is written with every event of the device.
   */
  public static final int MOST = 8;

  /**
   * For so long they are kept, on the log clock, ms: much longer than a device tries to deliver an
   * event that it has sent. Engineering default.
   */
  public static final long KEPT_MS = 3_600_000;

  private final Map<String, AlertChange> byId = new LinkedHashMap<>();

  /** Takes note of an alert that cleared, or that was widened after that. */
  public void note(AlertChange change) {
    byId.put(change.alert().id(), change);
    if (byId.size() > MOST) {
      byId.remove(byId.keySet().iterator().next());
    }
  }

  /** Forgets what changed too long ago. */
  public void forget(long logClockMs) {
    byId.values().removeIf(change -> change.atMs() + KEPT_MS <= logClockMs);
  }

  /** The latest change of each, in the order in which they cleared. */
  public Collection<AlertChange> changes() {
    return Collections.unmodifiableCollection(byId.values());
  }
}
