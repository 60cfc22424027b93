package io.clinictelemetry.streams.safety;

import io.clinictelemetry.domain.communication.Clinic;
import io.clinictelemetry.domain.communication.ClinicStage;
import io.clinictelemetry.domain.communication.Link;
import io.clinictelemetry.domain.communication.SilentDevice;
import io.clinictelemetry.domain.communication.SilentDevice.Phase;
import io.clinictelemetry.domain.communication.SilentDevices;
import io.clinictelemetry.domain.episodes.Subject;
import io.clinictelemetry.streams.shared.StateCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Clinics and their silent devices in a store: one row a clinic, and one a silent device, so that a
 * change of one device in a clinic of thousands writes little. A device that is heard has no row.
 */
final class ClinicMemory implements ClinicStage.Clinics {

  private static final int VERSION = 1;

  /** Between clinic and device in a key; no id has control characters. */
  private static final char SEPARATOR = '\0';

  private static final char AFTER_SEPARATOR = '\1';

  private final KeyValueStore<Bytes, byte[]> store;
  private final BiConsumer<String, SilentDevice> due;

  /**
   * @param due told of each clinic's device that is put with a time at which it is due
   */
  ClinicMemory(KeyValueStore<Bytes, byte[]> store, BiConsumer<String, SilentDevice> due) {
    this.store = store;
    this.due = due;
  }

  @Override
  public Clinic find(String clinicId) {
    byte[] stored = store.get(key(clinicId));
    return stored == null ? new Clinic(clinicId) : decodeClinic(clinicId, stored);
  }

  @Override
  public void put(Clinic clinic) {
    store.put(key(clinic.clinicId()), clinic.isForgotten() ? null : encode(clinic));
  }

  @Override
  public SilentDevices silent(String clinicId) {
    return new OfClinic(clinicId);
  }

  private static Bytes key(String text) {
    return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private final class OfClinic implements SilentDevices {

    private final String clinicId;

    private OfClinic(String clinicId) {
      this.clinicId = clinicId;
    }

    private Bytes keyOf(String deviceId) {
      return key(clinicId + SEPARATOR + deviceId);
    }

    @Override
    public Optional<SilentDevice> find(String deviceId) {
      return Optional.ofNullable(store.get(keyOf(deviceId)))
          .map(stored -> decodeSilent(deviceId, stored));
    }

    @Override
    public void put(SilentDevice device) {
      store.put(keyOf(device.deviceId()), encode(device));
      if (device.dueMs() != Link.NEVER) {
        due.accept(clinicId, device);
      }
    }

    @Override
    public void remove(String deviceId) {
      store.delete(keyOf(deviceId));
    }

    @Override
    public List<SilentDevice> all() {
      List<SilentDevice> devices = new ArrayList<>();
      int prefix = keyOf("").get().length;
      try (KeyValueIterator<Bytes, byte[]> rows =
          store.range(keyOf(""), key(clinicId + AFTER_SEPARATOR))) {
        rows.forEachRemaining(
            row -> {
              byte[] key = row.key.get();
              String deviceId =
                  new String(key, prefix, key.length - prefix, StandardCharsets.UTF_8);
              devices.add(decodeSilent(deviceId, row.value));
            });
      }
      return devices;
    }
  }

  static byte[] encode(Clinic clinic) {
    return StateCodec.encode(
        VERSION,
        out -> {
          out.writeInt(clinic.members());
          out.writeInt(clinic.silent());
          out.writeInt(clinic.away());
          out.writeDouble(clinic.peakPct());
          out.writeBoolean(clinic.alert().isPresent());
          if (clinic.alert().isPresent()) {
            SafetyState.writeAlert(out, clinic.alert().get());
          }
          out.writeLong(clinic.clearedAtMs());
        });
  }

  static Clinic decodeClinic(String clinicId, byte[] bytes) {
    return StateCodec.decode(
        bytes,
        VERSION,
        (in, version) ->
            new Clinic(
                clinicId,
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readDouble(),
                in.readBoolean()
                    ? Optional.of(
                        SafetyState.readAlert(in, SafetyState.NEWEST_ALERT, Subject.Kind.CLINIC))
                    : Optional.empty(),
                in.readLong()));
  }

  static byte[] encode(SilentDevice device) {
    return StateCodec.encode(
        VERSION,
        out -> {
          LinkMessages.write(out, device.silence());
          out.writeUTF(device.phase().name());
          out.writeLong(device.dueMs());
          out.writeBoolean(device.alert().isPresent());
          if (device.alert().isPresent()) {
            SafetyState.writeAlert(out, device.alert().get());
          }
        });
  }

  static SilentDevice decodeSilent(String deviceId, byte[] bytes) {
    return StateCodec.decode(
        bytes,
        VERSION,
        (in, version) ->
            new SilentDevice(
                deviceId,
                LinkMessages.readSilence(in),
                Phase.valueOf(in.readUTF()),
                in.readLong(),
                in.readBoolean()
                    ? Optional.of(
                        SafetyState.readAlert(in, SafetyState.NEWEST_ALERT, Subject.Kind.DEVICE))
                    : Optional.empty()));
  }
}
