package io.clinictelemetry.standalone.usage;

import io.clinictelemetry.contracts.operations.Health;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.cluster.ClusterClient;
import io.clinictelemetry.standalone.cluster.Ledger;
import io.clinictelemetry.standalone.cluster.TopicReader;
import io.clinictelemetry.streams.usage.UsageApplication;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/** Recomputes usage from the retained telemetry, and compares it with the live rows. */
final class Rebuild {

  /** How long the live application or the rebuild may stand still. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Of the live application only its place in telemetry can be seen from here. */
  private static final Health LIVE = new Health(true, true, "is it running?");

  private final Settings settings;
  private final Path work;
  private final boolean keep;
  private final Consumer<String> say;

  /**
   * @param settings those of the live application
   * @param work where a directory for the rebuild's state is made
   * @param keep whether what was recomputed is kept
   * @param say told how far it is, and what a person should know
   */
  Rebuild(Settings settings, Path work, boolean keep, Consumer<String> say) {
    this.settings = settings;
    this.work = work;
    this.keep = keep;
    this.say = say;
  }

  /**
   * What came of it.
   *
   * @param comparison the rows beside each other
   * @param published the parts that were to be replaced; empty unless that was asked for
   */
  record Result(RowComparison comparison, List<Publication.Outcome> published) {

    /** Whether every row is, or is now, what telemetry says. */
    boolean right() {
      return comparison.differences().isEmpty()
          || (!published.isEmpty()
              && published.stream().allMatch(outcome -> outcome.refusal().isEmpty()));
    }
  }

  /**
   * Does it. Live rows are changed only when that is asked for.
   *
   * @param publish whether rows that differ are to be replaced
   * @throws IllegalStateException when it cannot be done; the message says why
   * @throws InterruptedException when interrupted; what was made is removed
   * @throws ExecutionException when the cluster refuses or does not answer
   * @throws IOException when its directory cannot be made
   */
  Result run(boolean publish) throws InterruptedException, ExecutionException, IOException {
    String live = UsageApplication.id(settings);
    try (AvroSerdes serdes = new AvroSerdes(settings.serdes());
        Admin admin = ClusterClient.open(settings)) {
      ClusterClient.requireTopics(
          admin,
          settings,
          List.of(
              TopicCatalogue.TELEMETRY,
              TopicCatalogue.SESSIONS,
              TopicCatalogue.USAGE_HOURLY,
              TopicCatalogue.USAGE_DAILY,
              TopicCatalogue.USAGE_CORRECTIONS,
              TopicCatalogue.LEDGER));
      if (ReadProgress.positions(admin, live).isEmpty()) {
        throw new IllegalStateException(
            "no application %s has read telemetry on this cluster: give the settings of usage, application.id too"
                .formatted(live));
      }
      // It needs the registry, too: one that is away or wrong is told before anything is made.
      Ledger.read(new TopicReader(settings.kafka(), serdes), admin);
      LogCut cut = LogCut.now(admin, settings.kafka());
      if (cut.records() == 0) {
        throw new IllegalStateException("no telemetry is retained: nothing can be computed again");
      }
      try (Shadow shadow = Shadow.start(admin, settings, work, keep, say)) {
        ReadProgress progress = new ReadProgress(admin, cut, PATIENCE, say);
        progress.await(Shadow.applicationId(), "rebuild", shadow::health);
        shadow.stop();
        requireAllRead(serdes, admin, cut);
        progress.await(live, "the live application " + live, () -> LIVE);
        RowComparison comparison =
            new RowComparison(
                cut,
                UsageApplication.publishedWithin(settings),
                rows(serdes, "", cut),
                rows(serdes, Shadow.PREFIX, cut));
        List<Publication.Outcome> published = List.of();
        if (publish && !comparison.differences().isEmpty()) {
          Map<Integer, Long> known = ReadProgress.positions(admin, Shadow.applicationId());
          published =
              new Publication(settings.kafka(), serdes, comparison, cut, known, say).publish();
        }
        return new Result(comparison, published);
      }
    }
  }

  /** What was retained when it began may have been removed before it was read. */
  private void requireAllRead(AvroSerdes serdes, Admin admin, LogCut cut)
      throws InterruptedException, ExecutionException {
    TopicReader reader = new TopicReader(settings.kafka(), serdes);
    Ledger ledger = Ledger.read(reader, admin, TopicCatalogue.LEDGER.prefixed(Shadow.PREFIX));
    for (Ledger.Line line : ledger.lines()) {
      long begin = cut.partitions().get(line.partition()).begin();
      if (line.entry().isPresent()
          && (line.entry().get().getFirstOffset() > begin || line.entry().get().getMissing() > 0)) {
        throw new IllegalStateException(
            "telemetry was removed by its retention before it was read again: run it again");
      }
    }
  }

  private Map<RowKind, RowHistory> rows(AvroSerdes serdes, String prefix, LogCut cut) {
    Map<RowKind, RowHistory> rows = new EnumMap<>(RowKind.class);
    for (RowKind kind : RowKind.values()) {
      rows.put(kind, RowHistory.read(settings.kafka(), serdes, kind, prefix, cut));
    }
    return rows;
  }
}
