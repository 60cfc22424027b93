package io.clinictelemetry.standalone.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Broker, schema registry and PostgreSQL together, started side by side.
 *
 * <p>Either all three run or none: a failing start stops what had already started. To stop on a
 * signal, call {@link #close()} from a shutdown hook; that may be while {@link #start} is under
 * way.
 */
public final class EmbeddedStack implements Servers {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStack.class);
  private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(30);

  private final EmbeddedBroker broker;
  private final EmbeddedRegistry registry;
  private final EmbeddedDatabase database;
  private final Consumer<Stage> listener;
  private final ExecutorService processStarters = Executors.newFixedThreadPool(2);

  /** Apart, because an interrupt would close the broker's files under it. */
  private final ExecutorService brokerStarter = Executors.newSingleThreadExecutor();

  private final Object startedLock = new Object();
  private final Deque<EmbeddedServer> started = new ArrayDeque<>();

  /**
   * Chooses and checks the ports; starts nothing yet.
   *
   * @param listener told of each server as soon as it is ready, one at a time
   * @throws PortInUseException when a requested port is taken
   */
  public EmbeddedStack(EmbeddedStackOptions options, Consumer<Stage> listener) {
    Path data = options.dataDirectory();
    Path logs = data.resolve("logs");
    this.broker = new EmbeddedBroker(data.resolve("kafka"), options.kafkaPort());
    this.registry =
        new EmbeddedRegistry(
            options.home().resolve("registry"),
            data.resolve("registry"),
            logs.resolve("registry.log"),
            options.registryPort());
    this.database =
        new EmbeddedDatabase(
            options.home().resolve("postgres"),
            data.resolve("postgres"),
            logs.resolve("postgres.log"),
            options.postgresPort());
    this.listener = listener;
  }

  /**
   * Starts the three servers and returns when all are ready. To be called once.
   *
   * @throws EmbeddedStartException when one does not start, when the stack is closed meanwhile, or
   *     on interrupt (which stays set); nothing is left running
   */
  @Override
  public void start() {
    BlockingQueue<Future<Void>> done = new LinkedBlockingQueue<>();
    try {
      CompletionService<Void> processes = new ExecutorCompletionService<>(processStarters, done);
      CompletionService<Void> ownJvm = new ExecutorCompletionService<>(brokerStarter, done);
      List<Future<Void>> starts =
          List.of(
              processes.submit(() -> start(registry), null),
              processes.submit(() -> start(database), null),
              ownJvm.submit(() -> start(broker), null));
      for (int settled = 0; settled < starts.size(); settled++) {
        done.take().get();
      }
      processStarters.shutdown();
      brokerStarter.shutdown();
    } catch (ExecutionException e) {
      close();
      throw e.getCause() instanceof EmbeddedStartException known
          ? known
          : new EmbeddedStartException("The stack did not start: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new EmbeddedStartException("The stack was interrupted while starting.", e);
    } catch (RejectedExecutionException e) {
      close();
      throw new EmbeddedStartException("The stack was closed while starting.", e);
    }
  }

  @Override
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  @Override
  public String registryUrl() {
    return registry.url();
  }

  @Override
  public String jdbcUrl() {
    return database.jdbcUrl();
  }

  @Override
  public String user() {
    return database.user();
  }

  @Override
  public Optional<String> fault() {
    return broker.fault().map(reason -> "the broker has died: " + reason);
  }

  /** The running broker. */
  public EmbeddedBroker broker() {
    return broker;
  }

  /** The running schema registry. */
  public EmbeddedRegistry registry() {
    return registry;
  }

  /** The running database. */
  public EmbeddedDatabase database() {
    return database;
  }

  /**
   * Stops all servers, the last started first, and waits for them; keeps their data. Repeated calls
   * do nothing.
   */
  @Override
  public synchronized void close() {
    boolean interrupted = Thread.interrupted();
    processStarters.shutdownNow();
    brokerStarter.shutdown();
    try {
      if (!processStarters.awaitTermination(SETTLE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
          || !brokerStarter.awaitTermination(SETTLE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("A server is still starting after {} s.", SETTLE_TIMEOUT.toSeconds());
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    for (EmbeddedServer server = nextToStop(); server != null; server = nextToStop()) {
      server.close();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void start(EmbeddedServer server) {
    long begin = System.nanoTime();
    server.start();
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    synchronized (startedLock) {
      started.push(server);
      listener.accept(new Stage(server.name(), took, server.address()));
    }
  }

  private EmbeddedServer nextToStop() {
    synchronized (startedLock) {
      return started.poll();
    }
  }
}
