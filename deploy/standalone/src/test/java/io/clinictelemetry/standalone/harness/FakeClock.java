package io.clinictelemetry.standalone.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A clock of the machine that a test can step, as single processes see it, by Debian's {@code
 * libfaketime}.
 */
public final class FakeClock {

  private static final Path LIBRARIES = Path.of("/usr/lib");
  private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

  private final Path library;
  private final Path file;

  private FakeClock(Path library, Path file) {
    this.library = library;
    this.file = file;
  }

  /**
   * A clock that is right until it is stepped; empty where the library is not installed.
   *
   * @param file will tell the processes by how much their clock is wrong
   */
  public static Optional<FakeClock> find(Path file) {
    Optional<FakeClock> found = library().map(library -> new FakeClock(library, file));
    found.ifPresent(clock -> clock.step("+0"));
    return found;
  }

  private static Optional<Path> library() {
    try (DirectoryStream<Path> architectures = Files.newDirectoryStream(LIBRARIES)) {
      for (Path architecture : architectures) {
        Path library = architecture.resolve(LIBRARY);
        if (Files.exists(library)) {
          return Optional.of(library);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Environment of a process that goes by this clock. */
  public Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAKETIME_TIMESTAMP_FILE", file.toString(),
        "FAKETIME_CACHE_DURATION", "1",
        // A machine's monotonic clock is not stepped either.
        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
        // Debian's build "mends" waits for the monotonic clock, which then end at once in a JVM.
        "FAKETIME_FORCE_MONOTONIC_FIX", "0",
        "NO_FAKE_STAT", "1");
  }

  /**
   * Steps the clock; processes see it about a second later.
   *
   * @param offset from the right time, such as {@code +1h} or {@code -2h}
   */
  public void step(String offset) {
    try {
      Files.writeString(file, offset + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
