package io.clinictelemetry.domain.communication;

import java.util.List;
import java.util.Optional;

/** The silent devices of one clinic, as they are remembered. */
public interface SilentDevices {

  /** The device, if it is silent. */
  Optional<SilentDevice> find(String deviceId);

  /** Remembers it, and that it is due at its time. */
  void put(SilentDevice device);

  /** Forgets it; nothing happens where it is not known. */
  void remove(String deviceId);

  /** All of them, by id. The list is a copy. */
  List<SilentDevice> all();
}
