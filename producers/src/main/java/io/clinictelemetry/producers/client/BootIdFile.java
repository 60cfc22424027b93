package io.clinictelemetry.producers.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * The text of a file of boot ids: a heading, one line {@code device TAB id} each, and a checksum,
 * so that a file that was cut or changed is told from a whole one.
 */
final class BootIdFile {

  private static final String HEADING = "clinic-telemetry boot ids, format 1";
  private static final String CHECKSUM = "crc32 ";

  private BootIdFile() {}

  static void requireStorable(String deviceId) {
    if (deviceId.isBlank() || deviceId.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "device id '%s': give one that is not blank and has no control characters"
              .formatted(deviceId));
    }
  }

  static String format(Map<String, Long> ids) {
    StringBuilder text = new StringBuilder(HEADING).append('\n');
    new TreeMap<>(ids)
        .forEach((device, id) -> text.append(device).append('\t').append(id).append('\n'));
    return text + CHECKSUM + checksum(text.toString()) + "\n";
  }

  /**
   * @throws IllegalArgumentException when the lines are not those of a whole file
   */
  static Map<String, Long> parse(List<String> lines) {
    int last = lines.size() - 1;
    if (last < 1 || !lines.get(0).equals(HEADING)) {
      throw new IllegalArgumentException("no heading");
    }
    String body = String.join("\n", lines.subList(0, last)) + "\n";
    if (!lines.get(last).equals(CHECKSUM + checksum(body))) {
      throw new IllegalArgumentException("the checksum does not match");
    }
    Map<String, Long> ids = new TreeMap<>();
    for (String line : lines.subList(1, last)) {
      int tab = line.indexOf('\t');
      if (tab < 1) {
        throw new IllegalArgumentException("a line without a device and its id");
      }
      long id = Long.parseLong(line.substring(tab + 1));
      if (id < 1) {
        throw new IllegalArgumentException("an id below 1");
      }
      ids.put(line.substring(0, tab), id);
    }
    return ids;
  }

  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }
}
