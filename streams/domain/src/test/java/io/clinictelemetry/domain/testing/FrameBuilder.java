package io.clinictelemetry.domain.testing;

import io.clinictelemetry.domain.intake.CurrentFrame;
import io.clinictelemetry.domain.intake.SuctionFrame;
import io.clinictelemetry.domain.limits.Zone;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Makes one frame; what a test does not name is a second of an ordinary treatment. */
public final class FrameBuilder {

  private int intervalMs = 100;
  private int count = 10;
  private long elapsedMs;
  private Optional<Long> firstSampleAtMs = Optional.empty();
  private float[] values = {30};
  private Optional<float[]> peaks = Optional.empty();
  private Optional<boolean[]> contact = Optional.empty();
  private Optional<boolean[]> flaggedBad = Optional.empty();
  private Optional<float[]> motion = Optional.of(new float[] {20});
  private float[] net = {0};
  private float[] voltage = {3};
  private float[] impedance = {5};
  private float setKpa = 30;
  private float setUa = 300;
  private float frequencyHz = 80;
  private float areaCm2 = 4;
  private Optional<Zone> zone = Optional.empty();

  private FrameBuilder() {}

  /** Begins. */
  public static FrameBuilder aFrame() {
    return new FrameBuilder();
  }

  /** The suction, kPa: one value for the whole frame, or one a sample. */
  public FrameBuilder withVacuum(double... kpa) {
    values = floats(kpa);
    count = kpa.length > 1 ? kpa.length : count;
    return this;
  }

  /** The mean current, uA: one value for the whole frame, or one a sample. */
  public FrameBuilder withCurrent(double... ua) {
    return withVacuum(ua);
  }

  /** The peaks, uA, as they stand. */
  public FrameBuilder withPeaks(double... ua) {
    peaks = Optional.of(floats(ua));
    return this;
  }

  /** The programme's current, uA. */
  public FrameBuilder withSetCurrent(double ua) {
    setUa = (float) ua;
    return this;
  }

  /** The operator's suction, kPa. */
  public FrameBuilder withSetSuction(double kpa) {
    setKpa = (float) kpa;
    return this;
  }

  /** The speed of the wand, mm/s: one value for the whole frame, or one a sample. */
  public FrameBuilder withMotion(double... mmS) {
    motion = Optional.of(floats(mmS));
    return this;
  }

  /** Nothing tells how fast the wand moves. */
  public FrameBuilder withoutMotionSensor() {
    motion = Optional.empty();
    return this;
  }

  /** The mean signed current, uA: one value for the whole frame, or one a sample. */
  public FrameBuilder withNet(double... ua) {
    net = floats(ua);
    return this;
  }

  /** The voltage, V: one value for the whole frame, or one a sample. */
  public FrameBuilder withVoltage(double... v) {
    voltage = floats(v);
    return this;
  }

  /** The impedance, kOhm: one value for the whole frame, or one a sample. */
  public FrameBuilder withImpedance(double... kohm) {
    impedance = floats(kohm);
    return this;
  }

  /** The frequency, Hz. */
  public FrameBuilder withFrequency(double hz) {
    frequencyHz = (float) hz;
    return this;
  }

  /** The area of the smaller electrode, cm2. */
  public FrameBuilder withArea(double cm2) {
    areaCm2 = (float) cm2;
    return this;
  }

  /** How long the frame is. */
  public FrameBuilder lasting(Duration duration) {
    return withSamples((int) (duration.toMillis() / intervalMs));
  }

  /** How many samples the frame has. */
  public FrameBuilder withSamples(int samples) {
    count = samples;
    return this;
  }

  /** Time between samples, ms. */
  public FrameBuilder every(int ms) {
    intervalMs = ms;
    return this;
  }

  /** Session time of the first sample, ms. */
  public FrameBuilder atElapsed(long ms) {
    elapsedMs = ms;
    return this;
  }

  /** Device time of the first sample, ms since 1970 UTC. */
  public FrameBuilder firstSampleAt(long ms) {
    firstSampleAtMs = Optional.of(ms);
    return this;
  }

  /** Off the skin all the time. */
  public FrameBuilder lifted() {
    return withContact(new boolean[count]);
  }

  /** The contact, as it stands. */
  public FrameBuilder withContact(boolean... touching) {
    contact = Optional.of(touching);
    return this;
  }

  /** The device's own judgement, as it stands. */
  public FrameBuilder withBad(boolean... bad) {
    flaggedBad = Optional.of(bad);
    return this;
  }

  /** The zone that the frame names. */
  public FrameBuilder in(Zone named) {
    zone = Optional.of(named);
    return this;
  }

  /** A frame of suction. */
  public SuctionFrame ofSuction() {
    boolean[] touching = new boolean[count];
    Arrays.fill(touching, true);
    return new SuctionFrame(
        firstAt(),
        intervalMs,
        elapsedMs,
        spread(values),
        contact.orElse(touching),
        motion.map(this::spread),
        flaggedBad.orElse(new boolean[count]),
        setKpa,
        50,
        zone);
  }

  /** A frame of current. */
  public CurrentFrame ofCurrent() {
    return new CurrentFrame(
        firstAt(),
        intervalMs,
        elapsedMs,
        spread(values),
        peaks.orElse(spread(values)),
        spread(net),
        spread(voltage),
        spread(impedance),
        flaggedBad.orElse(new boolean[count]),
        setUa,
        frequencyHz,
        areaCm2,
        zone);
  }

  private long firstAt() {
    return firstSampleAtMs.orElse(Frames.SESSION_START + elapsedMs);
  }

  private float[] spread(float[] given) {
    if (given.length > 1) {
      return given;
    }
    float[] spread = new float[count];
    Arrays.fill(spread, given[0]);
    return spread;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
