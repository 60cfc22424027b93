package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.avro.Device;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.Scope;
import io.clinictelemetry.standalone.cluster.TopicReader;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What limits depend on of the devices in {@code clinic.devices}. */
final class Inventory {

  /**
   * One device.
   *
   * @param modalities those that this release knows
   */
  record Known(
      String id,
      String clinicId,
      String model,
      DeviceClass deviceClass,
      Set<Modality> modalities) {}

  private final Map<String, Known> devices = new LinkedHashMap<>();

  private Inventory(Collection<Device> devices) {
    devices.forEach(device -> this.devices.put(device.getDeviceId(), known(device)));
  }

  /** As it now is. */
  static Inventory read(TopicReader reader) {
    return new Inventory(reader.latest(TopicCatalogue.DEVICES, Device.class).values());
  }

  /** The device; empty when it is not in the inventory. */
  Optional<Known> device(String id) {
    return Optional.ofNullable(devices.get(id));
  }

  /** The class of all devices of a scope, where the inventory tells: that of one device. */
  Optional<DeviceClass> onlyClassOf(Scope scope) {
    return scope.kind() == Scope.Kind.DEVICE
        ? device(scope.id()).map(Known::deviceClass)
        : Optional.empty();
  }

  /** All devices. */
  Collection<Known> devices() {
    return devices.values();
  }

  private static Known known(Device device) {
    Set<Modality> modalities = EnumSet.noneOf(Modality.class);
    for (Modality modality : Modality.values()) {
      if (device.getModalities().stream().anyMatch(m -> m.name().equals(modality.name()))) {
        modalities.add(modality);
      }
    }
    DeviceClass deviceClass =
        Arrays.stream(DeviceClass.values())
            .filter(c -> c.name().equals(device.getDeviceClass().name()))
            .findFirst()
            .orElse(DeviceClass.STRICTEST);
    return new Known(
        device.getDeviceId(), device.getClinicId(), device.getModel(), deviceClass, modalities);
  }
}
