package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.DeviceClass;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * When a device was used in the past: within an hour each, from Monday to Saturday, while its
 * clinic is open by the clinic's own clock.
 */
final class Appointments {

  /** Hour of the day from which on clinics are open. */
  static final int OPEN_FROM = 9;

  /** Hour of the day at which they close. */
  static final int OPEN_UNTIL = 18;

  private static final Duration LENGTH = Duration.ofHours(1);

  /** From the beginning of the hour to that of the session, min. */
  private static final int LATEST_START_MIN = 8;

  /** Three or four a day. */
  private static final double HOURS_TAKEN = 0.4;

  /** One a week, as makers of home devices advise. */
  private static final double HOURS_TAKEN_AT_HOME = 0.02;

  private Appointments() {}

  /**
   * The starts of the sessions that are over in time. A day's do not depend on the days around it.
   *
   * @param seed of the fleet
   * @param zone of the clinic
   */
  static List<Instant> of(
      long seed, DeviceProfile device, ZoneId zone, Instant from, Instant until) {
    List<Instant> starts = new ArrayList<>();
    LocalDate last = LocalDate.ofInstant(until, zone);
    for (LocalDate day = LocalDate.ofInstant(from, zone);
        !day.isAfter(last);
        day = day.plusDays(1)) {
      if (day.getDayOfWeek() != DayOfWeek.SUNDAY) {
        ofDay(seed, device, zone, day).stream()
            .filter(start -> !start.isBefore(from) && !start.plus(LENGTH).isAfter(until))
            .forEach(starts::add);
      }
    }
    return starts;
  }

  private static List<Instant> ofDay(long seed, DeviceProfile device, ZoneId zone, LocalDate day) {
    Dice dice = Dice.of(seed, device.index(), PastLife.DICE, day.toEpochDay());
    double taken =
        device.inventory().getDeviceClass() == DeviceClass.HOME ? HOURS_TAKEN_AT_HOME : HOURS_TAKEN;
    List<Instant> starts = new ArrayList<>();
    for (int hour = OPEN_FROM; hour < OPEN_UNTIL; hour++) {
      int minute = dice.between(0, LATEST_START_MIN);
      if (dice.chance(taken)) {
        starts.add(day.atTime(hour, minute).atZone(zone).toInstant());
      }
    }
    return starts;
  }
}
