package io.clinictelemetry.standalone;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which settings the sources read, found by the calls that read them: {@code settings.text(KEY,
 * DEFAULT)} and its like, the key a literal or a constant.
 */
final class SettingsInCode {

  private static final Pattern READ =
      Pattern.compile(
          "settings\\s*\\.\\s*(text|find|integer|required|duration)\\(\\s*"
              + "(\"[^\"]+\"|[\\w.]+)\\s*"
              + "(?:,\\s*(Duration\\.of\\w+\\([\\d_]+\\)|\"[^\"]*\"|-?[\\w.]+)\\s*[,)])?");

  private static final Pattern CONSTANT =
      Pattern.compile(
          "static final (?:String|int|Duration) (\\w+)\\s*=\\s*"
              + "(\"[^\"]*\"|-?[\\d_]+|Duration\\.of\\w+\\([\\d_]+\\));");

  private static final Pattern DURATION = Pattern.compile("Duration\\.of(\\w+)\\((\\d+)\\)");

  private final Map<String, String> constants = new HashMap<>();

  private SettingsInCode() {
    for (Path file : Project.mainJavaFiles()) {
      Matcher constant = CONSTANT.matcher(Project.text(file));
      while (constant.find()) {
        constants.put(Project.baseName(file) + "." + constant.group(1), constant.group(2));
      }
    }
  }

  /**
   * The keys with the defaults of the calls that read them, as far as these can be told from the
   * source; durations in ISO-8601.
   */
  static Map<String, Set<String>> scan() {
    SettingsInCode code = new SettingsInCode();
    Map<String, Set<String>> found = new TreeMap<>();
    for (Path file : Project.mainJavaFiles()) {
      Matcher read = READ.matcher(Project.text(file));
      while (read.find()) {
        String owner = Project.baseName(file);
        String key =
            code.value(owner, read.group(2))
                .orElseThrow(() -> new AssertionError("%s: %s".formatted(file, read.group())));
        Set<String> defaults = found.computeIfAbsent(key, k -> new TreeSet<>());
        if (read.group(3) != null && !read.group(1).equals("required")) {
          code.value(owner, read.group(3)).ifPresent(defaults::add);
        }
      }
    }
    return found;
  }

  /** What a literal or a constant is; empty for anything else. */
  private Optional<String> value(String owner, String expression) {
    String literal = constants.getOrDefault(owner + "." + expression, expression);
    literal = constants.getOrDefault(literal, literal);
    Matcher duration = DURATION.matcher(literal);
    if (duration.matches()) {
      return Optional.of(duration(duration.group(1), Long.parseLong(duration.group(2))));
    }
    if (literal.startsWith("\"")) {
      return Optional.of(literal.substring(1, literal.length() - 1));
    }
    return literal.matches("-?[\\d_]+") ? Optional.of(literal.replace("_", "")) : Optional.empty();
  }

  private static String duration(String unit, long amount) {
    return switch (unit) {
      case "Millis" -> Duration.ofMillis(amount).toString();
      case "Seconds" -> Duration.ofSeconds(amount).toString();
      case "Minutes" -> Duration.ofMinutes(amount).toString();
      case "Days" -> Duration.ofDays(amount).toString();
      default -> throw new AssertionError("Duration.of" + unit);
    };
  }
}
