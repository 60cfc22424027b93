package io.clinictelemetry.standalone.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A data directory in the hands of one owner: no second program can claim it, and no server of an
 * earlier owner runs on it any more.
 *
 * <p>To be claimed before ports are chosen, because what an earlier owner left running may hold
 * them.
 */
public final class DataDirectory implements AutoCloseable {

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CHECK = Duration.ofMillis(20);

  private final Path path;
  private final DirectoryLock lock;

  private DataDirectory(Path path, DirectoryLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Claims the directory, which is created when missing, and ends the servers that an owner without
   * a chance to do so (killed, out of memory) left running on it. A process that only has the
   * number of such a server is not touched.
   *
   * @param listener told of each server that was ended, by its name and process number
   * @throws EmbeddedStartException when another program owns the directory (its servers are left in
   *     peace), when a server cannot be ended, or when the records of them cannot be read
   * @throws InterruptedException when interrupted while a server ends; the directory is free again
   */
  public static DataDirectory claim(Path directory, Consumer<String> listener)
      throws IOException, InterruptedException {
    return claim(directory, listener, STOP_TIMEOUT);
  }

  /**
   * As {@link #claim(Path, Consumer)}.
   *
   * @param toStop how long a server has to stop by itself before it is killed
   */
  static DataDirectory claim(Path directory, Consumer<String> listener, Duration toStop)
      throws IOException, InterruptedException {
    DirectoryLock lock = DirectoryLock.of(directory);
    boolean claimed = false;
    try {
      for (Path file : records(directory)) {
        Optional<ServerRecord> record = ServerRecord.read(file);
        if (record.isPresent() && end(record.get(), directory, toStop)) {
          listener.accept(
              "%s (process %d)".formatted(record.get().name(), record.get().process().pid()));
        }
      }
      claimed = true;
      return new DataDirectory(directory, lock);
    } finally {
      if (!claimed) {
        lock.close();
      }
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Lets others claim it. To be called when all servers on it have been stopped. */
  @Override
  public void close() {
    lock.close();
  }

  private static List<Path> records(Path directory) throws IOException {
    List<Path> records = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, "*" + ServerRecord.ENDING)) {
      files.forEach(records::add);
    }
    return records;
  }

  /** Whether there was something to end. */
  private static boolean end(ServerRecord server, Path directory, Duration toStop)
      throws InterruptedException {
    ProcessIdentity process = server.process();
    Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
    if (handle.isEmpty() || !process.isRunning()) {
      return false;
    }
    handle.get().destroy();
    if (!hasEnded(process, toStop)) {
      handle.get().destroyForcibly();
      if (!hasEnded(process, KILL_TIMEOUT)) {
        throw new EmbeddedStartException(
            "%s (process %d) of an earlier start still runs on %s and cannot be ended: end it, or choose another directory with --data."
                .formatted(server.name(), process.pid(), directory));
      }
    }
    return true;
  }

  private static boolean hasEnded(ProcessIdentity process, Duration timeout)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (process.isRunning()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(CHECK.toMillis());
    }
    return true;
  }
}
