package io.clinictelemetry.domain.episodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.episodes.AlertChange.Transition;
import io.clinictelemetry.domain.episodes.EpisodeOracle.Breaching;
import io.clinictelemetry.domain.episodes.EpisodeOracle.Episode;
import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.rules.SampleRule;
import io.clinictelemetry.domain.testing.EventBuilder;
import io.clinictelemetry.domain.testing.Frames;
import io.clinictelemetry.domain.testing.Property;
import io.clinictelemetry.domain.testing.RandomSession;
import io.clinictelemetry.domain.testing.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random sessions of which some frames come long after their neighbours: what came in order is
 * judged as if they had never come, and what they show is in an alert.
 */
@Tag("long")
class OutOfOrderPropertyTest {

  private static final int SESSIONS = 500;

  /** One session as it is judged, and all that was published of it. */
  private static final class Run {
    private final JudgedUnder under;
    private final List<Sample> samples;
    private final long endMs;
    private final ClosedAlerts closed = new ClosedAlerts();
    private final Episodes episodes;
    private final Map<String, Alert> published = new LinkedHashMap<>();
    private final Map<String, Alert> remembered = new LinkedHashMap<>();
    private final List<Sample> inOrder = new ArrayList<>();
    private final Map<Transition, Integer> late = new HashMap<>();

    Run(JudgedUnder under, List<Sample> samples) {
      this.under = under;
      this.samples = samples;
      this.endMs =
          Frames.SESSION_START
              + (samples.isEmpty() ? 0 : samples.get(samples.size() - 1).endMs() + 100);
      this.episodes = new Episodes(under.treatment(), closed);
    }

    void play(Random random) {
      List<Frame> heldBack = new ArrayList<>();
      boolean first = true; // what nothing came before is not missed
      for (Frame frame : Frames.cutAtRandom(under.modality(), samples, random)) {
        if (!first && random.nextInt(4) == 0) {
          heldBack.add(frame);
          continue;
        }
        first = false;
        takeInOrder(frame);
        while (!heldBack.isEmpty() && random.nextInt(3) == 0) {
          takeOutOfOrder(heldBack.remove(random.nextInt(heldBack.size())));
        }
      }
      publish(episodes.end(endMs, 0));
      heldBack.forEach(this::takeOutOfOrder);
    }

    private void takeInOrder(Frame frame) {
      inOrder.addAll(samplesOf(frame));
      publish(episodes.judge(EventBuilder.taken(frame), frame, under.limits(), Set.of(), 0));
    }

    private void takeOutOfOrder(Frame frame) {
      long frameEndMs = Frames.SESSION_START + frame.elapsedMs() + frame.durationMs();
      EpisodeOracle alone = under.oracle(samplesOf(frame), frameEndMs);
      List<Breaching> breaching = alone.breaching();
      List<Alert> before = touchable();
      List<AlertChange> changes =
          episodes.judgeOutOfOrder(EventBuilder.taken(frame), frame, under.limits(), 0);
      changes.forEach(change -> late.merge(change.transition(), 1, Integer::sum));
      changes.stream()
          .filter(change -> change.transition() == Transition.WIDENED)
          .forEach(change -> assertWidenedBy(breaching, frameEndMs, change.alert()));
      changes.stream()
          .filter(change -> change.transition() == Transition.OPENED)
          .flatMap(change -> breaching.stream().filter(sample -> begins(change.alert(), sample)))
          .forEach(
              sample ->
                  assertThat(before)
                      .as("%s touches one, and began another", sample)
                      .noneMatch(alert -> touches(alert, sample)));
      publish(changes);
      for (Breaching sample : breaching) {
        if (published.values().stream().noneMatch(alert -> covers(alert, sample))) {
          assertThat(alone.episodes())
              .as("%s lasted, and is in no alert", sample)
              .noneMatch(episode -> isWithin(sample, episode));
          assertThat(before)
              .as("%s touches one, and is in no alert", sample)
              .noneMatch(alert -> touches(alert, sample));
        }
      }
    }

    /** Open alerts, and those that the bounded memory holds. */
    private List<Alert> touchable() {
      List<Alert> touchable = new ArrayList<>(remembered.values());
      published.values().stream().filter(Alert::open).forEach(touchable::add);
      return touchable;
    }

    private List<Sample> samplesOf(Frame frame) {
      return samples.stream()
          .filter(sample -> sample.elapsedMs() >= frame.elapsedMs())
          .filter(sample -> sample.endMs() <= frame.elapsedMs() + frame.durationMs())
          .toList();
    }

    private void publish(List<AlertChange> changes) {
      for (AlertChange change : changes) {
        Alert after = change.alert();
        Alert before = published.put(after.id(), after);
        switch (change.transition()) {
          case OPENED -> {
            assertThat(before).isNull();
            assertThat(after.revision()).isEqualTo(1);
            assertThat(after.open()).isTrue();
          }
          case CLEARED -> {
            assertThat(before.open()).isTrue();
            assertThat(after.endedAtMs()).isPresent();
            assertFollows(before, after);
          }
          case WIDENED -> {
            assertThat(after.open()).isEqualTo(before.open());
            assertFollows(before, after);
          }
          default -> throw new AssertionError("detection does not tell of " + change);
        }
        if (!after.open()) {
          remembered.put(after.id(), after);
          if (remembered.size() > 8) {
            remembered.remove(remembered.keySet().iterator().next());
          }
        }
      }
    }

    private void assertFollows(Alert before, Alert after) {
      assertThat(after.revision()).isEqualTo(before.revision() + 1);
      assertThat(after.startedAtMs()).isLessThanOrEqualTo(before.startedAtMs());
      if (!before.open()) {
        assertThat(after.endedAtMs().getAsLong())
            .isGreaterThanOrEqualTo(before.endedAtMs().getAsLong());
      }
      assertThat(further(after, before.peak())).isEqualTo(after.peak());
      assertThat(after)
          .usingRecursiveComparison()
          .ignoringFields("startedAtMs", "endedAtMs", "peak", "revision")
          .isEqualTo(before);
    }

    /**
     * Nothing but what the frame shows can have changed the alert, and it must have touched it: a
     * breach lasts until the value is back, at most to the end of the frame.
     */
    private void assertWidenedBy(List<Breaching> breaching, long frameEndMs, Alert after) {
      Alert before = published.get(after.id());
      List<Breaching> ofRule =
          breaching.stream().filter(sample -> sample.rule().equals(after.rule().name())).toList();
      assertThat(ofRule)
          .as("what widened %s to %s", before, after)
          .anyMatch(sample -> touches(before, sample.until(frameEndMs)));
      assertThat(
              after.startedAtMs() == before.startedAtMs()
                  || ofRule.stream().anyMatch(sample -> sample.fromMs() == after.startedAtMs()))
          .as("start of %s", after)
          .isTrue();
      assertThat(
              before.open() // its peak is told when it changes otherwise, or ends
                  || after.peak() == before.peak()
                  || ofRule.stream().anyMatch(sample -> sample.value() == (float) after.peak()))
          .as("peak of %s", after)
          .isTrue();
    }

    /** What was in order is judged as if nothing else had come. */
    private void assertInOrderIsAsEver() {
      List<Episode> expected = under.oracle(inOrder, endMs).episodes();
      List<Alert> alerts = published.values().stream().filter(alert -> !alert.late()).toList();
      assertThat(alerts).hasSameSizeAs(expected);
      for (Episode episode : expected) {
        Alert alert =
            published.get(
                AlertId.of("device-1", episode.rule(), Optional.of("s"), episode.startedAtMs()));
        assertThat(alert).as("alert of %s", episode).isNotNull();
        assertThat(alert.triggeredAtMs()).isEqualTo(episode.triggeredAtMs());
        assertThat((float) alert.measured()).isEqualTo(episode.measured());
        assertThat((float) alert.limit()).isEqualTo(episode.limit());
        assertThat(alert.policy()).isEqualTo(episode.policy());
        assertThat(alert.startedAtMs()).isLessThanOrEqualTo(episode.startedAtMs());
        assertThat(alert.endedAtMs().orElseThrow()).isGreaterThanOrEqualTo(episode.endedAtMs());
        assertThat((float) further(alert, episode.peak())).isEqualTo((float) alert.peak());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Modality.class)
  void whatComesOutOfOrderWidensOrIsAnAlertOfItsOwnAndDisturbsNothing(Modality modality) {
    Map<Transition, Integer> late = new HashMap<>();
    AtomicReference<JudgedUnder> drawn = new AtomicReference<>(); // of the seed being checked

    Property.forAll(
        SESSIONS,
        random -> {
          drawn.set(JudgedUnder.of(modality, random));
          return RandomSession.of(drawn.get().limits().at(0), random);
        },
        (samples, random) -> {
          Run run = new Run(drawn.get(), samples);
          run.play(random);
          run.assertInOrderIsAsEver();
          run.late.forEach((transition, count) -> late.merge(transition, count, Integer::sum));
        });

    assertThat(late.get(Transition.WIDENED)).as("lest nothing was widened").isGreaterThan(50);
    assertThat(late.get(Transition.OPENED)).as("lest nothing was new").isGreaterThan(50);
  }

  private static double further(Alert alert, double value) {
    return ((SampleRule) alert.rule()).side().further(alert.peak(), value);
  }

  private static boolean begins(Alert alert, Breaching sample) {
    return alert.rule().name().equals(sample.rule()) && alert.startedAtMs() == sample.fromMs();
  }

  private static boolean covers(Alert alert, Breaching sample) {
    return alert.rule().name().equals(sample.rule())
        && alert.startedAtMs() <= sample.fromMs()
        && sample.toMs() <= alert.endedAtMs().orElse(Long.MAX_VALUE);
  }

  private static boolean touches(Alert alert, Breaching sample) {
    return alert.rule().name().equals(sample.rule())
        && alert.startedAtMs() - sample.toMs() < Limits.OFF_DELAY_MS
        && (alert.open()
            || sample.fromMs() - alert.endedAtMs().getAsLong()
                < (alert.chattering() ? 60_000 : Limits.OFF_DELAY_MS));
  }

  private static boolean isWithin(Breaching sample, Episode episode) {
    return episode.rule().equals(sample.rule())
        && episode.startedAtMs() <= sample.fromMs()
        && sample.fromMs() < episode.endedAtMs();
  }
}
