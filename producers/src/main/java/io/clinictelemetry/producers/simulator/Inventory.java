package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.ServiceEvent;
import java.util.List;

/** Where the fleet makes its clinics and devices known, and what was done to them. */
@FunctionalInterface
public interface Inventory {

  /**
   * Makes them known, and returns once that is safe. Doing it again changes nothing.
   *
   * @throws RuntimeException when it could not be done
   */
  void publish(List<Clinic> clinics, List<Device> devices);

  /**
   * Tells what was done to devices; nobody is told unless this is overridden. Telling it again
   * changes nothing.
   *
   * @throws RuntimeException when it could not be done
   */
  default void tell(List<ServiceEvent> events) {}
}
