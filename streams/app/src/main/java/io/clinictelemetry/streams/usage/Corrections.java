package io.clinictelemetry.streams.usage;

import io.clinictelemetry.avro.CorrectionOutcome;
import io.clinictelemetry.avro.UsageCorrection;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.streams.shared.ReferenceTable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What rebuilds ask of the devices of one partition, and what they were answered. */
final class Corrections {

  private final ReferenceTable<UsageCorrection> table;
  private final ReferenceTable<UsageCorrection>.View view;
  private final int partition;
  private final int partitions;
  private final Counter applied;
  private final Counter refused;

  /** Requests that were answered here, while the table does not tell so yet. */
  private final Set<String> answered = new HashSet<>();

  private List<UsageCorrection> open = List.of();
  private long changesSeen = -1;

  /**
   * @param partition of telemetry that the task reads
   * @param partitions number of partitions of telemetry
   */
  Corrections(
      ReferenceTable<UsageCorrection> table,
      ReferenceTable<UsageCorrection>.View view,
      int partition,
      int partitions,
      MeterRegistry metrics) {
    this.table = table;
    this.view = view;
    this.partition = partition;
    this.partitions = partitions;
    this.applied = counter(metrics, CorrectionOutcome.APPLIED);
    this.refused = counter(metrics, CorrectionOutcome.REFUSED);
  }

  private static Counter counter(MeterRegistry metrics, CorrectionOutcome outcome) {
    return Counter.builder("clinic.usage.corrections")
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .description("Parts of a rebuild that usage was asked to take over, by what became of them")
        .register(metrics);
  }

  /**
   * Devices with requests that know nothing of telemetry that this task has not read.
   *
   * @param nextOffset the offset that it reads next
   */
  Set<String> due(long nextOffset) {
    // Asked first: what changes while the table is read is read again the next time.
    long changes = table.changes();
    if (changes != changesSeen) {
      open = new ArrayList<>(view.all());
      open.removeIf(
          request ->
              request.getOutcome() != CorrectionOutcome.REQUESTED
                  || RecordKeys.partition(request.getDeviceId(), partitions) != partition);
      answered.retainAll(open.stream().map(Corrections::id).toList());
      open.removeIf(request -> answered.contains(id(request)));
      changesSeen = changes;
    }
    if (open.isEmpty()) {
      return Set.of();
    }
    Set<String> due = new LinkedHashSet<>();
    for (UsageCorrection request : open) {
      if (request.getNextOffset() <= nextOffset) {
        due.add(request.getDeviceId());
      }
    }
    return due;
  }

  private static String id(UsageCorrection request) {
    return RecordKeys.usage(request.getDeviceId(), request.getFirstDayStart())
        + ' '
        + request.getRequestedAt();
  }

  /** The requests of a device that {@link #due} named; they are not named again. */
  List<UsageCorrection> take(String deviceId, long nextOffset) {
    List<UsageCorrection> taken = new ArrayList<>(open);
    taken.removeIf(
        request -> !request.getDeviceId().equals(deviceId) || request.getNextOffset() > nextOffset);
    open.removeAll(taken);
    return taken;
  }

  /** The answer to a request, counted. */
  UsageCorrection answer(UsageCorrection request, CorrectionOutcome outcome, String reason) {
    answered.add(id(request));
    (outcome == CorrectionOutcome.APPLIED ? applied : refused).increment();
    return UsageCorrection.newBuilder(request)
        .setSessions(List.of())
        .setWindows(List.of())
        .setRows(List.of())
        .setOutcome(outcome)
        .setReason(reason)
        .build();
  }
}
