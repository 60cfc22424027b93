package io.clinictelemetry.producers.simulator;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the simulated fleet did, from its own account.
 *
 * @param seed what it was made from
 * @param produced what the broker acknowledged of telemetry
 * @param timeZones what the clock on the wall of each clinic follows, by the clinic's id
 * @param sessions in the order of their starts; the last 100,000 that ended, and those open
 * @param faults in the order of their onsets; those of the sessions listed, and those that
 *     developed over days
 * @param controls in the order of their onsets; those of the sessions listed
 */
public record GroundTruth(
    long seed,
    Produced produced,
    Map<String, ZoneId> timeZones,
    List<SessionTruth> sessions,
    List<FaultTruth> faults,
    List<ControlTruth> controls) {

  /** Copies what it is given. */
  public GroundTruth {
    timeZones = Map.copyOf(timeZones);
    sessions = List.copyOf(sessions);
    faults = List.copyOf(faults);
    controls = List.copyOf(controls);
  }

  /** The alerts that there must and may be; no other alert of the sessions is right. */
  public List<Expectation> expectations() {
    return Stream.<Expectation>concat(faults.stream(), controls.stream()).toList();
  }

  /**
   * Telemetry by what became of it.
   *
   * @param events events that the broker acknowledged
   * @param samples samples in them
   * @param undelivered events that were given up; 0, or the rest of the truth does not hold for
   *     what is in the topic
   */
  public record Produced(long events, long samples, long undelivered) {}
}
