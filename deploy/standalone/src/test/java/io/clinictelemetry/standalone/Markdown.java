package io.clinictelemetry.standalone;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What tests ask of a document.
 *
 * @param file the document
 */
record Markdown(Path file) {

  private static final Pattern FENCED =
      Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern LINK = Pattern.compile("\\[([^\\]\\n]*)\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

  /**
   * A link.
   *
   * @param text what is clicked on
   * @param target path or address, perhaps with an anchor
   */
  record Link(String text, String target) {}

  /** The path from the project's root. */
  @Override
  public String toString() {
    return Project.ROOT.relativize(file).toString();
  }

  String text() {
    return Project.text(file);
  }

  /** The text without fenced blocks. */
  String prose() {
    return FENCED.matcher(text()).replaceAll("");
  }

  /** The contents of the fenced blocks in a language; those of an empty one have none. */
  List<String> blocks(String language) {
    return FENCED
        .matcher(text())
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  /** What stands in backticks within the prose. */
  List<String> codeSpans() {
    return codeSpans(prose());
  }

  static List<String> codeSpans(String text) {
    return CODE.matcher(text).results().map(span -> span.group(1)).toList();
  }

  List<Link> links() {
    return links(prose());
  }

  static List<Link> links(String text) {
    return LINK.matcher(text)
        .results()
        .map(link -> new Link(link.group(1), link.group(2)))
        .toList();
  }

  /** What can stand behind the # of a link to this document. */
  Set<String> anchors() {
    return HEADING
        .matcher(prose())
        .results()
        .map(heading -> anchor(heading.group(1)))
        .collect(Collectors.toSet());
  }

  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
  }

  /** The lines below a heading, up to the next one. */
  List<String> section(String heading) {
    return text()
        .lines()
        .dropWhile(line -> !line.equals("## " + heading))
        .skip(1)
        .takeWhile(line -> !line.startsWith("#"))
        .toList();
  }

  /** The rows of all tables with this header, cells stripped. */
  List<List<String>> table(String... header) {
    List<List<String>> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : text().lines().toList()) {
      if (!line.startsWith("|")) {
        inside = false;
        continue;
      }
      List<String> cells =
          Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
              .map(String::strip)
              .toList();
      if (inside && !line.startsWith("| ---")) {
        rows.add(cells);
      }
      inside |= cells.equals(List.of(header));
    }
    if (rows.isEmpty()) {
      throw new AssertionError("%s has no table %s".formatted(file, List.of(header)));
    }
    return rows;
  }

  /** The one code span of a cell. */
  static String code(String cell) {
    List<MatchResult> spans = CODE.matcher(cell).results().toList();
    if (spans.size() != 1) {
      throw new AssertionError("one name in backticks is expected in the cell: " + cell);
    }
    return spans.get(0).group(1);
  }
}
