package io.clinictelemetry.producers.client;

import io.clinictelemetry.avro.CurrentFrame;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.EventKind;
import io.clinictelemetry.avro.Quality;
import io.clinictelemetry.avro.SuctionFrame;
import io.clinictelemetry.avro.Zone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Consecutive samples of one setting that were not sent yet. */
sealed interface PendingFrame {

  /** Number of samples. */
  int size();

  /** Puts the payload and its kind into the event. */
  void fill(DeviceEvent event, Frame frame);

  /**
   * What all samples of a frame share.
   *
   * @param firstSampleAt on the device's clock
   * @param elapsedMs the session's duration at the first sample, ms
   * @param intervalMs time from one sample to the next, ms
   * @param sessionZone the zone that a frame does not repeat
   */
  record Frame(Instant firstSampleAt, long elapsedMs, int intervalMs, Zone sessionZone) {

    /** Null stands for the session's zone. */
    Zone zoneUnlessTheSessions(Zone zone) {
      return zone == sessionZone ? null : zone;
    }
  }

  /** Samples of a microdermabrasion session. */
  final class Suction implements PendingFrame {
    private final SuctionSetting setting;
    private final boolean motionSensor;
    private final List<SuctionSample> samples = new ArrayList<>();

    Suction(SuctionSetting setting, SuctionSample first) {
      this.setting = setting;
      this.motionSensor = first.motionMmS().isPresent();
    }

    boolean takes(SuctionSetting other, SuctionSample sample) {
      return setting.equals(other) && motionSensor == sample.motionMmS().isPresent();
    }

    void add(SuctionSample sample) {
      samples.add(sample);
    }

    @Override
    public int size() {
      return samples.size();
    }

    @Override
    public void fill(DeviceEvent event, Frame frame) {
      SuctionFrame suction = new SuctionFrame();
      suction.setFirstSampleAt(frame.firstSampleAt());
      suction.setSampleIntervalMs(frame.intervalMs());
      suction.setSampleCount(samples.size());
      suction.setElapsedMs(frame.elapsedMs());
      suction.setVacuumKpa(floats(samples, SuctionSample::vacuumKpa));
      suction.setContact(samples.stream().map(SuctionSample::contact).toList());
      suction.setMotionMmS(
          motionSensor ? floats(samples, s -> (float) s.motionMmS().getAsDouble()) : null);
      suction.setQuality(qualities(samples, SuctionSample::effectiveQuality));
      suction.setSetKpa(setting.setKpa());
      suction.setPumpDutyPct(
          (float) samples.stream().mapToDouble(SuctionSample::pumpDutyPct).average().orElseThrow());
      suction.setZone(frame.zoneUnlessTheSessions(setting.zone()));
      event.setKind(EventKind.SUCTION);
      event.setSuction(suction);
    }
  }

  /** Samples of a microcurrent session. */
  final class Current implements PendingFrame {
    private final CurrentSetting setting;
    private final List<CurrentSample> samples = new ArrayList<>();

    Current(CurrentSetting setting) {
      this.setting = setting;
    }

    boolean takes(CurrentSetting other) {
      return setting.equals(other);
    }

    void add(CurrentSample sample) {
      samples.add(sample);
    }

    @Override
    public int size() {
      return samples.size();
    }

    @Override
    public void fill(DeviceEvent event, Frame frame) {
      CurrentFrame current = new CurrentFrame();
      current.setFirstSampleAt(frame.firstSampleAt());
      current.setSampleIntervalMs(frame.intervalMs());
      current.setSampleCount(samples.size());
      current.setElapsedMs(frame.elapsedMs());
      current.setCurrentUa(floats(samples, CurrentSample::currentUa));
      current.setPeakUa(floats(samples, CurrentSample::peakUa));
      current.setNetUa(floats(samples, CurrentSample::netUa));
      current.setVoltageV(floats(samples, CurrentSample::voltageV));
      current.setImpedanceKohm(floats(samples, CurrentSample::impedanceKohm));
      current.setQuality(qualities(samples, CurrentSample::effectiveQuality));
      current.setSetUa(setting.setUa());
      current.setFrequencyHz(setting.frequencyHz());
      current.setElectrodeAreaCm2(setting.electrodeAreaCm2());
      current.setZone(frame.zoneUnlessTheSessions(setting.zone()));
      event.setKind(EventKind.CURRENT);
      event.setCurrent(current);
    }
  }

  /** What is no finite number has one form on the wire: NaN. */
  private static <S> List<Float> floats(List<S> samples, Function<S, Float> reading) {
    return samples.stream().map(reading).map(v -> Float.isFinite(v) ? v : Float.NaN).toList();
  }

  /** Null stands for all good. */
  private static <S> List<Quality> qualities(List<S> samples, Function<S, Quality> quality) {
    List<Quality> all = samples.stream().map(quality).toList();
    return all.stream().allMatch(q -> q == Quality.GOOD) ? null : all;
  }
}
