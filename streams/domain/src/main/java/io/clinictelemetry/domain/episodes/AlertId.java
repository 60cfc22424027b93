package io.clinictelemetry.domain.episodes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Identity of an alert, the same however often and whenever it is derived. */
public final class AlertId {

  private static final int BYTES = 16;

  private AlertId() {}

  /**
   * 32 hexadecimal digits derived from what makes an episode one.
   *
   * @param subjectId the device or clinic
   * @param rule name of the rule
   * @param sessionId the session, where there is one
   * @param startedAtMs corrected time of the first breaching sample, ms since 1970 UTC
   */
  public static String of(
      String subjectId, String rule, Optional<String> sessionId, long startedAtMs) {
    // The lengths keep "a" + "bc" and "ab" + "c" apart. Plain concatenation, because formatting
    // would write the digits of the machine's language.
    String text =
        withLength(subjectId)
            + " "
            + rule
            + " "
            + sessionId.map(AlertId::withLength).orElse("-")
            + " "
            + startedAtMs;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String withLength(String id) {
    return id.length() + ":" + id;
  }
}
