package io.clinictelemetry.sinks.dashboard.pages;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Files below one folder of the class path, also inside jars. */
final class ClasspathFiles {

  /** What a browser may ask for; nothing else is served, whatever lies in the folder. */
  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "mjs", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  /** Names of letters, digits and a few signs; a segment never begins with a dot. */
  private static final Pattern PATH =
      Pattern.compile("(?:[A-Za-z0-9@_-][A-Za-z0-9@._-]*/)*[A-Za-z0-9@_-][A-Za-z0-9@._-]*");

  private final String folder;

  /**
   * @param folder with a slash at its end and none at its beginning
   */
  ClasspathFiles(String folder) {
    this.folder = folder;
  }

  /** A file's content and its type. */
  @SuppressWarnings("ArrayRecordComponent") // carried from the class path to the client
  record File(byte[] content, String type) {}

  /**
   * Finds a file.
   *
   * @param path below the folder; one that could lead out of it is never found
   */
  Optional<File> find(String path) throws IOException {
    String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    if (type == null || !PATH.matcher(path).matches()) {
      return Optional.empty();
    }
    try (InputStream in =
        ClasspathFiles.class.getClassLoader().getResourceAsStream(folder + path)) {
      return in == null ? Optional.empty() : Optional.of(new File(in.readAllBytes(), type));
    }
  }
}
