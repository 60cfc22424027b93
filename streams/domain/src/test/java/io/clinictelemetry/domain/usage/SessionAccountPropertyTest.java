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
      long treatingMs,
      long samplesReceived,
      long samplesBad,
      long min,
      long max,
      long sumUnitMs,
      long durationMs,
      List<Coverage.Stretch> coverage,
      long startedAtMs,
      long sessionMs,
      String programme,
      BitSet treatingTime) {}

  /** Adds the frames in their order; start and end come somewhere among them. */
  private static Totals account(Modality modality, List<Frame> frames, Random random) {
    SessionAccount account = newAccount(modality);
    BitSet treatingTime = new BitSet();
    int startAt = random.nextInt(frames.size() + 1);
    int endAt = random.nextInt(frames.size() + 1);
    for (int i = 0; i <= frames.size(); i++) {
      if (i == startAt) {
        account.started(start(modality), SESSION_START);
      }
      if (i == endAt) {
        account.ended(new SessionEnd(0, SessionEnd.Reason.TIMEOUT), SESSION_START + 1_000);
      }
      if (i < frames.size()) {
        Frame frame = frames.get(i);
        account.add(frame, frame.firstSampleAtMs(), (from, to) -> report(treatingTime, from, to));
      }
      if (random.nextInt(5) == 0) {
        account = restored(account);
      }
    }
    return totals(account, treatingTime);
  }

  private static SessionAccount newAccount(Modality modality) {
    return new SessionAccount("device-1", "session-1", "clinic-1", modality, SESSION_START);
  }

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

  private static void report(BitSet treatingTime, long fromMs, long toMs) {
    int from = (int) (fromMs - SESSION_START);
    int to = (int) (toMs - SESSION_START);
    assertThat(treatingTime.get(from, to).isEmpty()).as("no millisecond twice").isTrue();
    treatingTime.set(from, to);
  }

  private static SessionAccount restored(SessionAccount account) {
    return new SessionAccount(
            account.deviceId(),
            account.sessionId(),
            account.clinicId(),
            account.modality(),
            account.startedAtMs())
        .restore(
            account.programme(),
            account.testSession(),
            account.plannedMs(),
            account.endedAtMs(),
            account.endReason(),
            account.treatingMs(),
            account.samplesReceived(),
            account.samplesBad(),
            new ChannelTotals(
                account.channel().min(),
                account.channel().max(),
                account.channel().sumUnitMs(),
                account.channel().durationMs()),
            new Coverage(account.coverage().stretches()),
            account.revision());
  }

  private static Totals totals(SessionAccount account, BitSet treatingTime) {
    return new Totals(
        account.treatingMs(),
        account.samplesReceived(),
        account.samplesBad(),
        account.channel().min(),
        account.channel().max(),
        account.channel().sumUnitMs(),
        account.channel().durationMs(),
        account.coverage().stretches(),
        account.startedAtMs(),
        account.sessionMs(),
        account.programme(),
        treatingTime);
  }

  /** Frames that agree on their samples, but cover parts of the session several times. */
  private static List<Frame> overlapping(Modality modality, Random random) {
    List<Sample> samples = RandomSession.of(modality, DeviceClass.MEDICAL, random);
    List<Frame> frames = new ArrayList<>(Frames.cutAtRandom(modality, samples, random));
    for (Frame frame : Frames.cutAtRandom(modality, samples, random)) {
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
          Totals expected = account(modality, frames, random);
          List<Frame> shuffled = new ArrayList<>(frames);
          for (int i = 0; i < 4; i++) {
            Collections.shuffle(shuffled, random);
            assertThat(account(modality, shuffled, random)).isEqualTo(expected);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Modality.class)
  void everyMillisecondCountsOnceAndOnlyWhileTreating(Modality modality) {
    Property.forAll(
        SESSIONS,
        random -> overlapping(modality, random),
        (frames, random) -> {
          Totals totals = account(modality, frames, random);
          BitSet treating = new BitSet();
          long[] sum = {0};
          for (Frame frame : frames) {
            countByTheMillisecond(frame, modality, treating, sum);
          }

          assertThat(totals.treatingTime()).isEqualTo(treating);
          assertThat(totals.treatingMs()).isEqualTo(treating.cardinality());
          assertThat(totals.durationMs()).isEqualTo(treating.cardinality());
          assertThat(totals.sumUnitMs()).isEqualTo(sum[0]);
        });
  }

  private static void countByTheMillisecond(
      Frame frame, Modality modality, BitSet treating, long[] sum) {
    for (int i = 0; i < frame.count(); i++) {
      if (frame.treating(i)) {
        int from = (int) frame.elapsedMs() + i * frame.intervalMs();
        long value =
            Math.round(frame.reading(i) * (modality == Modality.MICRODERMABRASION ? 1_000 : 1));
        for (int ms = from; ms < from + frame.intervalMs(); ms++) {
          if (!treating.get(ms)) {
            treating.set(ms);
            sum[0] += value;
          }
        }
      }
    }
  }
}
