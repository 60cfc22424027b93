package io.clinictelemetry.standalone.replay;

import io.clinictelemetry.avro.CurrentFrame;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.Electrode;
import io.clinictelemetry.avro.EventKind;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.Quality;
import io.clinictelemetry.avro.SessionStarted;
import io.clinictelemetry.avro.Waveform;
import io.clinictelemetry.domain.episodes.EpisodeOracle;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.LimitsInForce;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import io.clinictelemetry.domain.testing.Frames;
import io.clinictelemetry.domain.testing.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The brute-force oracle, asked about one rule on all current treatments of a recorded fleet. */
final class OracleOfRule {

  private final List<List<DeviceEvent>> sessions;
  private final String rule;

  /** An episode of the rule. */
  record Found(String session, long startedAtMs, long endedAtMs) {

    private boolean overlaps(Found other) {
      return session.equals(other.session)
          && startedAtMs <= other.endedAtMs
          && other.startedAtMs <= endedAtMs;
    }
  }

  OracleOfRule(RecordedFleet fleet, String rule, DeviceClass deviceClass) {
    this.rule = rule;
    Set<String> devices =
        fleet.devices().stream()
            .filter(device -> device.getDeviceClass().name().equals(deviceClass.name()))
            .map(Device::getDeviceId)
            .collect(Collectors.toSet());
    Map<String, List<DeviceEvent>> bySession = new LinkedHashMap<>();
    fleet.events().stream()
        .filter(event -> event.getSessionId() != null && devices.contains(event.getDeviceId()))
        .forEach(
            event ->
                bySession.computeIfAbsent(event.getSessionId(), s -> new ArrayList<>()).add(event));
    sessions =
        bySession.values().stream()
            .filter(
                events ->
                    events.get(0).getKind() == EventKind.SESSION_STARTED
                        && events.get(0).getSessionStarted().getModality() == Modality.MICROCURRENT)
            .toList();
  }

  /** The episodes under these limits. */
  List<Found> found(LimitsInForce limits) {
    List<Found> found = new ArrayList<>();
    for (List<DeviceEvent> events : sessions) {
      SessionStarted start = events.get(0).getSessionStarted();
      List<Sample> samples = new ArrayList<>();
      events.stream()
          .filter(event -> event.getKind() == EventKind.CURRENT)
          .forEach(event -> add(event.getCurrent(), start, samples));
      if (samples.isEmpty()) {
        continue;
      }
      CurrentFrame first =
          events.stream()
              .filter(event -> event.getKind() == EventKind.CURRENT)
              .findFirst()
              .orElseThrow()
              .getCurrent();
      long shiftMs =
          first.getFirstSampleAt().toEpochMilli() - first.getElapsedMs() - Frames.SESSION_START;
      new EpisodeOracle(
              io.clinictelemetry.domain.limits.Modality.MICROCURRENT,
              SkinSensitivity.valueOf(start.getSkinSensitivity().name()),
              start.getElectrode() == Electrode.ROVING,
              start.getWaveform() == Waveform.BIPHASIC,
              limits,
              samples,
              Frames.SESSION_START + samples.get(samples.size() - 1).endMs())
          .episodes().stream()
              .filter(episode -> episode.rule().equals(rule))
              .map(
                  episode ->
                      new Found(
                          events.get(0).getDeviceId() + " " + events.get(0).getSessionId(),
                          episode.startedAtMs() + shiftMs,
                          episode.endedAtMs() + shiftMs))
              .forEach(found::add);
    }
    return found;
  }

  /** Session and start of those that none of the others overlaps. */
  static Set<String> without(List<Found> episodes, List<Found> others) {
    return episodes.stream()
        .filter(episode -> others.stream().noneMatch(episode::overlaps))
        .map(episode -> episode.session() + " " + Instant.ofEpochMilli(episode.startedAtMs()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void add(CurrentFrame frame, SessionStarted start, List<Sample> samples) {
    Zone zone = Zone.valueOf(Optional.ofNullable(frame.getZone()).orElse(start.getZone()).name());
    for (int i = 0; i < frame.getSampleCount(); i++) {
      samples.add(
          new Sample(
              frame.getElapsedMs() + (long) i * frame.getSampleIntervalMs(),
              frame.getSampleIntervalMs(),
              frame.getCurrentUa().get(i),
              frame.getPeakUa().get(i),
              true,
              frame.getQuality() != null && frame.getQuality().get(i) == Quality.BAD,
              zone,
              new Sample.More(
                  frame.getSetUa(),
                  false,
                  Float.NaN,
                  frame.getNetUa().get(i),
                  frame.getImpedanceKohm().get(i),
                  frame.getFrequencyHz(),
                  frame.getElectrodeAreaCm2())));
    }
  }
}
