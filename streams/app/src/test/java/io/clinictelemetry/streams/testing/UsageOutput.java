package io.clinictelemetry.streams.testing;

import static io.clinictelemetry.streams.testing.Times.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.ChannelSummary;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.ReadingRollup;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.avro.UsageWindow;
import io.clinictelemetry.contracts.topics.RecordKeys;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.apache.kafka.streams.test.TestRecord;

/** What the usage application published, as lines that people compare. */
public final class UsageOutput {

  private UsageOutput() {}

  /**
   * Session rows since last asked, for instance {@code +2000 d1/s1 #2 CLOSED COMPLETED from +0 to
   * +2000 lasting 2000 treating 2000 samples 20 bad 0 vacuum 30000..30000 Pa sum 60000000 over
   * 2000}.
   */
  public static List<String> sessions(Pipeline pipeline) {
    return pipeline.sessions().stream()
        .map(record -> text(record.timestamp()) + " " + session(record))
        .toList();
  }

  private static String session(TestRecord<String, SessionSummary> record) {
    SessionSummary row = record.value();
    assertThat(record.key()).isEqualTo(RecordKeys.session(row.getDeviceId(), row.getSessionId()));
    return "%s #%d %s %s from %s to %s lasting %d treating %d samples %d bad %d%s%s"
        .formatted(
            record.key(),
            row.getRevision(),
            row.getStatus(),
            row.getEndReason() == null ? "-" : row.getEndReason(),
            text(row.getStartedAt()),
            text(row.getEndedAt()),
            row.getSessionMs(),
            row.getTreatingMs(),
            row.getSamplesReceived(),
            row.getSamplesBad(),
            channel(" vacuum", row.getVacuum()),
            channel(" current", row.getCurrent()));
  }

  private static String channel(String name, ChannelSummary channel) {
    return channel == null
        ? ""
        : "%s %d..%d %s sum %d over %d"
            .formatted(
                name,
                channel.getMin(),
                channel.getMax(),
                channel.getUnit(),
                channel.getSumUnitMs(),
                channel.getDurationMs());
  }

  /**
   * Hour rows since last asked, for instance {@code +2000 d1/2026-03-02T09:00:00Z #2 until
   * 2026-03-02T10:00:00Z UTC treating 2000 unassigned 0 starts 1}.
   */
  public static List<String> hours(Pipeline pipeline) {
    return pipeline.hours().stream()
        .map(record -> text(record.timestamp()) + " " + hour(record))
        .toList();
  }

  private static String hour(TestRecord<String, DeviceUsage> record) {
    DeviceUsage row = record.value();
    assertThat(record.key()).isEqualTo(RecordKeys.usage(row.getDeviceId(), row.getWindowStart()));
    assertThat(row.getWindow()).isEqualTo(UsageWindow.HOUR);
    return "%s #%d until %s %s treating %d unassigned %d starts %d"
        .formatted(
            record.key(),
            row.getRevision(),
            row.getWindowEnd(),
            row.getZoneId(),
            row.getTreatingMs(),
            row.getUnassignedTreatingMs(),
            row.getSessionsStarted());
  }

  /**
   * Rollups since last asked, for instance {@code +2000 d1 s1 vacuum_kpa at +0 #1 30.0/30.0/30.0 of
   * 20}: smallest, mean and largest value.
   */
  public static List<String> rollups(Pipeline pipeline) {
    return pipeline.rollups().stream()
        .map(record -> text(record.timestamp()) + " " + rollup(record))
        .toList();
  }

  private static String rollup(TestRecord<String, ReadingRollup> record) {
    ReadingRollup row = record.value();
    assertThat(record.key()).isEqualTo(row.getDeviceId());
    assertThat(row.getWindowMs()).isEqualTo(10_000);
    return "%s %s %s at %s #%d %s/%s/%s of %d"
        .formatted(
            record.key(),
            row.getSessionId() == null ? "-" : row.getSessionId(),
            row.getChannel(),
            text(row.getWindowStart()),
            row.getRevision(),
            row.getMin(),
            row.getMean(),
            row.getMax(),
            row.getSamples());
  }

  /** The session rows that stand at the end, without their revision. */
  public static List<String> finalSessions(Pipeline pipeline) {
    return latest(pipeline.sessions(), SessionSummary::getRevision).stream()
        .map(UsageOutput::session)
        .map(UsageOutput::withoutRevision)
        .toList();
  }

  /** The hour rows that stand at the end, without their revision. */
  public static List<String> finalHours(Pipeline pipeline) {
    return latest(pipeline.hours(), DeviceUsage::getRevision).stream()
        .map(UsageOutput::hour)
        .map(UsageOutput::withoutRevision)
        .toList();
  }

  private static String withoutRevision(String line) {
    return line.replaceFirst(" #\\d+", "");
  }

  /** The record of each key with the highest revision; each revision comes once and in order. */
  private static <V> List<TestRecord<String, V>> latest(
      List<TestRecord<String, V>> records, ToIntFunction<V> revision) {
    Map<String, TestRecord<String, V>> latest = new TreeMap<>();
    for (TestRecord<String, V> record : records) {
      TestRecord<String, V> before = latest.put(record.key(), record);
      int expected = before == null ? 1 : revision.applyAsInt(before.value()) + 1;
      assertThat(revision.applyAsInt(record.value()))
          .as("revision of %s", record.key())
          .isEqualTo(expected);
    }
    return List.copyOf(latest.values());
  }
}
