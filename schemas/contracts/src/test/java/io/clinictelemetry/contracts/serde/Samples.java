package io.clinictelemetry.contracts.serde;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.EventKind;
import io.clinictelemetry.avro.Quality;
import io.clinictelemetry.avro.SuctionFrame;
import io.clinictelemetry.avro.Zone;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Records, bytes and settings that several tests use. */
final class Samples {

  static final String TOPIC = "clinic.telemetry";

  private Samples() {}

  /** A device's event with a frame of three samples. */
  static DeviceEvent anEvent() {
    return DeviceEvent.newBuilder()
        .setDeviceId("device-1")
        .setClinicId("clinic-1")
        .setBootId(3)
        .setSeq(41)
        .setSentAt(Instant.parse("2026-03-01T09:00:00.250Z"))
        .setSessionId("session-1")
        .setKind(EventKind.SUCTION)
        .setSuction(
            SuctionFrame.newBuilder()
                .setFirstSampleAt(Instant.parse("2026-03-01T09:00:00Z"))
                .setSampleIntervalMs(100)
                .setSampleCount(3)
                .setElapsedMs(60_000)
                .setVacuumKpa(List.of(20f, 21f, Float.NaN))
                .setContact(List.of(true, true, false))
                .setMotionMmS(List.of(12f, 0f, 3f))
                .setQuality(List.of(Quality.GOOD, Quality.SUSPECT, Quality.BAD))
                .setSetKpa(20f)
                .setPumpDutyPct(55f)
                .setZone(Zone.FACE)
                .build())
        .build();
  }

  static Clinic aClinic() {
    return Clinic.newBuilder()
        .setClinicId("clinic-1")
        .setName("Clinic")
        .setTimeZones(List.of())
        .build();
  }

  /** Bytes as they stand in a topic: the frame's header and what follows. */
  static byte[] framed(int id, byte... avro) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
    out.writeBytes(avro);
    return out.toByteArray();
  }

  /** A device's event as it stands in a topic. */
  static byte[] anEventAsBytes(int id) {
    try {
      ByteBuffer message = DeviceEvent.getEncoder().encode(anEvent());
      // Avro's own single-object header: two marker bytes and an eight-byte fingerprint.
      message.position(message.position() + 10);
      byte[] avro = new byte[message.remaining()];
      message.get(avro);
      return framed(id, avro);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Settings for a registry that is asked once: the client's own retries take seconds. */
  static Map<String, Object> settings(String url, String... more) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("schema.registry.url", url);
    settings.put("max.retries", "0");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }
}
