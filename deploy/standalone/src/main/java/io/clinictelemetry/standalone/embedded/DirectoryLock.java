package io.clinictelemetry.standalone.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second broker out of a data directory. Kafka has a lock of its own, but takes it only
 * after the controller has already opened the metadata log for writing.
 */
final class DirectoryLock implements AutoCloseable {

  private final FileChannel file;

  private DirectoryLock(FileChannel file) {
    this.file = file;
  }

  /**
   * Locks {@code directory}, which is created when missing. The lock ends with the process at the
   * latest.
   *
   * @throws EmbeddedStartException when another program, or another part of this one, has locked it
   */
  static DirectoryLock of(Path directory) throws IOException {
    Files.createDirectories(directory);
    FileChannel file =
        FileChannel.open(
            directory.resolve(".in-use"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (file.tryLock() != null) {
        return new DirectoryLock(file);
      }
    } catch (OverlappingFileLockException e) {
      // Locked in this JVM: the same answer as for another one.
    }
    file.close();
    throw new EmbeddedStartException(
        "Another clinic command is using the data directory %s: stop it, or choose another directory with --data."
            .formatted(directory));
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The data directory could not be unlocked.", e);
    }
  }
}
