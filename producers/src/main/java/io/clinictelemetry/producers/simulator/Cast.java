package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.Device;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Who takes part in a simulation.
 *
 * @param seed makes the ids of sessions
 * @param clinics all clinics
 * @param roles all devices, in the order of their numbers
 * @param outages what befalls whole clinics, at most one each
 */
record Cast(long seed, List<Clinic> clinics, List<Role> roles, List<Outage> outages) {

  /** A gateway of the demonstration fails for longer than an idle device may be silent. */
  private static final long OUTAGE_FROM_MS = 10 * 60_000;

  private static final long OUTAGE_UNTIL_MS = 13 * 60_000;

  static Cast of(FleetOptions options) {
    FleetPlan plan = FleetPlan.of(options);
    String lastClinic = plan.clinics().get(plan.clinics().size() - 1).getClinicId();
    return new Cast(
        options.seed(),
        plan.clinics(),
        plan.devices().stream()
            .map(profile -> new Role(profile, new FleetLife(profile, options)))
            .toList(),
        options.faults()
            ? List.of(new Outage(lastClinic, OUTAGE_FROM_MS, OUTAGE_UNTIL_MS))
            : List.of());
  }

  static Cast of(List<Scenario> scenarios) {
    return new Cast(
        scenarios.isEmpty() ? 0 : scenarios.get(0).seed(),
        scenarios.stream().map(Scenario::clinic).toList(),
        scenarios.stream().flatMap(scenario -> scenario.roles().stream()).toList(),
        scenarios.stream().flatMap(scenario -> scenario.outage().stream()).toList());
  }

  /** Of each clinic, by its id; no simulated clinic moves. */
  Map<String, ZoneId> timeZones() {
    return timeZones(clinics);
  }

  static Map<String, ZoneId> timeZones(List<Clinic> clinics) {
    return clinics.stream()
        .collect(
            Collectors.toMap(
                Clinic::getClinicId,
                clinic -> ZoneId.of(clinic.getTimeZones().get(0).getZoneId())));
  }

  List<Device> devices() {
    return roles.stream().map(role -> role.profile().inventory()).toList();
  }
}
