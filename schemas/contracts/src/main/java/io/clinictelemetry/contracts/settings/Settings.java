package io.clinictelemetry.contracts.settings;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings by name, from the environment ({@code KAFKA_BOOTSTRAP_SERVERS} sets {@code
 * kafka.bootstrap.servers}) before a properties file.
 *
 * <p>Names beginning with {@code kafka.} go to every Kafka client without that beginning.
 */
public final class Settings {

  /** Where the Kafka cluster is. */
  public static final String BOOTSTRAP_SERVERS = "kafka.bootstrap.servers";

  private static final String KAFKA = "kafka.";
  private static final Set<String> REGISTRY_PREFIXES =
      Set.of(
          "schema.registry.",
          "basic.auth.",
          "bearer.auth.",
          "auto.register.schemas",
          "use.latest.version",
          "normalize.schemas",
          "key.subject.name.strategy",
          "value.subject.name.strategy",
          "max.retries",
          "retries.",
          "http.connect.timeout.ms",
          "http.read.timeout.ms",
          "serde.");
  private static final Pattern SHORT_DURATION = Pattern.compile("(\\d+)(ms|s|m|h|d)");

  private final SmallRyeConfig config;
  private final Map<String, String> file;
  private final Map<String, String> environment;
  private final Map<String, String> own;

  private Settings(
      Map<String, String> file, Map<String, String> environment, Map<String, String> own) {
    this.file = file;
    this.environment = environment;
    this.own = own;
    this.config =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(file, "settings file", 100))
            .withSources(new EnvConfigSource(environment, 300))
            .withSources(new PropertiesConfigSource(own, "own", 400))
            .build();
  }

  /** Settings that stand in the map alone. */
  public static Settings of(Map<String, String> values) {
    return new Settings(Map.copyOf(values), Map.of(), Map.of());
  }

  /**
   * Settings from the environment and, after it, the file.
   *
   * @throws SettingException when the file cannot be read
   */
  public static Settings load(Optional<Path> file, Map<String, String> environment) {
    Map<String, String> values = new HashMap<>();
    file.ifPresent(path -> values.putAll(read(path)));
    return new Settings(values, environment, Map.of());
  }

  /**
   * These settings, and before them others, as of a component that runs beside the one that they
   * are for. Those of Kafka's clients stay as they are.
   */
  public Settings with(Map<String, String> others) {
    Map<String, String> all = new HashMap<>(own);
    all.putAll(others);
    return new Settings(file, environment, all);
  }

  private static Map<String, String> read(Path path) {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(path)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new SettingException(
          "the settings file %s cannot be read: give an existing properties file".formatted(path),
          e);
    }
    Map<String, String> values = new HashMap<>();
    properties.stringPropertyNames().forEach(n -> values.put(n, properties.getProperty(n)));
    return values;
  }

  /** The value, or empty when it is not set or blank. */
  public Optional<String> find(String key) {
    return config.getOptionalValue(key, String.class).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** The value, or the default. */
  public String text(String key, String defaultValue) {
    return find(key).orElse(defaultValue);
  }

  /**
   * The value.
   *
   * @param remedy what a person should set it to
   * @throws SettingException when it is not set
   */
  public String required(String key, String remedy) {
    return find(key).orElseThrow(() -> new SettingException(key, "", "not set; " + remedy));
  }

  /**
   * A whole number.
   *
   * @throws SettingException when it is no whole number from min to max
   */
  public int integer(String key, int defaultValue, int min, int max) {
    Optional<String> value = find(key);
    if (value.isEmpty()) {
      return defaultValue;
    }
    try {
      int number = Integer.parseInt(value.get());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // answered below, as for a number out of range
    }
    throw new SettingException(
        key, value.get(), "set a whole number from %d to %d".formatted(min, max));
  }

  /**
   * A duration such as {@code 500ms}, {@code 10s}, {@code 5m}, {@code 2h}, {@code 14d} or ISO-8601
   * {@code PT10S}.
   *
   * @throws SettingException when it is none, or not positive
   */
  public Duration duration(String key, Duration defaultValue) {
    return find(key).map(value -> parseDuration(key, value)).orElse(defaultValue);
  }

  /**
   * Reads a duration that a person wrote; see {@link #duration}.
   *
   * @throws SettingException when it is none, or not positive
   */
  public static Duration parseDuration(String key, String value) {
    try {
      Matcher matcher = SHORT_DURATION.matcher(value);
      Duration duration = matcher.matches() ? shortDuration(matcher) : Duration.parse(value);
      if (!duration.isNegative() && !duration.isZero()) {
        return duration;
      }
    } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
      // answered below, as for a duration that is not positive
    }
    throw new SettingException(key, value, "set a duration such as 500ms, 10s, 5m, 2h or 14d");
  }

  private static Duration shortDuration(Matcher matcher) {
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /**
   * What every Kafka client needs: all names that begin with {@code kafka.}, without it.
   *
   * @throws SettingException when {@value #BOOTSTRAP_SERVERS} is not set
   */
  public Map<String, Object> kafka() {
    required(BOOTSTRAP_SERVERS, "give host:port of at least one broker");
    Map<String, Object> found = new HashMap<>();
    for (String name : config.getPropertyNames()) {
      if (name.startsWith(KAFKA)) {
        find(name).ifPresent(value -> found.put(name.substring(KAFKA.length()), value));
      }
    }
    // Kafka's own names have only dots, so an environment variable names exactly one of them.
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("KAFKA_") && !value.isBlank()) {
            String key = name.toLowerCase(Locale.ROOT).replace('_', '.');
            found.put(key.substring(KAFKA.length()), value.strip());
          }
        });
    return found;
  }

  /** Settings of the schema registry's client and of the serdes, under Confluent's names. */
  public Map<String, Object> serdes() {
    Map<String, Object> found = new HashMap<>();
    for (String name : config.getPropertyNames()) {
      String dotted = name.toLowerCase(Locale.ROOT).replace('_', '.');
      if (REGISTRY_PREFIXES.stream().anyMatch(dotted::startsWith)) {
        find(dotted).ifPresent(value -> found.put(dotted, value));
      }
    }
    return found;
  }
}
