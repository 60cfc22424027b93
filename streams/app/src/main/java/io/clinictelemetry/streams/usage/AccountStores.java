package io.clinictelemetry.streams.usage;

import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.domain.usage.ClinicCalendar;
import io.clinictelemetry.domain.usage.DayAccount;
import io.clinictelemetry.domain.usage.HourAccount;
import io.clinictelemetry.domain.usage.SessionAccount;
import io.clinictelemetry.domain.usage.UsageBook;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The accounts of all devices of a task. */
final class AccountStores {

  /** Behind the device in the key of a day: no id contains it, so no other key looks the same. */
  private static final char DAY = '\n';

  private final KeyValueStore<String, SessionAccount> sessions;
  private final KeyValueStore<String, StoredWindow> windows;

  AccountStores(
      KeyValueStore<String, SessionAccount> sessions, KeyValueStore<String, StoredWindow> windows) {
    this.sessions = sessions;
    this.windows = windows;
  }

  private static String hourKey(String deviceId, long startMs) {
    return RecordKeys.usage(deviceId, Instant.ofEpochMilli(startMs));
  }

  private static String dayKey(String deviceId, long startMs) {
    return deviceId + DAY + Instant.ofEpochMilli(startMs);
  }

  /** Those of one device. */
  UsageBook.Accounts accounts(String deviceId, Function<String, ClinicCalendar> calendars) {
    return new UsageBook.Accounts() {
      @Override
      public Optional<SessionAccount> session(String sessionId) {
        return Optional.ofNullable(sessions.get(RecordKeys.session(deviceId, sessionId)));
      }

      @Override
      public Optional<HourAccount> hour(long startMs) {
        return windows.get(hourKey(deviceId, startMs)) instanceof StoredWindow.Hour hour
            ? Optional.of(hour.account())
            : Optional.empty();
      }

      @Override
      public Optional<DayAccount> day(long startMs) {
        return windows.get(dayKey(deviceId, startMs)) instanceof StoredWindow.Day day
            ? Optional.of(day.account())
            : Optional.empty();
      }

      @Override
      public ClinicCalendar calendar(String clinicId) {
        return calendars.apply(clinicId);
      }
    };
  }

  void save(SessionAccount account) {
    sessions.put(RecordKeys.session(account.deviceId(), account.sessionId()), account);
  }

  void save(HourAccount account) {
    windows.put(
        hourKey(account.window().deviceId(), account.window().window().startMs()),
        new StoredWindow.Hour(account));
  }

  void save(DayAccount account) {
    windows.put(
        dayKey(account.window().deviceId(), account.window().window().startMs()),
        new StoredWindow.Day(account));
  }

  /**
   * Removes what ended before.
   *
   * @param keptFromMs ms since 1970 UTC
   * @param open sessions that stay whatever they are
   * @return whether anything of the device is left
   */
  boolean purge(String deviceId, long keptFromMs, Set<String> open) {
    boolean sessionsLeft =
        remove(
            sessions,
            deviceId + '/',
            account -> account.deviceId().equals(deviceId),
            account ->
                !open.contains(account.sessionId())
                    && account.startedAtMs() + account.sessionMs() <= keptFromMs);
    boolean hoursLeft = removeWindows(deviceId, '/', keptFromMs);
    boolean daysLeft = removeWindows(deviceId, DAY, keptFromMs);
    return sessionsLeft || hoursLeft || daysLeft;
  }

  private boolean removeWindows(String deviceId, char separator, long keptFromMs) {
    return remove(
        windows,
        deviceId + separator,
        stored -> stored.window().deviceId().equals(deviceId),
        stored -> stored.window().window().endMs() <= keptFromMs);
  }

  /** Answers whether any is left. An id may contain a separator, and begin like another one. */
  private static <V> boolean remove(
      KeyValueStore<String, V> store, String prefix, Predicate<V> ofDevice, Predicate<V> goes) {
    boolean left = false;
    int last = prefix.length() - 1;
    String behind = prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
    try (KeyValueIterator<String, V> entries = store.range(prefix, behind)) {
      while (entries.hasNext()) {
        KeyValue<String, V> entry = entries.next();
        if (ofDevice.test(entry.value)) {
          if (goes.test(entry.value)) {
            store.delete(entry.key);
          } else {
            left = true;
          }
        }
      }
    }
    return left;
  }
}
