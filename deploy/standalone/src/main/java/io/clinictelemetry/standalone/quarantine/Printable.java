package io.clinictelemetry.standalone.quarantine;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Bytes of unknown origin as text that cannot command a terminal. */
final class Printable {

  private static final int BYTES_A_LINE = 16;

  private Printable() {}

  /** The text with its control and format characters escaped as in Java. */
  static String text(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
        printable.append("\\u%04x".formatted((int) c));
      } else {
        printable.append(c);
      }
    }
    return printable.toString();
  }

  /** The bytes as text, or empty when they are not UTF-8. */
  static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          text(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString()));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The first bytes as lines of offset, hexadecimal digits and ASCII. */
  static List<String> hexDump(byte[] bytes, int limit) {
    List<String> lines = new ArrayList<>();
    HexFormat hex = HexFormat.ofDelimiter(" ");
    for (int from = 0; from < Math.min(bytes.length, limit); from += BYTES_A_LINE) {
      int to = Math.min(Math.min(from + BYTES_A_LINE, bytes.length), limit);
      StringBuilder ascii = new StringBuilder();
      for (int i = from; i < to; i++) {
        ascii.append(bytes[i] >= ' ' && bytes[i] <= '~' ? (char) bytes[i] : '.');
      }
      lines.add("%08x  %-47s  |%s|".formatted(from, hex.formatHex(bytes, from, to), ascii));
    }
    return lines;
  }
}
