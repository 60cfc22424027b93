package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.Device;
import java.util.List;

/** Where the fleet makes its clinics and devices known before they speak. */
@FunctionalInterface
public interface Inventory {

  /**
   * Makes them known, and returns once that is safe. Doing it again changes nothing.
   *
   * @throws RuntimeException when it could not be done
   */
  void publish(List<Clinic> clinics, List<Device> devices);
}
