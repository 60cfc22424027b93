package io.clinictelemetry.streams.usage;

import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.domain.usage.ClinicCalendar;
import io.clinictelemetry.domain.usage.Coverage;
import io.clinictelemetry.domain.usage.Coverage.Stretch;
import io.clinictelemetry.domain.usage.DayAccount;
import io.clinictelemetry.domain.usage.HourAccount;
import io.clinictelemetry.domain.usage.SessionAccount;
import io.clinictelemetry.domain.usage.UsageBook;
import io.clinictelemetry.domain.usage.WindowOf;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

  /** More than a day in which the clock goes back. */
  private static final long LONGEST_WINDOW_MS = Duration.ofHours(26).toMillis();

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

  /**
   * Those of one device.
   *
   * @param inService when it was in service
   */
  UsageBook.Accounts accounts(
      String deviceId, Function<String, ClinicCalendar> calendars, Coverage inService) {
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

      @Override
      public Coverage inService() {
        return inService;
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

  /** The starts of the hours of a device that have a part in the time, ms since 1970 UTC. */
  List<Long> hoursWithin(String deviceId, Stretch time) {
    return startsWithin(deviceId, '/', time);
  }

  /** The starts of the days of a device that have a part in the time, ms since 1970 UTC. */
  List<Long> daysWithin(String deviceId, Stretch time) {
    return startsWithin(deviceId, DAY, time);
  }

  private List<Long> startsWithin(String deviceId, char separator, Stretch time) {
    List<Long> starts = new ArrayList<>();
    // Windows start at whole seconds: a fraction of one would sort before them.
    Instant first = Instant.ofEpochSecond((time.from() - LONGEST_WINDOW_MS) / 1_000);
    Instant last = Instant.ofEpochSecond(time.to() / 1_000 + 1);
    try (KeyValueIterator<String, StoredWindow> entries =
        windows.range(deviceId + separator + first, deviceId + separator + last)) {
      entries.forEachRemaining(
          entry -> {
            WindowOf of = entry.value.window();
            if (of.deviceId().equals(deviceId)
                && of.window().startMs() < time.to()
                && of.window().endMs() > time.from()) {
              starts.add(of.window().startMs());
            }
          });
    }
    return starts;
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
