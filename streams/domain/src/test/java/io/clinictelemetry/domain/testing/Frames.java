package io.clinictelemetry.domain.testing;

import io.clinictelemetry.domain.intake.CurrentFrame;
import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.Plausibility;
import io.clinictelemetry.domain.intake.SuctionFrame;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Cuts the samples of a session into frames. */
public final class Frames {

  /** Start of every session, ms since 1970 UTC. */
  public static final long SESSION_START = 1_700_000_000_000L;

  private static final float DUTY_PCT = 50;
  private static final float VOLTAGE_V = 3;

  private Frames() {}

  /** As few frames as possible. */
  public static List<Frame> cut(Modality modality, List<Sample> samples) {
    return cut(modality, samples, Plausibility.MAX_SAMPLES, new Random(0), 0);
  }

  /** One frame a sample. */
  public static List<Frame> cutToPieces(Modality modality, List<Sample> samples) {
    return cut(modality, samples, 1, new Random(0), 0);
  }

  /** Cut anywhere. */
  public static List<Frame> cutAtRandom(Modality modality, List<Sample> samples, Random random) {
    return cut(modality, samples, Plausibility.MAX_SAMPLES, random, random.nextDouble());
  }

  private static List<Frame> cut(
      Modality modality, List<Sample> samples, int most, Random random, double share) {
    List<Frame> frames = new ArrayList<>();
    List<Sample> open = new ArrayList<>();
    for (Sample sample : samples) {
      boolean fits =
          !open.isEmpty()
              && follows(open.get(open.size() - 1), sample)
              && open.size() < most
              && random.nextDouble() >= share;
      if (!fits && !open.isEmpty()) {
        frames.add(frame(modality, open));
        open.clear();
      }
      open.add(sample);
    }
    if (!open.isEmpty()) {
      frames.add(frame(modality, open));
    }
    return frames;
  }

  private static boolean follows(Sample before, Sample sample) {
    return before.endMs() == sample.elapsedMs()
        && before.intervalMs() == sample.intervalMs()
        && before.zone() == sample.zone()
        && before.more().sameFrame(sample.more());
  }

  private static Frame frame(Modality modality, List<Sample> samples) {
    Sample first = samples.get(0);
    float[] values = new float[samples.size()];
    float[] peaks = new float[samples.size()];
    float[] motion = new float[samples.size()];
    float[] net = new float[samples.size()];
    float[] impedance = new float[samples.size()];
    float[] voltage = new float[samples.size()];
    boolean[] contact = new boolean[samples.size()];
    boolean[] bad = new boolean[samples.size()];
    for (int i = 0; i < samples.size(); i++) {
      values[i] = samples.get(i).value();
      peaks[i] = samples.get(i).peak();
      motion[i] = samples.get(i).more().motion();
      net[i] = samples.get(i).more().net();
      impedance[i] = samples.get(i).more().impedance();
      voltage[i] = VOLTAGE_V;
      contact[i] = samples.get(i).contact();
      bad[i] = samples.get(i).flaggedBad();
    }
    long firstAt = SESSION_START + first.elapsedMs();
    Optional<Zone> zone = Optional.of(first.zone());
    Sample.More more = first.more();
    return modality == Modality.MICRODERMABRASION
        ? new SuctionFrame(
            firstAt,
            first.intervalMs(),
            first.elapsedMs(),
            values,
            contact,
            more.motionSensor() ? Optional.of(motion) : Optional.empty(),
            bad,
            more.set(),
            DUTY_PCT,
            zone)
        : new CurrentFrame(
            firstAt,
            first.intervalMs(),
            first.elapsedMs(),
            values,
            peaks,
            net,
            voltage,
            impedance,
            bad,
            more.set(),
            more.frequency(),
            more.area(),
            zone);
  }
}
