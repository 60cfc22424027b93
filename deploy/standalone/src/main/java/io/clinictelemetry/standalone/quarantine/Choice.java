package io.clinictelemetry.standalone.quarantine;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which records in quarantine are meant: those that fit all that is given.
 *
 * @param reason why they could not be used
 * @param device their key
 * @param since the earliest time at which they were appended
 * @param origin where the one record was found
 */
record Choice(
    Optional<String> reason,
    Optional<String> device,
    Optional<Instant> since,
    Optional<Coordinates> origin) {

  /** Whether this one is meant. */
  boolean fits(QuarantinedRecord record) {
    return reason.map(record.reason()::equals).orElse(true)
        && device.map(id -> isKey(id, record.key())).orElse(true)
        && since.map(from -> !record.time().isBefore(from)).orElse(true)
        && origin.map(record.origin()::equals).orElse(true);
  }

  private static boolean isKey(String deviceId, byte[] key) {
    return Arrays.equals(deviceId.getBytes(StandardCharsets.UTF_8), key);
  }
}
