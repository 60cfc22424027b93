package io.clinictelemetry.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files of the whole project, as they are in the working tree. */
final class Project {

  /** The project's root directory. */
  static final Path ROOT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../..").normalize();

  private static final Set<String> NOT_OURS = Set.of("target", ".git", "node_modules", ".idea");

  private Project() {}

  /** Every document: the page at the root, and all under docs. */
  static List<Markdown> documents() {
    List<Markdown> documents = new ArrayList<>(List.of(document("README.md")));
    files(ROOT.resolve("docs"), ".md").forEach(file -> documents.add(new Markdown(file)));
    return documents;
  }

  /** One document, by its path from the root. */
  static Markdown document(String path) {
    return new Markdown(ROOT.resolve(path));
  }

  /** All Java files of the modules, tests included. */
  static List<Path> javaFiles() {
    return files(ROOT, ".java");
  }

  /** The Java files that are not tests. */
  static List<Path> mainJavaFiles() {
    return javaFiles().stream().filter(f -> f.toString().contains("/src/main/java/")).toList();
  }

  /** The files under a directory whose names end so, in order; nothing that a build made. */
  static List<Path> files(Path directory, String ending) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              return NOT_OURS.contains(name(dir))
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (name(file).endsWith(ending)) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.stream().sorted().toList();
  }

  /** The text of a file. */
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file's name without directories. */
  static String name(Path file) {
    return file.getFileName().toString();
  }

  /** A file's name without directories and ending. */
  static String baseName(Path file) {
    return name(file).replaceFirst("\\.[^.]*$", "");
  }
}
