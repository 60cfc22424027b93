package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.Device;
import java.util.List;

/**
 * Who takes part in a simulation.
 *
 * @param seed makes the ids of sessions
 * @param clinics all clinics
 * @param roles all devices, in the order of their numbers
 * @param outages what befalls whole clinics, at most one each
 */
record Cast(long seed, List<Clinic> clinics, List<Role> roles, List<Outage> outages) {

  static Cast of(FleetOptions options) {
    FleetPlan plan = FleetPlan.of(options);
    return new Cast(
        options.seed(),
        plan.clinics(),
        plan.devices().stream()
            .map(profile -> new Role(profile, new FleetLife(profile, options)))
            .toList(),
        List.of());
  }

  static Cast of(List<Scenario> scenarios) {
    return new Cast(
        scenarios.isEmpty() ? 0 : scenarios.get(0).seed(),
        scenarios.stream().map(Scenario::clinic).toList(),
        scenarios.stream().flatMap(scenario -> scenario.roles().stream()).toList(),
        scenarios.stream().flatMap(scenario -> scenario.outage().stream()).toList());
  }

  List<Device> devices() {
    return roles.stream().map(role -> role.profile().inventory()).toList();
  }
}
