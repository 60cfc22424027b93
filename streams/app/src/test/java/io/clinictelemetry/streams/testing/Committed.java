package io.clinictelemetry.streams.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Compares with what is committed under {@code src/test/resources}. */
public final class Committed {

  private static final int BYTES_PER_LINE = 32;

  private Committed() {}

  /**
   * The text must be the committed one.
   *
   * @param name path of the resource
   * @param why what a change does, for whoever made one
   */
  public static void check(String name, String actual, String why) {
    String committed = read(name);
    if (!committed.equals(actual)) {
      Path written = write(name, actual);
      assertThat(actual)
          .as(
              "%s is not as committed. %s If the change is meant: cp streams/app/%s"
                  + " streams/app/src/test/resources/%s",
              name, why, written, name)
          .isEqualTo(committed);
    }
  }

  /** The bytes of some examples of a layout of state must be the committed ones. */
  public static void checkLayout(String name, Stream<byte[]> examples) {
    StringBuilder lines = new StringBuilder();
    examples.forEach(
        example -> {
          for (int from = 0; from < example.length; from += BYTES_PER_LINE) {
            int to = Math.min(from + BYTES_PER_LINE, example.length);
            lines.append(HexFormat.of().formatHex(example, from, to)).append('\n');
          }
          lines.append('\n');
        });
    check(
        "state/" + name,
        lines.toString(),
        "Stores and changelogs hold state in this layout. Another layout needs the next version,"
            + " with its own file here, and a reader that goes on reading this one.");
  }

  /** The committed examples of a layout, to be read by a release that writes a later one. */
  public static List<byte[]> layout(String name) {
    return Stream.of(read("state/" + name).split("\n\n"))
        .map(lines -> HexFormat.of().parseHex(lines.replace("\n", "")))
        .toList();
  }

  private static String read(String name) {
    try (InputStream in = Committed.class.getResourceAsStream("/" + name)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(String name, String actual) {
    Path path = Path.of("target", "actual", name);
    try {
      Files.createDirectories(path.getParent());
      Files.writeString(path, actual);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return path;
  }
}
