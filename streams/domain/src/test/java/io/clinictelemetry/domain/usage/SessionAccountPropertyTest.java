package io.clinictelemetry.domain.usage;

import static io.clinictelemetry.domain.testing.Frames.SESSION_START;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.SessionEnd;
import io.clinictelemetry.domain.intake.SessionStart;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import io.clinictelemetry.domain.testing.Frames;
import io.clinictelemetry.domain.testing.Property;
import io.clinictelemetry.domain.testing.RandomSession;
import io.clinictelemetry.domain.testing.Sample;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Totals are exact: whatever the order of arrival, and however often time is covered. */
@Tag("long")
class SessionAccountPropertyTest {

  private static final int SESSIONS = 150;

  /** Everything of an account that may not depend on the order of arrival. */
  private record Totals(
      long samplesReceived,
      long samplesBad,
      long samplesExpected,
      long min,
      long max,
      long sumUnitMs,
      long durationMs,
      long p50,
      long p95,
      List<Coverage.Stretch> coverage,
      List<Coverage.Stretch> pauses,
      List<Coverage.Stretch> gaps,
      long startedAtMs,
      long sessionMs,
      long poweredMs,
      Optional<SessionEnd.Reason> endReason,
      String programme,
      List<Coverage.Stretch> treated) {}

  /** Adds the frames in their order; the end, where there is one, comes somewhere among them. */
  private static Totals account(Modality modality, List<Frame> frames, Plan plan, Random random) {
    SessionAccount account = null;
    Coverage treated = new Coverage();
    int startAt = plan.started() ? random.nextInt(frames.size() + 1) : -1;
    int endAt = plan.ended() ? 1 + random.nextInt(frames.size()) : -1;
    for (int i = 0; i <= frames.size(); i++) {
      if (account == null) { // an estimate, as good as the first event allows
        long elapsed = i == startAt || i == frames.size() ? 0 : frames.get(i).elapsedMs() / 7;
        account =
            new SessionAccount(
                "device-1", "session-1", "clinic-1", modality, SESSION_START + elapsed);
      }
      if (i == startAt) {
        account.started(start(modality), SESSION_START);
      }
      if (i == endAt) {
        account.ended(new SessionEnd(0, SessionEnd.Reason.TIMEOUT), SESSION_START + 1_000);
        account.ended(new SessionEnd(0, SessionEnd.Reason.COMPLETED), SESSION_START + 900);
      }
      if (i < frames.size()) {
        Frame frame = frames.get(i);
        account.add(frame, frame.firstSampleAtMs(), treated::add);
      }
      if (random.nextInt(9) == 0) {
        account.timedOut();
      }
    }
    account.timedOut();
    return totals(account, treated);
  }

  private record Plan(boolean started, boolean ended) {}

  private static SessionStart start(Modality modality) {
    return new SessionStart(
        modality,
        "programme-1",
        60_000,
        Zone.FACE,
        SkinSensitivity.NORMAL,
        Optional.empty(),
        Optional.empty(),
        0,
        false);
  }

  private static Totals totals(SessionAccount account, Coverage treated) {
    return new Totals(
        account.samplesReceived(),
        account.samplesBad(),
        account.samplesExpected(),
        account.channel().min(),
        account.channel().max(),
        account.channel().sumUnitMs(),
        account.channel().durationMs(),
        account.channel().percentile(50),
        account.channel().percentile(95),
        List.copyOf(account.coverage().stretches()),
        account.pauses(),
        account.gaps(),
        account.startedAtMs(),
        account.sessionMs(),
        account.poweredMs(),
        account.endReason(),
        account.programme(),
        List.copyOf(treated.stretches()));
  }

  /** Frames that cover parts of the session several times, and do not always agree on them. */
  private static List<Frame> overlapping(Modality modality, Random random) {
    List<Sample> samples = RandomSession.of(modality, DeviceClass.MEDICAL, random);
    List<Sample> others =
        random.nextBoolean() ? samples : RandomSession.of(modality, DeviceClass.MEDICAL, random);
    List<Frame> frames = new ArrayList<>(Frames.cutAtRandom(modality, samples, random));
    for (Frame frame : Frames.cutAtRandom(modality, others, random)) {
      if (random.nextInt(3) == 0) {
        frames.add(frame);
      }
    }
    return frames;
  }

  @ParameterizedTest
  @EnumSource(Modality.class)
  void theOrderOfArrivalChangesNoDigit(Modality modality) {
    Property.forAll(
        SESSIONS,
        random -> overlapping(modality, random),
        (frames, random) -> {
          Plan plan = new Plan(random.nextBoolean(), random.nextBoolean());
          Totals expected = account(modality, frames, plan, random);
          List<Frame> shuffled = new ArrayList<>(frames);
          for (int i = 0; i < 4; i++) {
            Collections.shuffle(shuffled, random);
            assertThat(account(modality, shuffled, plan, random)).isEqualTo(expected);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Modality.class)
  void everySampleCountsOnceAndTheTimeOfTreatmentIsTheUnion(Modality modality) {
    Property.forAll(
        SESSIONS,
        random -> overlapping(modality, random),
        (frames, random) -> {
          Totals totals = account(modality, frames, new Plan(true, true), random);
          BitSet treating = new BitSet();
          long sum = 0;
          long duration = 0;
          for (Frame frame : frames) {
            for (int i = 0; i < frame.count(); i++) {
              if (frame.treating(i)) {
                int from = (int) (frame.firstSampleAtMs() - SESSION_START) + i * frame.intervalMs();
                treating.set(from, from + frame.intervalMs());
                sum += value(modality, frame.reading(i)) * frame.intervalMs();
                duration += frame.intervalMs();
              }
            }
          }

          assertThat(totals.treated().stream().mapToLong(Coverage.Stretch::lengthMs).sum())
              .isEqualTo(treating.cardinality());
          assertThat(totals.sumUnitMs()).isEqualTo(sum);
          assertThat(totals.durationMs()).isEqualTo(duration);
        });
  }

  private static long value(Modality modality, double reading) {
    return Math.round(reading * (modality == Modality.MICRODERMABRASION ? 1_000 : 1));
  }
}
