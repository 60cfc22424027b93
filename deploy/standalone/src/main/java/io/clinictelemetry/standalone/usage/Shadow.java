package io.clinictelemetry.standalone.usage;

import io.clinictelemetry.contracts.operations.Health;
import io.clinictelemetry.contracts.operations.ListenAddress;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicSpec;
import io.clinictelemetry.standalone.cluster.ClusterClient;
import io.clinictelemetry.standalone.embedded.Directories;
import io.clinictelemetry.streams.shared.StreamsComponent;
import io.clinictelemetry.streams.usage.UsageApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * A usage application that reads the retained telemetry beside the live one and writes topics of
 * its own. Closed, it leaves nothing behind: no topic, no group, no state.
 *
 * <p>All that it has on a cluster begins with the same prefix, so that one who was killed is
 * recognised by the next, and rights can be given by it. Two cannot run at once on one cluster.
 */
final class Shadow implements AutoCloseable {

  /** What the names of its topics and of its group begin with. */
  static final String PREFIX = "rebuild.";

  private static final String APPLICATION_ID = PREFIX + "usage";

  private static final List<TopicSpec> OUTPUTS =
      List.of(
          TopicCatalogue.SESSIONS,
          TopicCatalogue.USAGE_HOURLY,
          TopicCatalogue.USAGE_DAILY,
          TopicCatalogue.USAGE_CORRECTIONS,
          TopicCatalogue.READING_ROLLUPS,
          TopicCatalogue.LEDGER,
          TopicCatalogue.QUARANTINE);

  /** One that made its topics has joined its group by then. */
  private static final Duration JOINS_WITHIN = Duration.ofSeconds(20);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration REMOVAL = Duration.ofSeconds(15);

  /** A version of a row that is still to be compared must not be compacted away. */
  private static final Duration KEPT_AS_IT_WAS = Duration.ofHours(6);

  private final Admin admin;
  private final Path directory;
  private final Consumer<String> say;
  private final boolean keep;
  private UsageApplication application;

  private Shadow(Admin admin, Path directory, boolean keep, Consumer<String> say) {
    this.admin = admin;
    this.directory = directory;
    this.keep = keep;
    this.say = say;
  }

  /**
   * Starts one.
   *
   * @param settings those of the live application
   * @param work where a directory for its state is made
   * @param keep whether all that it made stays when it is closed
   * @param say told what a person should know
   * @throws IllegalStateException when another one runs on the cluster
   * @throws InterruptedException when interrupted while waiting for the cluster
   * @throws ExecutionException when the cluster refuses or does not answer
   * @throws IOException when its directory cannot be made
   */
  static Shadow start(Admin admin, Settings settings, Path work, boolean keep, Consumer<String> say)
      throws InterruptedException, ExecutionException, IOException {
    String cluster = admin.describeCluster().clusterId().get();
    Shadow shadow = new Shadow(admin, work.resolve("clinic-rebuild-" + cluster), keep, say);
    shadow.requireAlone();
    shadow.createTopics();
    try {
      Directories.deleteTree(shadow.directory);
      Files.createDirectories(shadow.directory);
      shadow.application = new UsageApplication(shadow.settings(settings));
      shadow.application.start();
      return shadow;
    } catch (IOException | RuntimeException e) {
      shadow.close();
      throw e;
    }
  }

  private Settings settings(Settings live) {
    Map<String, String> own = new HashMap<>();
    own.put("application.id", APPLICATION_ID);
    own.put("state.dir", directory.toString());
    own.put(StreamsComponent.OUTPUT_PREFIX, PREFIX);
    own.put(ListenAddress.HOST, "127.0.0.1");
    own.put(ListenAddress.PORT, "0");
    own.put("commit.interval", "1s");
    return live.with(own);
  }

  /** Removes what one left behind that was killed. */
  private void requireAlone() throws InterruptedException, ExecutionException {
    long giveUpNs = System.nanoTime() + JOINS_WITHIN.toNanos();
    Set<String> left;
    boolean told = false;
    do {
      if (hasMembers()) {
        throw new IllegalStateException(
            "another rebuild is at work on this cluster, or was killed less than a minute ago: wait for it, or end it, and try again");
      }
      left = topics();
      if (left.isEmpty()) {
        removeGroup();
        return;
      }
      if (!told) {
        say.accept("There are topics of an earlier rebuild; making sure that it has ended.");
        told = true;
      }
      Thread.sleep(LOOK_EVERY.toMillis());
    } while (System.nanoTime() < giveUpNs);
    remove();
    say.accept("Removed %d topics that an earlier rebuild left behind.".formatted(left.size()));
  }

  private Set<String> topics() throws InterruptedException, ExecutionException {
    return answer(admin.listTopics().names()).stream()
        .filter(topic -> topic.startsWith(PREFIX))
        .collect(Collectors.toSet());
  }

  /** Who was told to stop does not wait for Kafka's usual minute. */
  private static <T> T answer(KafkaFuture<T> future)
      throws InterruptedException, ExecutionException {
    try {
      return future.get(REMOVAL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the cluster does not answer", e);
    }
  }

  private boolean hasMembers() throws InterruptedException, ExecutionException {
    try {
      return !admin
          .describeConsumerGroups(List.of(APPLICATION_ID))
          .describedGroups()
          .get(APPLICATION_ID)
          .get()
          .members()
          .isEmpty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return false;
      }
      throw e;
    }
  }

  private void createTopics() throws InterruptedException, ExecutionException {
    List<NewTopic> topics = new ArrayList<>();
    for (TopicSpec output : OUTPUTS) {
      Map<String, String> config = output.config();
      config.put(
          TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, Long.toString(KEPT_AS_IT_WAS.toMillis()));
      topics.add(
          new NewTopic(
                  PREFIX + output.name(),
                  Optional.of(ClusterClient.partitions(admin, output)),
                  Optional.empty())
              .configs(config));
    }
    try {
      admin.createTopics(topics).all().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        throw new IllegalStateException("another rebuild has just begun on this cluster", e);
      }
      throw new IllegalStateException(
          "the topics %s* cannot be made: a rebuild needs the rights to create, write, read and delete what begins with it"
              .formatted(PREFIX),
          e);
    }
  }

  /** How it is. */
  Health health() {
    return application.health();
  }

  /** Its application id. */
  static String applicationId() {
    return APPLICATION_ID;
  }

  /** Stops to read; what it wrote stays until it is closed. */
  void stop() {
    if (application != null) {
      application.close();
      application = null;
    }
  }

  /** Stops, and removes all that it made. What cannot be removed is told, and left to the next. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      stop();
      if (keep) {
        say.accept(
            "Kept: the topics that begin with %s, and %s; the next rebuild removes them."
                .formatted(PREFIX, directory));
      } else {
        remove();
        Directories.deleteTree(directory);
      }
    } catch (ExecutionException | InterruptedException | IOException | RuntimeException e) {
      say.accept(
          "Topics that begin with %s, or %s, could not be removed (%s); the next rebuild removes them."
              .formatted(PREFIX, directory, e.getMessage()));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void remove() throws ExecutionException, InterruptedException {
    answer(admin.deleteTopics(topics()).all());
    removeGroup();
  }

  private void removeGroup() throws ExecutionException, InterruptedException {
    try {
      answer(admin.deleteConsumerGroups(List.of(APPLICATION_ID)).all());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof GroupIdNotFoundException)) {
        throw e;
      }
    }
  }
}
