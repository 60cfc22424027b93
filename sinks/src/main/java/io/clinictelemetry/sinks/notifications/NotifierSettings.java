package io.clinictelemetry.sinks.notifications;

import io.clinictelemetry.contracts.settings.SettingException;
import io.clinictelemetry.contracts.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Whom the notifier tells. */
final class NotifierSettings {

  /** Setting of the Alertmanagers, several separated by commas: each is told. */
  static final String ALERTMANAGER = "notifier.alertmanager.url";

  /** Setting of the longest {@code group_wait} of the Alertmanagers' routes. */
  static final String GROUP_WAIT = "notifier.alertmanager.group.wait";

  /** Setting of the webhook's address. */
  static final String WEBHOOK = "notifier.webhook.url";

  /** Setting of the webhook's secret. */
  static final String SECRET = "notifier.webhook.secret";

  /** Setting of a file that holds the webhook's secret and nothing else. */
  static final String SECRET_FILE = "notifier.webhook.secret.file";

  /** Alertmanager's own. */
  private static final Duration DEFAULT_GROUP_WAIT = Duration.ofSeconds(30);

  private static final int SHORTEST_SECRET = 24;
  private static final String SECRET_PREFIX = "whsec_";

  private NotifierSettings() {}

  /**
   * The channels that are set.
   *
   * @throws SettingException when there is none, or one is wrong
   */
  static List<Channel> channels(Settings settings) {
    List<Channel> channels = new ArrayList<>();
    Duration groupWait = settings.duration(GROUP_WAIT, DEFAULT_GROUP_WAIT);
    settings.find(ALERTMANAGER).stream()
        .flatMap(urls -> Arrays.stream(urls.split(",", -1)))
        .map(url -> new AlertmanagerChannel(address(ALERTMANAGER, url.strip()), groupWait))
        .forEach(channels::add);
    settings
        .find(WEBHOOK)
        .map(
            url ->
                new WebhookChannel(address(WEBHOOK, url), new WebhookSignature(secret(settings))))
        .ifPresent(channels::add);
    if (channels.isEmpty()) {
      throw new SettingException(
          ALERTMANAGER,
          "",
          "nobody would be told; set it to the address of an Alertmanager, or %s to that of a webhook"
              .formatted(WEBHOOK));
    }
    return channels;
  }

  private static URI address(String setting, String value) {
    try {
      URI address = URI.create(value);
      if (address.getHost() != null
          && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
          && address.getUserInfo() == null) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // answered below, as for an address of another kind
    }
    throw new SettingException(
        setting, value, "set an address such as http://127.0.0.1:9093, without credentials in it");
  }

  private static byte[] secret(Settings settings) {
    Optional<String> file = settings.find(SECRET_FILE);
    String secret =
        file.map(NotifierSettings::read)
            .orElseGet(
                () ->
                    settings.required(
                        SECRET, "set it, or %s, for messages are signed".formatted(SECRET_FILE)));
    String from = file.isPresent() ? SECRET_FILE : SECRET;
    try {
      byte[] key = Base64.getDecoder().decode(secret.strip().replaceFirst("^" + SECRET_PREFIX, ""));
      if (key.length >= SHORTEST_SECRET) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      // answered below, as for one that is too short
    }
    throw new SettingException(
        from,
        file.orElse("(hidden)"),
        "set %s and at least %d bytes in Base64; openssl rand -base64 32 gives some"
            .formatted(SECRET_PREFIX, SHORTEST_SECRET));
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new SettingException(SECRET_FILE, file, "cannot be read; name a file that can");
    }
  }
}
