package io.clinictelemetry.domain.episodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.episodes.EpisodeOracle.Episode;
import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import io.clinictelemetry.domain.testing.EventBuilder;
import io.clinictelemetry.domain.testing.Frames;
import io.clinictelemetry.domain.testing.Property;
import io.clinictelemetry.domain.testing.RandomSession;
import io.clinictelemetry.domain.testing.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stream of frames gives the episodes that an oracle finds who sees the session as a whole. */
class EpisodeOracleTest {

  private static final int SESSIONS = 400;
  private static final Comparator<Episode> BY_START =
      Comparator.comparing(Episode::rule).thenComparingLong(Episode::startedAtMs);

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @CsvSource({
    "MICRODERMABRASION, MEDICAL, NORMAL",
    "MICRODERMABRASION, MEDICAL, SENSITIVE",
    "MICRODERMABRASION, SALON, NORMAL",
    "MICRODERMABRASION, SALON, SENSITIVE",
    "MICRODERMABRASION, HOME, NORMAL",
    "MICRODERMABRASION, HOME, SENSITIVE",
    "MICROCURRENT, MEDICAL, NORMAL",
    "MICROCURRENT, SALON, SENSITIVE",
    "MICROCURRENT, HOME, NORMAL",
  })
  void episodesAreThoseOfTheWholeSession(
      Modality modality, DeviceClass deviceClass, SkinSensitivity sensitivity) {
    AtomicInteger found = new AtomicInteger();

    Property.forAll(
        SESSIONS,
        random -> RandomSession.of(modality, deviceClass, random),
        (samples, random) -> {
          List<Episode> expected = expected(modality, deviceClass, sensitivity, samples);
          found.addAndGet(expected.size());

          assertThat(judged(modality, deviceClass, sensitivity, samples, random))
              .isEqualTo(expected);
        });

    assertThat(found.get()).as("episodes, lest nothing was compared").isGreaterThan(SESSIONS / 2);
  }

  private static List<Episode> expected(
      Modality modality,
      DeviceClass deviceClass,
      SkinSensitivity sensitivity,
      List<Sample> samples) {
    EpisodeOracle oracle =
        new EpisodeOracle(deviceClass, sensitivity, samples, sessionEndMs(samples));
    return (modality == Modality.MICRODERMABRASION ? oracle.ofSuction() : oracle.ofCurrent())
        .stream().sorted(BY_START).toList();
  }

  private static List<Episode> judged(
      Modality modality,
      DeviceClass deviceClass,
      SkinSensitivity sensitivity,
      List<Sample> samples,
      Random random) {
    // The frames name their zones; that of the session must not matter then.
    Episodes episodes =
        new Episodes(
            new Treatment(
                "device-1", "clinic-1", Optional.of("s"), deviceClass, Zone.LIP, sensitivity));
    List<AlertChange> changes = new ArrayList<>();
    for (Frame frame : Frames.cutAtRandom(modality, samples, random)) {
      if (random.nextInt(5) == 0) {
        episodes = restored(episodes);
      }
      changes.addAll(episodes.judge(EventBuilder.taken(frame), frame, 0));
    }
    changes.addAll(episodes.end(sessionEndMs(samples), 0));
    assertThat(episodes.openAlerts()).isEmpty();
    assertThat(episodes.conditions()).isEmpty();
    return episodes(changes);
  }

  /** What is left of the treatment when its state was written and read again. */
  private static Episodes restored(Episodes episodes) {
    return new Episodes(episodes.treatment(), episodes.conditions(), episodes.openAlerts());
  }

  private static List<Episode> episodes(List<AlertChange> changes) {
    Map<String, Alert> latest = new LinkedHashMap<>();
    for (AlertChange change : changes) {
      Alert before = latest.put(change.alert().id(), change.alert());
      assertThat(change.alert().revision()).isEqualTo(before == null ? 1 : 2);
      assertThat(change.alert().open()).isEqualTo(before == null);
    }
    return latest.values().stream()
        .map(
            alert ->
                new Episode(
                    alert.rule().name(),
                    alert.startedAtMs(),
                    alert.triggeredAtMs(),
                    alert.endedAtMs().orElseThrow(),
                    alert.measured(),
                    alert.peak(),
                    alert.limit()))
        .sorted(BY_START)
        .toList();
  }

  private static long sessionEndMs(List<Sample> samples) {
    return Frames.SESSION_START
        + (samples.isEmpty() ? 0 : samples.get(samples.size() - 1).endMs() + 100);
  }
}
