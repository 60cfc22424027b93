package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.Device;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A fault or a control as it can be played on devices of its own, in a clinic of its own, and what
 * the pipeline must make of it. {@link FleetSimulator#playing} plays any number at the same time.
 */
public final class Scenario {

  private final Disturbance disturbance;
  private final long seed;
  private final Clinic clinic;
  private final List<Role> roles;
  private final Optional<Outage> outage;
  private final List<LimitOverride> limits;
  private final List<ExpectedAlert> expected;
  private final Duration duration;

  Scenario(
      Disturbance disturbance,
      long seed,
      Clinic clinic,
      List<Role> roles,
      Optional<Outage> outage,
      List<LimitOverride> limits,
      List<ExpectedAlert> expected,
      Duration duration) {
    this.disturbance = disturbance;
    this.seed = seed;
    this.clinic = clinic;
    this.roles = List.copyOf(roles);
    this.outage = outage;
    this.limits = List.copyOf(limits);
    this.expected = List.copyOf(expected);
    this.duration = duration;
  }

  /** Its name, for instance {@code regulator-stuck}. */
  public String name() {
    return slug(disturbance);
  }

  static String slug(Disturbance disturbance) {
    return disturbance.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What happens. */
  public Disturbance disturbance() {
    return disturbance;
  }

  /** Whether it is a control, of which nothing or, where a value hovers, one alert may come. */
  public boolean isControl() {
    return disturbance instanceof ControlKind;
  }

  /** Number of the fault; empty for a control. */
  public OptionalInt number() {
    return disturbance instanceof FaultKind fault
        ? OptionalInt.of(fault.number())
        : OptionalInt.empty();
  }

  /** The clinic that it happens in, and nothing else does. */
  public Clinic clinic() {
    return clinic;
  }

  /** The devices that it happens to. */
  public List<Device> devices() {
    return roles.stream().map(role -> role.profile().inventory()).toList();
  }

  /** Limits that must be in force for its devices before it is played. */
  public List<LimitOverride> limits() {
    return limits;
  }

  /** Alerts about its clinic and devices; any other about them is a false one. */
  public List<ExpectedAlert> expected() {
    return expected;
  }

  /** From the start of the fleet until all causes of its alerts are past. */
  public Duration duration() {
    return duration;
  }

  long seed() {
    return seed;
  }

  List<Role> roles() {
    return roles;
  }

  Optional<Outage> outage() {
    return outage;
  }
}
