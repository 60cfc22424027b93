package io.clinictelemetry.streams.usage;

import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.CorrectionOutcome;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.avro.UsageCorrection;
import io.clinictelemetry.avro.UsageRowKind;
import io.clinictelemetry.domain.usage.RebuiltAccounts.Compared;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.Sent;
import io.clinictelemetry.streams.testing.TestDevice;
import io.clinictelemetry.streams.usage.RebuiltState.Part;
import io.clinictelemetry.streams.usage.RebuiltState.Row;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A live application that once took one second of treatment for none, and the accounts of one that
 * read the same log without that fault.
 */
class CorrectionsTest {

  private static final String SESSION = "d1/s1";
  private static final String NINE = "d1/2026-03-02T09:00:00Z";
  private static final String DAY = "d1/2026-03-02T00:00:00Z";
  private static final Instant ASKED = Instant.ofEpochMilli(T0 + 600_000);

  /** Long after all that is pending is published. */
  private static final long QUIET = T0 + 200_000;

  private final Pipeline live = Pipeline.usage();
  private final Pipeline again = Pipeline.usageBeside(live);
  private final TestDevice device =
      device("d1")
          .startsSession("s1")
          .suction(1_000, 30)
          .suction(1_000, 30)
          .suction(1_000, 30)
          .endsSession();
  private final Sent fault = device.sent().get(2);
  private final Sent late = device.sent().get(3);
  private final Map<Row, Integer> revisions = new LinkedHashMap<>();

  @BeforeEach
  void run() {
    for (Sent sent : device.sent()) {
      if (sent.equals(late)) {
        continue;
      }
      again.append(sent);
      if (sent.equals(fault)) {
        live.tick(sent.appendedAtMs()); // in its place in the log
      } else {
        live.append(sent);
      }
    }
    live.tick(QUIET);
    again.tick(QUIET);
    read();
  }

  @AfterEach
  void stop() {
    live.close();
    again.close();
  }

  /** What the live application published since, a line each: key, revision and treating time. */
  private List<String> read() {
    List<String> lines = new ArrayList<>();
    for (TestRecord<String, SessionSummary> row : live.sessions()) {
      revisions.put(new Row(UsageRowKind.SESSION, row.key()), row.value().getRevision());
      lines.add(line(row, row.value().getRevision(), row.value().getTreatingMs()));
    }
    lines.addAll(read(UsageRowKind.HOUR, live.hours()));
    lines.addAll(read(UsageRowKind.DAY, live.days()));
    return lines;
  }

  private List<String> read(UsageRowKind kind, List<TestRecord<String, DeviceUsage>> rows) {
    List<String> lines = new ArrayList<>();
    for (TestRecord<String, DeviceUsage> row : rows) {
      revisions.put(new Row(kind, row.key()), row.value().getRevision());
      lines.add(line(row, row.value().getRevision(), row.value().getTreatingMs()));
    }
    return lines;
  }

  private static String line(TestRecord<String, ?> row, int revision, long treatingMs) {
    return "+%d %s #%d %d".formatted(row.timestamp() - T0, row.key(), revision, treatingMs);
  }

  private List<String> answers() {
    return live.corrections().stream()
        .map(answer -> answer.value())
        .map(
            answer ->
                (answer.getOutcome() + " " + answer.getReason()).strip()
                    + " accounts "
                    + (answer.getSessions().size() + answer.getWindows().size()))
        .toList();
  }

  private UsageCorrection request(long nextOffset) {
    RebuiltState state = new RebuiltState("d1"::equals);
    again
        .changelog(UsageTopology.SESSIONS_STORE)
        .forEach(entry -> state.session(entry.key(), entry.value()));
    again
        .changelog(UsageTopology.HOURS_STORE)
        .forEach(entry -> state.window(entry.key(), entry.value()));
    List<Part> parts = state.parts("d1");
    assertThat(parts).hasSize(1);
    assertThat(parts.get(0).rows())
        .containsExactly(
            new Row(UsageRowKind.SESSION, SESSION),
            new Row(UsageRowKind.HOUR, NINE),
            new Row(UsageRowKind.DAY, DAY));
    Map<Row, Compared> compared = new LinkedHashMap<>();
    revisions.forEach((row, revision) -> compared.put(row, new Compared(revision, true)));
    return parts.get(0).request(ASKED, nextOffset, compared);
  }

  private long nextOffset() {
    return live.ledger().getNextOffset();
  }

  private int revision(UsageRowKind kind, String key) {
    return revisions.get(new Row(kind, key));
  }

  @Test
  void takesOverAccountsWithTheNextRecordAndPublishesTheRowsThatDiffer() {
    assertThat(revisions).hasSize(3);
    int session = revision(UsageRowKind.SESSION, SESSION);
    int hour = revision(UsageRowKind.HOUR, NINE);
    int day = revision(UsageRowKind.DAY, DAY);
    live.correct(request(nextOffset()));
    assertThat(read()).isEmpty();

    live.tick(QUIET + 1_000);

    assertThat(read())
        .containsExactly(
            "+201000 d1/s1 #%d 2000".formatted(session + 1),
            "+201000 %s #%d 2000".formatted(NINE, hour + 1),
            "+201000 %s #%d 2000".formatted(DAY, day + 1));
    assertThat(answers()).containsExactly("APPLIED accounts 0");
    assertThat(live.counted("clinic.usage.corrections", "outcome", "applied")).isEqualTo(1);
  }

  @Test
  void addsWhatComesLateToTheAccountsThatItTookOver() {
    live.correct(request(nextOffset())).tick(QUIET + 1_000);
    read();
    int session = revision(UsageRowKind.SESSION, SESSION);

    int hour = revision(UsageRowKind.HOUR, NINE);
    int day = revision(UsageRowKind.DAY, DAY);

    live.append(new Sent(late.event(), QUIET + 2_000)).tick(QUIET + 10_000);

    assertThat(read())
        .containsExactly(
            "+207000 d1/s1 #%d 3000".formatted(session + 1),
            "+207000 %s #%d 3000".formatted(NINE, hour + 1),
            "+207000 %s #%d 3000".formatted(DAY, day + 1));
  }

  @Test
  void publishesOnlyTheRowsThatDiffer() {
    UsageCorrection request = request(nextOffset());
    request.getRows().forEach(row -> row.setDiffers(row.getKind() == UsageRowKind.DAY));

    live.correct(request).tick(QUIET + 1_000);

    assertThat(read())
        .containsExactly("+201000 %s #%d 2000".formatted(DAY, revision(UsageRowKind.DAY, DAY)));
  }

  @Test
  void refusesAccountsOfWhichARowMovedAndPublishesNoneOfThem() {
    UsageCorrection request = request(nextOffset());
    live.append(new Sent(late.event(), QUIET + 500));
    assertThat(read()).isEmpty();
    live.correct(request);

    live.tick(QUIET + 1_000);

    assertThat(read())
        .as("what was pending, from its own accounts")
        .extracting(line -> line.substring(line.lastIndexOf(' ') + 1))
        .containsExactly("2000", "2000", "2000");
    assertThat(answers()).containsExactly("REFUSED session s1 moved meanwhile accounts 0");
    assertThat(live.counted("clinic.usage.corrections", "outcome", "refused")).isEqualTo(1);
  }

  @Test
  void waitsUntilItHasReadWhatTheAccountsKnow() {
    live.correct(request(nextOffset() + 2));

    live.tick(QUIET + 1_000);
    assertThat(read()).isEmpty();
    assertThat(answers()).isEmpty();

    live.tick(QUIET + 2_000);
    assertThat(read()).hasSize(3).allMatch(line -> line.startsWith("+202000 "));
    assertThat(answers()).containsExactly("APPLIED accounts 0");
  }

  @Test
  void doesNothingWhenTheSameIsAskedAgain() {
    UsageCorrection request = request(nextOffset());
    live.correct(request).tick(QUIET + 1_000);
    read();
    answers();

    live.correct(request).tick(QUIET + 2_000);

    assertThat(read()).isEmpty();
    assertThat(answers()).as("a record that came twice").isEmpty();

    request.setRequestedAt(ASKED.plusMillis(1));
    live.correct(request).tick(QUIET + 3_000).tick(QUIET + 90_000);

    assertThat(read()).isEmpty();
    assertThat(answers()).containsExactly("REFUSED session s1 moved meanwhile accounts 0");
  }

  @Test
  void refusesAccountsThatItCannotReadAndGoesOn() {
    UsageCorrection request = request(nextOffset());
    request.setSessions(List.of(ByteBuffer.wrap(new byte[] {99})));

    live.correct(request).tick(QUIET + 1_000);

    assertThat(read()).isEmpty();
    assertThat(answers())
        .singleElement()
        .asString()
        .startsWith("REFUSED accounts of another release: state of version 99");
  }

  @Test
  void refusesAccountsThatDoNotKnowASessionOfAnHour() {
    UsageCorrection request = request(nextOffset());
    request.setSessions(List.of());
    request.setRows(
        request.getRows().stream().filter(row -> row.getKind() != UsageRowKind.SESSION).toList());

    live.correct(request).tick(QUIET + 1_000);

    assertThat(read()).isEmpty();
    assertThat(answers())
        .containsExactly(
            "REFUSED an hour has a session that telemetry does not tell of accounts 0");
  }

  @Test
  void leavesWhatWasAnsweredAndWhatOtherPartitionsReadAlone() {
    UsageCorrection request = request(nextOffset());
    request.setOutcome(CorrectionOutcome.APPLIED);

    live.correct(request).tick(QUIET + 1_000);

    assertThat(read()).isEmpty();
    assertThat(answers()).isEmpty();
  }

  @Test
  void tiesTheDaysThatASessionTouchesAndLeavesOthersAlone() {
    try (Pipeline days = Pipeline.usageBeside(live)) {
      days.append(
          device("d1")
              .startsSession("morning")
              .suction(1_000, 30)
              .endsSession()
              .at(T0 + Duration.ofHours(38).plusMinutes(59).toMillis())
              .startsSession("midnight")
              .suction(1_000, 30)
              .pauses(60_000)
              .suction(1_000, 30)
              .endsSession()
              .sent());
      days.append(device("d2").startsSession("morning").suction(1_000, 30).endsSession().sent());
      RebuiltState state = new RebuiltState("d1"::equals);
      days.changelog(UsageTopology.SESSIONS_STORE)
          .forEach(entry -> state.session(entry.key(), entry.value()));
      days.changelog(UsageTopology.HOURS_STORE)
          .forEach(entry -> state.window(entry.key(), entry.value()));

      assertThat(state.parts("d1"))
          .extracting(part -> part.rows().stream().map(Row::key).toList())
          .containsExactly(
              List.of("d1/morning", NINE, DAY),
              List.of(
                  "d1/midnight",
                  "d1/2026-03-03T23:00:00Z",
                  "d1/2026-03-03T00:00:00Z",
                  "d1/2026-03-04T00:00:00Z",
                  "d1/2026-03-04T00:00:00Z"));
      assertThat(state.parts("d2")).as("not asked for").isEmpty();
    }
  }
}
