package io.clinictelemetry.streams.usage;

import io.clinictelemetry.avro.CorrectedRow;
import io.clinictelemetry.avro.UsageCorrection;
import io.clinictelemetry.domain.usage.RebuiltAccounts;
import io.clinictelemetry.domain.usage.RebuiltAccounts.Compared;
import io.clinictelemetry.domain.usage.SessionAccount;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;

/** Corrections of the contract as the domain's accounts. */
final class CorrectionRecords {

  private CorrectionRecords() {}

  /**
   * The accounts of a request.
   *
   * @throws IllegalArgumentException when it cannot be used; the message says why
   */
  static RebuiltAccounts accounts(UsageCorrection request) {
    Map<String, Compared> sessions = new HashMap<>();
    Map<Long, Compared> hours = new HashMap<>();
    Map<Long, Compared> days = new HashMap<>();
    for (CorrectedRow row : request.getRows()) {
      Compared compared = new Compared(row.getRevision(), row.getDiffers());
      String behindDevice = behindDevice(request.getDeviceId(), row.getKey());
      switch (row.getKind()) {
        case SESSION -> sessions.put(behindDevice, compared);
        case HOUR -> hours.put(startMs(behindDevice), compared);
        case DAY -> days.put(startMs(behindDevice), compared);
        default -> throw new IllegalArgumentException("a row of an unknown kind");
      }
    }
    RebuiltAccounts rebuilt = new RebuiltAccounts(sessions, hours, days);
    try {
      for (ByteBuffer account : request.getSessions()) {
        rebuilt.add(ofDevice(request, session(bytes(account))));
      }
      for (ByteBuffer account : request.getWindows()) {
        StoredWindow stored = window(bytes(account));
        requireDevice(request, stored.window().deviceId());
        if (stored instanceof StoredWindow.Hour hour) {
          rebuilt.add(hour.account());
        } else if (stored instanceof StoredWindow.Day day) {
          rebuilt.add(day.account());
        }
      }
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException("accounts of another release: " + e.getMessage(), e);
    }
    return rebuilt;
  }

  static SessionAccount session(byte[] bytes) {
    return AccountCodecs.sessions().deserializer().deserialize("", bytes);
  }

  static StoredWindow window(byte[] bytes) {
    return AccountCodecs.windows().deserializer().deserialize("", bytes);
  }

  private static SessionAccount ofDevice(UsageCorrection request, SessionAccount session) {
    requireDevice(request, session.deviceId());
    return session;
  }

  private static void requireDevice(UsageCorrection request, String deviceId) {
    if (!request.getDeviceId().equals(deviceId)) {
      throw new IllegalArgumentException("accounts of several devices");
    }
  }

  private static String behindDevice(String deviceId, String key) {
    if (!key.startsWith(deviceId + "/")) {
      throw new IllegalArgumentException("rows of several devices");
    }
    return key.substring(deviceId.length() + 1);
  }

  private static long startMs(String start) {
    try {
      return Instant.parse(start).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("a window without a start", e);
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
