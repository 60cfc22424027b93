package io.clinictelemetry.producers.simulator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What fleet to simulate.
 *
 * @param devices number of devices, 1 to 10,000
 * @param clinics number of clinics, 1 to the number of devices; from 3 on, they are in at least
 *     three time zones
 * @param seed makes the fleet and all it does; the same seed gives the same
 * @param programme how long sessions are
 * @param faults whether faults are injected, and what looks like them and is none; with 4 devices
 *     or more, at least 4 faults of two kinds are over 30 s after the start with {@link
 *     Programme#SHORT}
 * @param stateDirectory where the devices keep their boot ids; it must live as long as the topic's
 *     records, lest a boot id comes twice
 * @param past how many days before its origin the fleet has lived; empty for none
 */
public record FleetOptions(
    int devices,
    int clinics,
    long seed,
    Programme programme,
    boolean faults,
    Path stateDirectory,
    Optional<Duration> past) {

  /** Most devices that one simulator takes. */
  public static final int MAX_DEVICES = 10_000;

  /** Shortest past. */
  public static final Duration SHORTEST_PAST = Duration.ofDays(1);

  /** From so long a past on, slow faults develop in it: they must differ from how it began. */
  public static final Duration WEARING_PAST = Duration.ofDays(10);

  /** Longest past; readings are kept about as long as charts show them. */
  public static final Duration LONGEST_PAST = Duration.ofDays(30);

  /** A fleet that begins with its origin. */
  public FleetOptions(
      int devices,
      int clinics,
      long seed,
      Programme programme,
      boolean faults,
      Path stateDirectory) {
    this(devices, clinics, seed, programme, faults, stateDirectory, Optional.empty());
  }

  /**
   * @throws IllegalArgumentException when a number is out of range; the message names it
   */
  public FleetOptions {
    if (devices < 1 || devices > MAX_DEVICES) {
      throw new IllegalArgumentException(
          "devices=%d: give a number from 1 to %d".formatted(devices, MAX_DEVICES));
    }
    if (clinics < 1 || clinics > devices) {
      throw new IllegalArgumentException(
          "clinics=%d: give a number from 1 to that of the devices, %d"
              .formatted(clinics, devices));
    }
    past.ifPresent(
        length -> {
          if (length.compareTo(SHORTEST_PAST) < 0 || length.compareTo(LONGEST_PAST) > 0) {
            throw new IllegalArgumentException(
                "past=%s: give from %d to %d days"
                    .formatted(length, SHORTEST_PAST.toDays(), LONGEST_PAST.toDays()));
          }
        });
  }

  /** Whether the past is such that slow faults develop in it. */
  boolean wears() {
    return faults && past.filter(length -> length.compareTo(WEARING_PAST) >= 0).isPresent();
  }

  /** 24 devices in 3 clinics, short programmes, with faults. */
  public static FleetOptions defaults(Path stateDirectory) {
    return new FleetOptions(24, 3, 1, Programme.SHORT, true, stateDirectory);
  }
}
