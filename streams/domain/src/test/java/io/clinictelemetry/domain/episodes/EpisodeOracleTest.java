package io.clinictelemetry.domain.episodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.episodes.EpisodeOracle.Episode;
import io.clinictelemetry.domain.intake.DeviceOrder;
import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.Intake;
import io.clinictelemetry.domain.intake.Position;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.rules.Condition;
import io.clinictelemetry.domain.rules.Judge;
import io.clinictelemetry.domain.rules.SampleRule;
import io.clinictelemetry.domain.rules.SampleRules;
import io.clinictelemetry.domain.rules.signals.Signals;
import io.clinictelemetry.domain.testing.EventBuilder;
import io.clinictelemetry.domain.testing.Frames;
import io.clinictelemetry.domain.testing.Property;
import io.clinictelemetry.domain.testing.RandomSession;
import io.clinictelemetry.domain.testing.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The stream of frames, late, doubled and disordered as they may be within the gap wait, gives the
 * episodes that an oracle finds who sees the session as a whole.
 */
@Tag("long")
class EpisodeOracleTest {

  private static final int SESSIONS = 1_000;
  private static final Comparator<Episode> BY_START =
      Comparator.comparing(Episode::rule).thenComparingLong(Episode::startedAtMs);

  @ParameterizedTest
  @EnumSource(Modality.class)
  void episodesAreThoseOfTheWholeSession(Modality modality) {
    Map<String, Integer> found = new HashMap<>();
    Set<String> caused = new HashSet<>();
    AtomicReference<JudgedUnder> drawn =
        new AtomicReference<>(); // of the seed that is being checked

    Property.forAll(
        SESSIONS,
        random -> {
          drawn.set(JudgedUnder.of(modality, random));
          return RandomSession.of(drawn.get().limits().at(0), random);
        },
        (samples, random) -> {
          List<Episode> expected = expected(drawn.get(), samples);
          for (Episode episode : expected) {
            found.merge(episode.rule(), 1, Integer::sum);
            if (episode.chattering()) {
              found.merge("chattering", 1, Integer::sum);
              if (episode.endedAtMs() < sessionEndMs(samples)) {
                found.merge("chattering, and over", 1, Integer::sum);
              }
            }
            if (!episode.cause().isEmpty()) {
              caused.add(episode.rule());
            }
          }

          assertThat(judged(drawn.get(), samples, random)).isEqualTo(expected);
        });

    for (String what : List.of("chattering", "chattering, and over")) {
      assertThat(found.getOrDefault(what, 0)).as("episodes that are %s", what).isGreaterThan(20);
    }
    for (SampleRule rule : SampleRules.ALL) {
      if (rule.modality() == modality) {
        assertThat(found.getOrDefault(rule.name(), 0))
            .as("episodes of %s, lest nothing was compared", rule.name())
            .isGreaterThan(20);
        assertThat(caused.contains(rule.name()))
            .as("whether %s belonged to another alert", rule.name())
            .isEqualTo(rule.family().isPresent());
      }
    }
  }

  private static List<Episode> expected(JudgedUnder drawn, List<Sample> samples) {
    return drawn.oracle(samples, sessionEndMs(samples)).episodes().stream()
        .sorted(BY_START)
        .toList();
  }

  private static List<Episode> judged(JudgedUnder drawn, List<Sample> samples, Random random) {
    Episodes episodes = new Episodes(drawn.treatment(), new ClosedAlerts());
    List<AlertChange> changes = new ArrayList<>();
    for (Frame frame : delivered(Frames.cutAtRandom(drawn.modality(), samples, random), random)) {
      if (random.nextInt(5) == 0) {
        episodes = restored(episodes);
      }
      changes.addAll(episodes.judge(EventBuilder.taken(frame), frame, drawn.limits(), Set.of(), 0));
    }
    changes.addAll(episodes.end(sessionEndMs(samples), 0));
    assertThat(episodes.openAlerts()).isEmpty();
    assertThat(episodes.judge().conditions()).isEmpty();
    return episodes(changes);
  }

  /** The frames as intake hands them on: each came up to the gap wait late, and some twice. */
  private static List<Frame> delivered(List<Frame> frames, Random random) {
    record Arrival(long atMs, int seq) {}
    List<Arrival> arrivals = new ArrayList<>();
    for (int seq = 0; seq < frames.size(); seq++) {
      long sentMs = frames.get(seq).elapsedMs() + frames.get(seq).durationMs();
      do {
        arrivals.add(new Arrival(sentMs + random.nextInt((int) DeviceOrder.GAP_WAIT_MS), seq));
      } while (random.nextInt(4) == 0);
    }
    arrivals.sort(Comparator.comparingLong(Arrival::atMs));
    Intake intake = new Intake(new DeviceOrder());
    // The first event that is ever heard of a device begins its order.
    intake.arrive(new Position(1, 0), 0);
    arrivals.forEach(arrival -> intake.arrive(new Position(1, 1 + arrival.seq()), arrival.atMs()));
    assertThat(intake.taken()).hasSize(frames.size() + 1).noneMatch(Intake.Taken::outOfOrder);
    return intake.taken().stream()
        .skip(1)
        .map(taken -> frames.get((int) taken.position().seq() - 1))
        .toList();
  }

  /** What is left of the treatment when its state was written and read again. */
  private static Episodes restored(Episodes episodes) {
    List<Double> numbers = new ArrayList<>();
    episodes.judge().signals().write(numbers::add);
    Iterator<Double> read = numbers.iterator();
    Map<String, Condition> conditions = episodes.judge().conditions();
    Judge judge = new Judge(Signals.read(read::next), conditions);
    assertThat(read.hasNext()).isFalse();
    return new Episodes(
        episodes.treatment(),
        judge,
        episodes.openAlerts(),
        new Chains(episodes.chains().byFamily()),
        new ClosedAlerts());
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
                    (float) alert.measured(),
                    (float) alert.peak(),
                    (float) alert.limit(),
                    alert.policy(),
                    alert.chattering(),
                    alert.cause().map(latest::get).map(EpisodeOracleTest::name).orElse("")))
        .sorted(BY_START)
        .toList();
  }

  private static String name(Alert alert) {
    return alert.rule().name() + "@" + alert.startedAtMs();
  }

  private static long sessionEndMs(List<Sample> samples) {
    return Frames.SESSION_START
        + (samples.isEmpty() ? 0 : samples.get(samples.size() - 1).endMs() + 100);
  }
}
