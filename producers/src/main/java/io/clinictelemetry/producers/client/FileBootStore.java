package io.clinictelemetry.producers.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Boot ids of one or many devices in one file, which is replaced atomically and forced to the disk
 * before an id is given out.
 *
 * <p>A lock file beside it keeps a second process away for as long as this store is open. Safe for
 * use by several threads.
 */
public final class FileBootStore implements BootStore, AutoCloseable {

  private final Path file;
  private final FileChannel lockFile;
  private final FileLock lock;
  private final Map<String, Long> lastIds;

  /**
   * Opens the store, or begins a new one where there is no file. Directories are created.
   *
   * @throws BootStoreException when another process uses the file, or what it holds is not whole
   */
  public FileBootStore(Path file) {
    this.file = file.toAbsolutePath();
    try {
      Files.createDirectories(this.file.getParent());
      lockFile =
          FileChannel.open(sibling(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new BootStoreException(
          "the boot ids cannot be kept in %s: give a directory that can be written"
              .formatted(this.file),
          e);
    }
    try {
      lock = takeLock();
      lastIds = read();
    } catch (RuntimeException e) {
      closeQuietly(lockFile, e);
      throw e;
    }
  }

  private FileLock takeLock() {
    try {
      FileLock taken = lockFile.tryLock();
      if (taken != null) {
        return taken;
      }
    } catch (OverlappingFileLockException e) {
      // answered below: this process holds it already
    } catch (IOException e) {
      throw new BootStoreException("%s cannot be locked".formatted(file), e);
    }
    throw new BootStoreException(
        "%s is in use: stop the other process, or give this one a state directory of its own"
            .formatted(file));
  }

  private Map<String, Long> read() {
    if (!Files.exists(file)) {
      return new HashMap<>();
    }
    try {
      return new HashMap<>(BootIdFile.parse(Files.readAllLines(file, StandardCharsets.UTF_8)));
    } catch (IOException | IllegalArgumentException e) {
      throw new BootStoreException(
          ("%s does not hold whole boot ids (%s): restore it from a copy, or write ids greater than"
                  + " any used before; delete it only if no event of these devices is kept")
              .formatted(file, e.getMessage()),
          e);
    }
  }

  @Override
  public long next(String deviceId) {
    return next(List.of(deviceId)).get(deviceId);
  }

  /**
   * Begins a boot of each device, with one write for all of them.
   *
   * @throws BootStoreException as {@link #next(String)}; then no id was given out
   */
  public synchronized Map<String, Long> next(Collection<String> deviceIds) {
    if (!lock.isValid()) {
      throw new BootStoreException("the store of boot ids %s is closed".formatted(file));
    }
    Map<String, Long> begun = new HashMap<>();
    for (String deviceId : deviceIds) {
      BootIdFile.requireStorable(deviceId);
      begun.put(deviceId, lastIds.getOrDefault(deviceId, 0L) + 1);
    }
    Map<String, Long> all = new TreeMap<>(lastIds);
    all.putAll(begun);
    write(BootIdFile.format(all));
    lastIds.putAll(begun);
    return begun;
  }

  private void write(String content) {
    Path fresh = sibling(".new");
    try {
      try (FileChannel channel =
          FileChannel.open(
              fresh,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      // The new name, too, must outlive a power cut.
      try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
        directory.force(true);
      }
    } catch (IOException e) {
      throw new BootStoreException("boot ids cannot be written to %s".formatted(file), e);
    }
  }

  private Path sibling(String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  /** Lets another process use the file. Closing again does nothing. */
  @Override
  public synchronized void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new BootStoreException("the lock on %s cannot be given up".formatted(file), e);
    }
  }

  private static void closeQuietly(FileChannel channel, Exception failure) {
    try {
      channel.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
