package io.clinictelemetry.producers.simulator;

import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The sessions of a fleet, in the order of their starts. Not safe for use by several threads. */
final class TruthBook {

  /** A simulator that runs for weeks must not fill the memory. */
  private static final int KEPT_SESSIONS = 100_000;

  private final Deque<SessionBook> sessions = new ArrayDeque<>();
  private final List<FaultTruth> slowFaults = new ArrayList<>();

  /** Books what became of the fleet before its origin. */
  void addAll(List<FaultTruth> developed) {
    slowFaults.addAll(developed);
  }

  void add(SessionBook session) {
    sessions.add(session);
    if (sessions.size() > KEPT_SESSIONS + FleetOptions.MAX_DEVICES) {
      sessions.remove();
    }
  }

  /**
   * All that was booked.
   *
   * @param timeZones of all clinics
   * @param outages what befell whole clinics
   */
  GroundTruth truth(
      long seed,
      GroundTruth.Produced produced,
      Map<String, ZoneId> timeZones,
      List<FaultTruth> outages) {
    return new GroundTruth(
        seed,
        produced,
        timeZones,
        sessions.stream().map(SessionBook::session).toList(),
        Stream.of(
                slowFaults.stream(),
                outages.stream(),
                sessions.stream().flatMap(session -> session.fault().stream()))
            .flatMap(faults -> faults)
            .sorted(Comparator.comparing(FaultTruth::onsetAt))
            .toList(),
        sessions.stream()
            .flatMap(session -> session.control().stream())
            .sorted(Comparator.comparing(ControlTruth::onsetAt))
            .toList());
  }
}
