package io.clinictelemetry.standalone.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child process that ends when this JVM ends, even by {@code kill -9}, and that does not hear a
 * Ctrl-C meant for this JVM. {@code guard.sh} says how.
 */
final class GuardedProcess implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GuardedProcess.class);
  private static final String GUARD = readGuard();
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(8);
  private static final int POLL_MILLIS = 50;
  private static final int TAIL_LINES = 3;

  private final String name;
  private final Path log;
  private final Path record;
  private final Process process;

  private GuardedProcess(String name, Path log, Path record, Process process) {
    this.name = name;
    this.log = log;
    this.record = record;
    this.process = process;
  }

  /**
   * Starts {@code command}.
   *
   * @param name as it reads in an error message
   * @param stopSignal the signal by which the program stops cleanly: {@code TERM}, {@code INT}
   * @param log receives both output streams; appended to
   * @param record names the process for as long as it runs, for the case that it is left behind all
   *     the same: when the guard has been killed, too
   */
  static GuardedProcess start(
      String name, String stopSignal, Path log, Path record, List<String> command)
      throws IOException {
    List<String> guarded = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "guard", stopSignal));
    guarded.addAll(command);
    Files.createDirectories(log.getParent());
    Files.createDirectories(record.getParent());
    ProcessBuilder builder =
        new ProcessBuilder(guarded)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    GuardedProcess started = new GuardedProcess(name, log, record, builder.start());
    try {
      started.writeRecord();
    } catch (IOException e) {
      started.close();
      throw e;
    }
    return started;
  }

  private void writeRecord() throws IOException {
    Optional<ProcessIdentity> identity = ProcessIdentity.of(process.pid());
    if (identity.isPresent()) { // else it has already ended, which awaitReady tells
      new ServerRecord(name, identity.get()).write(record);
    }
  }

  /**
   * Waits until {@code ready} says so.
   *
   * @throws EmbeddedStartException when the process ends first or the time is over
   */
  void awaitReady(Duration timeout, Callable<Boolean> ready) throws Exception {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!ready.call()) {
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new EmbeddedStartException(
            "%s ended with status %d while starting: %s (all of it is in %s)."
                .formatted(name, process.exitValue(), lastWords(), log));
      }
      if (System.nanoTime() - deadline > 0) {
        throw new EmbeddedStartException(
            "%s was not ready after %d s: %s (all of it is in %s)."
                .formatted(name, timeout.toSeconds(), lastWords(), log));
      }
    }
  }

  /** Its number. */
  long pid() {
    return process.pid();
  }

  /** Stops the process, by force when it does not obey, and waits for it. May be repeated. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      tellGuard(process.isAlive() ? "stop" : "gone");
      if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{} did not stop within {} s and is killed.", name, STOP_TIMEOUT.toSeconds());
        process.destroyForcibly().waitFor();
      }
      Files.deleteIfExists(record);
    } catch (IOException e) {
      LOG.warn("The record of a process that has ended cannot be removed.", e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void tellGuard(String order) {
    try (OutputStream pipe = process.getOutputStream()) {
      pipe.write((order + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      LOG.debug("The guard of {} has already gone.", name, e);
    }
  }

  private String lastWords() {
    try {
      List<String> lines =
          new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .toList();
      return String.join(
          " / ", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "its log cannot be read";
    }
  }

  private static String readGuard() {
    try (InputStream in = GuardedProcess.class.getResourceAsStream("guard.sh")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("guard.sh is missing from the jar", e);
    }
  }
}
