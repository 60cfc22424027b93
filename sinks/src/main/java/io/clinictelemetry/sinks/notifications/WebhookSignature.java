package io.clinictelemetry.sinks.notifications;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs messages as Standard Webhooks 1.0.0 has it: HMAC-SHA256 over id, time and body, so that a
 * receiver can check them with any library of that standard.
 */
final class WebhookSignature {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /** Signs with the secret, raw. */
  WebhookSignature(byte[] secret) {
    key = new SecretKeySpec(secret, ALGORITHM);
  }

  /**
   * The value of the header {@code webhook-signature}.
   *
   * @param id value of the header {@code webhook-id}
   * @param second value of the header {@code webhook-timestamp}, s since 1970 UTC
   * @param body exactly as sent
   */
  String of(String id, long second, String body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] sum = mac.doFinal((id + "." + second + "." + body).getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(sum);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
