package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.producers.client.Outlet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * The days before a fleet's origin, in which all its devices were offline and kept journals.
 *
 * @param from when it begins
 * @param until when it ends, in true time
 * @param roles all devices and what they did
 */
record Past(Instant from, Instant until, List<PastRole> roles) {

  /** From the end of the past to the present: all of the past is late. */
  private static final Duration GAP = Duration.ofMinutes(5);

  private static final int TEST_HOUR = 5;

  /**
   * A device and its days.
   *
   * @param profile the device
   * @param life what it did
   */
  record PastRole(DeviceProfile profile, PastLife life) {

    /** A journal is stamped by the device's clock when it is sent, not when it was written. */
    Outlet journal(InstantSource clock, Outlet channel) {
      return event -> {
        event.setSentAt(clock.instant().plus(profile.clockError()));
        channel.send(event);
      };
    }
  }

  static Past of(FleetOptions options, Instant now) {
    Instant until = now.minus(GAP);
    Instant from = now.minus(options.past().orElseThrow());
    FleetPlan plan = FleetPlan.of(options);
    Map<String, ZoneId> zones = Cast.timeZones(plan.clinics());
    return new Past(
        from,
        until,
        plan.devices().stream()
            .map(
                profile -> {
                  ZoneId zone = zones.get(profile.inventory().getClinicId());
                  return new PastRole(
                      profile,
                      new PastLife(
                          new FleetLife(profile, options),
                          profile,
                          options.seed(),
                          Appointments.of(options.seed(), profile, zone, from, until),
                          from,
                          firstTest(options.seed(), profile, zone, from),
                          until));
                })
            .toList());
  }

  /** In the early morning, while clinics are closed. */
  private static Instant firstTest(long seed, DeviceProfile profile, ZoneId zone, Instant from) {
    int minute = Dice.of(seed, profile.index(), PastLife.DICE, -1).between(0, 59);
    LocalDate day = LocalDate.ofInstant(from, zone);
    Instant test = day.atTime(TEST_HOUR, minute).atZone(zone).toInstant();
    return test.isBefore(from) ? test.plus(Duration.ofDays(1)) : test;
  }

  List<FaultTruth> faults() {
    return roles.stream().flatMap(role -> role.life().fault().stream()).toList();
  }
}
