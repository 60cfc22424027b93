package io.clinictelemetry.standalone.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Which process it is, also when its number is given to another one later.
 *
 * @param pid the process's number
 * @param started when it was started, to be compared only: the same for the whole life of the
 *     process, whoever asks
 */
record ProcessIdentity(long pid, String started) {

  private static final Path PROC = Path.of("/proc");
  private static final Path BOOT_ID = PROC.resolve("sys/kernel/random/boot_id");

  /** Of the fields of {@code /proc/PID/stat} after the program's name. */
  private static final int STATE = 0;

  private static final int THREADS = 17;
  private static final int START_TICKS = 19;

  /** The running process of that number; empty when there is none, or only its exit status. */
  static Optional<ProcessIdentity> of(long pid) {
    return started(pid).map(started -> new ProcessIdentity(pid, started));
  }

  /** Whether this very process runs. */
  boolean isRunning() {
    return of(pid).filter(this::equals).isPresent();
  }

  private static Optional<String> started(long pid) {
    if (!Files.exists(BOOT_ID)) {
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .flatMap(process -> process.info().startInstant())
          .map(Instant::toString);
    }
    // The JDK's start time moves when the machine's clock is set; ticks since the boot do not. And
    // it takes for alive what has died without a parent that asks for its exit status.
    try {
      String stat = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      if (hasEnded(fields)) {
        return Optional.empty();
      }
      return Optional.of(Files.readString(BOOT_ID).strip() + " tick " + fields[START_TICKS]);
    } catch (IOException e) {
      return Optional.empty(); // it has ended
    }
  }

  /** Where only the first thread has ended, the others still hold the files and their locks. */
  private static boolean hasEnded(String[] fields) {
    return switch (fields[STATE]) {
      case "Z", "X" -> Integer.parseInt(fields[THREADS]) <= 1;
      default -> false;
    };
  }
}
