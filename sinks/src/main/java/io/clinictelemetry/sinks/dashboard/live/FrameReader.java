package io.clinictelemetry.sinks.dashboard.live;

import io.clinictelemetry.avro.CurrentFrame;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.Quality;
import io.clinictelemetry.avro.SuctionFrame;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Condenses a frame for the page. Frames are not checked here: the pipeline quarantines. */
final class FrameReader {

  /** Share of the set current from which on current flows. */
  private static final double FLOWING = 0.1;

  private FrameReader() {}

  /** The reading of an event; empty when it has no good sample. */
  static Optional<LiveReading> read(DeviceEvent event, Instant appendedAt) {
    SuctionFrame suction = event.getSuction();
    if (suction != null) {
      List<Boolean> contact = suction.getContact();
      boolean touching = !contact.isEmpty() && contact.get(contact.size() - 1);
      return condense(suction.getVacuumKpa(), suction.getVacuumKpa(), suction.getQuality())
          .map(
              range ->
                  range.reading("vacuum_kpa", "kPa", appendedAt, suction.getSetKpa(), touching));
    }
    CurrentFrame current = event.getCurrent();
    if (current != null) {
      return condense(current.getCurrentUa(), current.getPeakUa(), current.getQuality())
          .map(
              range ->
                  range.reading(
                      "current_ua",
                      "uA",
                      appendedAt,
                      current.getSetUa(),
                      range.last >= current.getSetUa() * FLOWING));
    }
    return Optional.empty();
  }

  /** The smallest and last of the values and the largest of the peaks, good samples only. */
  private static Optional<Range> condense(
      List<Float> values, List<Float> peaks, List<Quality> quality) {
    Range range = null;
    for (int i = 0; i < Math.min(values.size(), peaks.size()); i++) {
      boolean bad = quality != null && i < quality.size() && quality.get(i) == Quality.BAD;
      float value = values.get(i);
      float peak = peaks.get(i);
      if (bad || !Float.isFinite(value) || !Float.isFinite(peak)) {
        continue;
      }
      range =
          range == null
              ? new Range(value, value, peak)
              : new Range(value, Math.min(range.min, value), Math.max(range.max, peak));
    }
    return Optional.ofNullable(range);
  }

  private record Range(double last, double min, double max) {
    LiveReading reading(
        String channel, String unit, Instant at, double setPoint, boolean treating) {
      return new LiveReading(channel, unit, at, last, min, max, setPoint, treating);
    }
  }
}
