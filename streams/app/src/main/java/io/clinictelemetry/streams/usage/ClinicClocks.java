package io.clinictelemetry.streams.usage;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.TimeZonePeriod;
import io.clinictelemetry.domain.usage.ClinicClock;
import io.clinictelemetry.streams.shared.ReferenceTable;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;

/** The clock of each clinic in the inventory. */
final class ClinicClocks {

  /** By its name, not by an offset: rows give the name to people and programs. */
  private static final ZoneId UTC = ZoneId.of("UTC");

  private final ReferenceTable<Clinic>.View clinics;

  ClinicClocks(ReferenceTable<Clinic>.View clinics) {
    this.clinics = clinics;
  }

  /** The clinic's clock; UTC for a clinic that the inventory does not know. */
  ClinicClock of(String clinicId) {
    return clinics
        .find(clinicId)
        .map(Clinic::getTimeZones)
        .filter(zones -> !zones.isEmpty())
        .map(ClinicClocks::clock)
        .orElseGet(() -> new ClinicClock(List.of(new ClinicClock.ZoneFrom(0, UTC))));
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
}
