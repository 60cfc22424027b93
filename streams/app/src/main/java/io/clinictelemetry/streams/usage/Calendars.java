package io.clinictelemetry.streams.usage;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.ListPrice;
import io.clinictelemetry.avro.OpeningPeriod;
import io.clinictelemetry.avro.OpeningTime;
import io.clinictelemetry.avro.PriceList;
import io.clinictelemetry.avro.TimeZonePeriod;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.usage.ClinicCalendar;
import io.clinictelemetry.domain.usage.ClinicClock;
import io.clinictelemetry.domain.usage.OpeningHours;
import io.clinictelemetry.domain.usage.Prices;
import io.clinictelemetry.streams.shared.ReferenceTable;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Clock, opening hours and prices of each clinic in the inventory. */
final class Calendars {

  /** By its name, not by an offset: rows give the name to people and programs. */
  private static final ZoneId UTC = ZoneId.of("UTC");

  private static final ClinicClock UTC_CLOCK =
      new ClinicClock(List.of(new ClinicClock.ZoneFrom(0, UTC)));

  /** Of a clinic that is not known. */
  private static final ClinicCalendar UNKNOWN =
      new ClinicCalendar(UTC_CLOCK, new OpeningHours(List.of()), new Prices(List.of()));

  private final ReferenceTable<Clinic> clinics;
  private final ReferenceTable<Clinic>.View view;
  private final Map<String, ClinicCalendar> calendars = new HashMap<>();
  private long changesSeen = -1;

  Calendars(ReferenceTable<Clinic> clinics, ReferenceTable<Clinic>.View view) {
    this.clinics = clinics;
    this.view = view;
  }

  /** That of the clinic; one that is not known has UTC. */
  ClinicCalendar of(String clinicId) {
    // Asked first: what changes while the table is read is read again the next time.
    long changes = clinics.changes();
    if (changes != changesSeen) {
      calendars.clear();
      changesSeen = changes;
    }
    // Only of clinics that are known: devices can name any number of others.
    ClinicCalendar calendar = calendars.get(clinicId);
    if (calendar == null) {
      Optional<ClinicCalendar> known = view.find(clinicId).map(Calendars::calendar);
      known.ifPresent(found -> calendars.put(clinicId, found));
      calendar = known.orElse(UNKNOWN);
    }
    return calendar;
  }

  private static ClinicCalendar calendar(Clinic clinic) {
    return new ClinicCalendar(
        clinic.getTimeZones().isEmpty() ? UTC_CLOCK : clock(clinic.getTimeZones()),
        new OpeningHours(clinic.getOpeningHours().stream().map(Calendars::week).toList()),
        new Prices(clinic.getPriceLists().stream().map(Calendars::prices).toList()));
  }

  private static ClinicClock clock(List<TimeZonePeriod> zones) {
    return new ClinicClock(
        zones.stream()
            .map(
                period ->
                    new ClinicClock.ZoneFrom(
                        period.getEffectiveFrom().toEpochMilli(), zone(period.getZoneId())))
            .toList());
  }

  private static ZoneId zone(String id) {
    try {
      return ZoneId.of(id);
    } catch (DateTimeException e) {
      return UTC; // shown as such in every row, where people see it
    }
  }

  private static OpeningHours.WeekFrom week(OpeningPeriod period) {
    return new OpeningHours.WeekFrom(
        period.getEffectiveFrom().toEpochMilli(),
        period.getOpen().stream().flatMap(Calendars::opening).toList());
  }

  /** One that cannot be is left out: the opening hours of a row show it. */
  private static Stream<OpeningHours.Opening> opening(OpeningTime time) {
    try {
      return Stream.of(
          new OpeningHours.Opening(
              DayOfWeek.of(time.getIsoWeekday()), time.getOpensMinute(), time.getClosesMinute()));
    } catch (DateTimeException | IllegalArgumentException e) {
      return Stream.empty();
    }
  }

  private static Prices.ListFrom prices(PriceList list) {
    return new Prices.ListFrom(
        list.getEffectiveFrom().toEpochMilli(),
        list.getCurrency(),
        list.getPrices().stream().flatMap(Calendars::price).toList());
  }

  /** One of a kind that this release does not know, or that cannot be, is left out. */
  private static Stream<Prices.Price> price(ListPrice price) {
    try {
      return Stream.of(
          new Prices.Price(
              Modality.valueOf(price.getModality().name()),
              DeviceClass.valueOf(price.getDeviceClass().name()),
              price.getLowMinor(),
              price.getHighMinor(),
              Prices.Per.valueOf(price.getPer().name())));
    } catch (IllegalArgumentException e) {
      return Stream.empty();
    }
  }

  /** Who a device is made for; empty for a class that this release does not know. */
  static Optional<DeviceClass> deviceClass(Device device) {
    try {
      return Optional.of(DeviceClass.valueOf(device.getDeviceClass().name()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
