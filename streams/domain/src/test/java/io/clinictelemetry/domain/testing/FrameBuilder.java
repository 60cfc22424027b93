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
  private float setUa = 300;
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
        spread(),
        contact.orElse(touching),
        flaggedBad.orElse(new boolean[count]),
        zone);
  }

  /** A frame of current. */
  public CurrentFrame ofCurrent() {
    return new CurrentFrame(
        firstAt(),
        intervalMs,
        elapsedMs,
        spread(),
        peaks.orElse(spread()),
        setUa,
        flaggedBad.orElse(new boolean[count]),
        zone);
  }

  private long firstAt() {
    return firstSampleAtMs.orElse(Frames.SESSION_START + elapsedMs);
  }

  private float[] spread() {
    if (values.length > 1) {
      return values;
    }
    float[] spread = new float[count];
    Arrays.fill(spread, values[0]);
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
