package io.clinictelemetry.domain.episodes;

import io.clinictelemetry.domain.intake.SessionStart.Electrode;
import io.clinictelemetry.domain.intake.SessionStart.Waveform;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.limits.LimitsInForce;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import io.clinictelemetry.domain.testing.Frames;
import io.clinictelemetry.domain.testing.RandomLimits;
import io.clinictelemetry.domain.testing.Sample;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** What a random session is judged under. */
record JudgedUnder(
    Modality modality,
    SkinSensitivity sensitivity,
    Electrode electrode,
    Waveform waveform,
    LimitsInForce limits) {

  static JudgedUnder of(Modality modality, Random random) {
    TreeMap<Long, Limits> versions = new TreeMap<>();
    versions.put(Long.MIN_VALUE, RandomLimits.of(modality, "policy#1", random));
    for (int version = 2; random.nextInt(3) == 0; version++) {
      versions.put(
          Frames.SESSION_START + random.nextInt(40_000),
          RandomLimits.of(modality, "policy#" + version, random));
    }
    return new JudgedUnder(
        modality,
        pick(SkinSensitivity.values(), random),
        pick(Electrode.values(), random),
        pick(Waveform.values(), random),
        atMs -> versions.floorEntry(atMs).getValue());
  }

  private static <T> T pick(T[] values, Random random) {
    return values[random.nextInt(values.length)];
  }

  Treatment treatment() {
    // The frames name their zones; that of the session must not matter then.
    return new Treatment(
        "device-1",
        "clinic-1",
        Optional.of("s"),
        DeviceClass.MEDICAL,
        Optional.empty(),
        Zone.LIP,
        sensitivity,
        Optional.of(electrode),
        Optional.of(waveform));
  }

  /** Who sees the samples as a whole. */
  EpisodeOracle oracle(List<Sample> samples, long endMs) {
    return new EpisodeOracle(
        modality,
        sensitivity,
        electrode == Electrode.ROVING,
        waveform == Waveform.BIPHASIC,
        limits,
        samples,
        endMs);
  }
}
