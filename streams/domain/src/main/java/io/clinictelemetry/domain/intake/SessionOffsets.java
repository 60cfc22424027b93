package io.clinictelemetry.domain.intake;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The clock offset of each of a device's latest sessions, frozen when the session starts, so that a
 * session's times keep their distances. Mutable; owned by the state of one device.
 */
public final class SessionOffsets {

  /** How many sessions are remembered. */
  public static final int MAX_SESSIONS = 8;

  private final LinkedHashMap<String, Long> offsets;

  /** No session yet. */
  public SessionOffsets() {
    this(Map.of());
  }

  /** As remembered, oldest first. */
  public SessionOffsets(Map<String, Long> offsets) {
    this.offsets = new LinkedHashMap<>(offsets);
  }

  /** The offset that the session was frozen at, ms. */
  public OptionalLong find(String sessionId) {
    Long known = offsets.get(sessionId);
    return known == null ? OptionalLong.empty() : OptionalLong.of(known);
  }

  /** Freezes the session's offset, ms, unless it is frozen already. */
  public void freeze(String sessionId, long offsetMs) {
    offsets.putIfAbsent(sessionId, offsetMs);
    if (offsets.size() > MAX_SESSIONS) {
      offsets.remove(offsets.keySet().iterator().next());
    }
  }

  /** Forgets them, because they are of a clock that was set. */
  public void forget() {
    offsets.clear();
  }

  /** All, oldest first. */
  public Map<String, Long> offsets() {
    return Collections.unmodifiableMap(offsets);
  }
}
