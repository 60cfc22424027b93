package io.clinictelemetry.streams.shared;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.EventKind;
import io.clinictelemetry.avro.Quality;
import io.clinictelemetry.contracts.serde.UnreadableRecordException;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.intake.CurrentFrame;
import io.clinictelemetry.domain.intake.Heartbeat;
import io.clinictelemetry.domain.intake.Payload;
import io.clinictelemetry.domain.intake.Plausibility;
import io.clinictelemetry.domain.intake.Position;
import io.clinictelemetry.domain.intake.Rejection;
import io.clinictelemetry.domain.intake.Rejection.Reason;
import io.clinictelemetry.domain.intake.SessionEnd;
import io.clinictelemetry.domain.intake.SessionStart;
import io.clinictelemetry.domain.intake.SessionStart.Electrode;
import io.clinictelemetry.domain.intake.SessionStart.Waveform;
import io.clinictelemetry.domain.intake.SuctionFrame;
import io.clinictelemetry.domain.intake.TelemetryEvent;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Deserializer;

/** From a record's bytes to the domain's event, or to the reason why there is none. */
final class EventDecoder {

  /** Longest name of a programme, characters; state and outputs must not grow with the input. */
  private static final float MAX_PUMP_HOURS = 1_000_000; // more than a century

  static final int MAX_PROGRAMME_LENGTH = 200;

  /**
   * Largest value of an event, bytes: many times a full frame. More must not be able to wait, since
   * stores and their changelogs take no more than a topic does.
   */
  static final int MAX_EVENT_BYTES = 128 * 1024;

  private static final float ABSOLUTE_ZERO_CEL = -273.15f;

  private final Deserializer<DeviceEvent> deserializer;
  private final int partitions;

  /**
   * @param partitions number of partitions of the telemetry topic
   */
  EventDecoder(Deserializer<DeviceEvent> deserializer, int partitions) {
    this.deserializer = deserializer;
    this.partitions = partitions;
  }

  /**
   * Decodes one record.
   *
   * @throws io.clinictelemetry.contracts.serde.RegistryException when the registry cannot be asked:
   *     that is not the record's fault
   */
  Decoded decode(byte[] key, byte[] value, int partition) {
    if (value == null) {
      return unusable(Reason.NOT_AVRO, "a record without a value");
    }
    if (value.length > MAX_EVENT_BYTES) {
      return unusable(
          Reason.TOO_LARGE, value.length + " bytes; an event has at most " + MAX_EVENT_BYTES);
    }
    DeviceEvent event;
    try {
      event = deserializer.deserialize(TopicCatalogue.TELEMETRY.name(), value);
    } catch (UnreadableRecordException e) {
      Reason reason =
          e.reason() == UnreadableRecordException.Reason.UNKNOWN_SCHEMA
              ? Reason.UNKNOWN_SCHEMA
              : Reason.NOT_AVRO;
      return unusable(reason, e.getMessage());
    }
    if (key == null) {
      return event.getKind() == EventKind.TICK && event.getTick() != null
          ? new Decoded.Tick()
          : unusable(Reason.NULL_KEY, "an event of a device needs the device as its key");
    }
    String deviceId = event.getDeviceId();
    // As bytes: decoded, all keys that are not UTF-8 would look alike.
    if (!Arrays.equals(key, deviceId.getBytes(StandardCharsets.UTF_8))) {
      return unusable(Reason.KEY_MISMATCH, "the key is not the device_id of the event");
    }
    int expected = RecordKeys.partition(deviceId, partitions);
    if (partition != expected) {
      return unusable(
          Reason.WRONG_PARTITION,
          "partition " + partition + ", but the key belongs to " + expected + " of " + partitions);
    }
    return decode(event);
  }

  private static Decoded decode(DeviceEvent event) {
    // Nothing may be remembered under an id that cannot be, whatever else is wrong.
    Optional<Rejection> invalidId =
        Plausibility.check(withPayload(event, Heartbeat.of(Heartbeat.State.UNKNOWN)))
            .filter(rejection -> rejection.reason() == Reason.INVALID_ID);
    if (invalidId.isPresent()) {
      return new Decoded.Unusable(invalidId.get(), Optional.empty());
    }
    Optional<Rejection> rejection = checkPayload(event);
    if (rejection.isEmpty()) {
      TelemetryEvent decoded = withPayload(event, payload(event));
      rejection = Plausibility.check(decoded);
      if (rejection.isEmpty()) {
        return new Decoded.Usable(decoded);
      }
    }
    Position position = new Position(event.getBootId(), event.getSeq());
    return new Decoded.Unusable(
        rejection.get(),
        Optional.of(new Decoded.Place(event.getDeviceId(), position))
            .filter(place -> Plausibility.isPlace(place.position())));
  }

  private static TelemetryEvent withPayload(DeviceEvent event, Payload payload) {
    return new TelemetryEvent(
        event.getDeviceId(),
        event.getClinicId(),
        new Position(event.getBootId(), event.getSeq()),
        event.getSentAt().toEpochMilli(),
        Optional.ofNullable(event.getSessionId()),
        payload);
  }

  private static Optional<Rejection> checkPayload(DeviceEvent event) {
    Object named =
        switch (event.getKind()) {
          case SESSION_STARTED -> event.getSessionStarted();
          case SUCTION -> event.getSuction();
          case CURRENT -> event.getCurrent();
          case SESSION_ENDED -> event.getSessionEnded();
          case HEARTBEAT -> event.getHeartbeat();
          case TICK -> event.getTick();
          case UNKNOWN -> null;
        };
    if (event.getKind() == EventKind.UNKNOWN) {
      return reject(Reason.UNKNOWN_KIND, "a kind of event that this release does not know");
    }
    long present =
        Stream.of(
                event.getSessionStarted(),
                event.getSuction(),
                event.getCurrent(),
                event.getSessionEnded(),
                event.getHeartbeat(),
                event.getTick())
            .filter(payload -> payload != null)
            .count();
    if (named == null || present != 1 || event.getKind() == EventKind.TICK) {
      return reject(
          Reason.PAYLOAD_MISMATCH,
          "kind "
              + event.getKind()
              + " with "
              + present
              + " payloads"
              + (named == null ? ", not its own" : ""));
    }
    return switch (event.getKind()) {
      case SESSION_STARTED ->
          event.getSessionStarted().getModality() == io.clinictelemetry.avro.Modality.UNKNOWN
              ? reject(Reason.UNKNOWN_MODALITY, "a modality that this release does not know")
              : Optional.empty();
      case SUCTION -> {
        var frame = event.getSuction();
        yield checkLengths(
            frame.getSampleCount(),
            frame.getVacuumKpa(),
            frame.getContact(),
            frame.getMotionMmS(),
            frame.getQuality());
      }
      case CURRENT -> {
        var frame = event.getCurrent();
        yield checkLengths(
            frame.getSampleCount(),
            frame.getCurrentUa(),
            frame.getPeakUa(),
            frame.getNetUa(),
            frame.getVoltageV(),
            frame.getImpedanceKohm(),
            frame.getQuality());
      }
      default -> Optional.empty();
    };
  }

  private static Optional<Rejection> checkLengths(int count, List<?>... arrays) {
    for (List<?> array : arrays) {
      if (array != null && array.size() != count) {
        return reject(
            Reason.INCONSISTENT_FRAME,
            "sample_count is " + count + ", but an array has " + array.size() + " elements");
      }
    }
    return Optional.empty();
  }

  private static Payload payload(DeviceEvent event) {
    return switch (event.getKind()) {
      case SESSION_STARTED -> start(event.getSessionStarted());
      case SUCTION -> suction(event.getSuction());
      case CURRENT -> current(event.getCurrent());
      case SESSION_ENDED ->
          new SessionEnd(
              event.getSessionEnded().getEndedAt().toEpochMilli(),
              SessionEnd.Reason.valueOf(event.getSessionEnded().getReason().name()));
      case HEARTBEAT -> heartbeat(event.getHeartbeat());
      case TICK, UNKNOWN -> throw new IllegalStateException("checked before: " + event.getKind());
    };
  }

  private static SessionStart start(io.clinictelemetry.avro.SessionStarted start) {
    return new SessionStart(
        Modality.valueOf(start.getModality().name()),
        programme(start.getProgramme()),
        start.getPlannedDurationMs(),
        zone(start.getZone()).orElse(Zone.FACE),
        start.getSkinSensitivity() == io.clinictelemetry.avro.SkinSensitivity.SENSITIVE
            ? SkinSensitivity.SENSITIVE
            : SkinSensitivity.NORMAL,
        electrode(start.getElectrode()),
        waveform(start.getWaveform()),
        start.getStartedAt().toEpochMilli(),
        start.getTestSession());
  }

  private static Optional<Electrode> electrode(io.clinictelemetry.avro.Electrode electrode) {
    return electrode == null || electrode == io.clinictelemetry.avro.Electrode.UNKNOWN
        ? Optional.empty()
        : Optional.of(Electrode.valueOf(electrode.name()));
  }

  private static Optional<Waveform> waveform(io.clinictelemetry.avro.Waveform waveform) {
    return waveform == null || waveform == io.clinictelemetry.avro.Waveform.UNKNOWN
        ? Optional.empty()
        : Optional.of(Waveform.valueOf(waveform.name()));
  }

  private static Heartbeat heartbeat(io.clinictelemetry.avro.Heartbeat heartbeat) {
    Long riseMs = heartbeat.getDeadHeadRiseMs();
    Instant measuredAt = heartbeat.getMeasuredAt();
    return new Heartbeat(
        Heartbeat.State.valueOf(heartbeat.getState().name()),
        number(heartbeat.getBatteryPct(), 0, 100),
        number(heartbeat.getPumpHours(), 0, MAX_PUMP_HOURS),
        number(heartbeat.getFilterHours(), 0, Float.MAX_VALUE),
        number(heartbeat.getTemperatureCel(), ABSOLUTE_ZERO_CEL, Float.MAX_VALUE),
        number(heartbeat.getDeadHeadMaxKpa(), 0, SuctionFrame.SENSOR_FAULT_HIGH_KPA),
        riseMs == null || riseMs < 0 ? OptionalLong.empty() : OptionalLong.of(riseMs),
        number(heartbeat.getDeadHeadRipplePct(), 0, Float.MAX_VALUE),
        measuredAt == null ? OptionalLong.empty() : OptionalLong.of(measuredAt.toEpochMilli()));
  }

  /** Empty also for what cannot be: a sign of life counts whatever it says. */
  private static OptionalDouble number(Float value, float min, float max) {
    return value != null && value >= min && value <= max
        ? OptionalDouble.of(value)
        : OptionalDouble.empty();
  }

  /** A name that is too long, or that a database would refuse, is cut: the session counts. */
  private static String programme(String name) {
    return name.codePoints()
        .filter(character -> !Character.isISOControl(character))
        .limit(MAX_PROGRAMME_LENGTH)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static SuctionFrame suction(io.clinictelemetry.avro.SuctionFrame frame) {
    int count = frame.getSampleCount();
    boolean[] contact = new boolean[count];
    for (int i = 0; i < count; i++) {
      contact[i] = frame.getContact().get(i);
    }
    return new SuctionFrame(
        frame.getFirstSampleAt().toEpochMilli(),
        frame.getSampleIntervalMs(),
        frame.getElapsedMs(),
        floats(frame.getVacuumKpa()),
        contact,
        Optional.ofNullable(frame.getMotionMmS()).map(EventDecoder::floats),
        bad(frame.getQuality(), count),
        frame.getSetKpa(),
        frame.getPumpDutyPct(),
        zone(frame.getZone()));
  }

  private static CurrentFrame current(io.clinictelemetry.avro.CurrentFrame frame) {
    return new CurrentFrame(
        frame.getFirstSampleAt().toEpochMilli(),
        frame.getSampleIntervalMs(),
        frame.getElapsedMs(),
        floats(frame.getCurrentUa()),
        floats(frame.getPeakUa()),
        floats(frame.getNetUa()),
        floats(frame.getVoltageV()),
        floats(frame.getImpedanceKohm()),
        bad(frame.getQuality(), frame.getSampleCount()),
        frame.getSetUa(),
        frame.getFrequencyHz(),
        frame.getElectrodeAreaCm2(),
        zone(frame.getZone()));
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }

  private static boolean[] bad(List<Quality> qualities, int count) {
    boolean[] bad = new boolean[count];
    if (qualities != null) {
      for (int i = 0; i < count; i++) {
        bad[i] = qualities.get(i) == Quality.BAD;
      }
    }
    return bad;
  }

  /** Empty also for a zone that this release does not know: then nothing is assumed of it. */
  private static Optional<Zone> zone(io.clinictelemetry.avro.Zone zone) {
    return zone == null || zone == io.clinictelemetry.avro.Zone.UNKNOWN
        ? Optional.empty()
        : Optional.of(Zone.valueOf(zone.name()));
  }

  private static Decoded unusable(Reason reason, String detail) {
    return new Decoded.Unusable(new Rejection(reason, detail), Optional.empty());
  }

  private static Optional<Rejection> reject(Reason reason, String detail) {
    return Optional.of(new Rejection(reason, detail));
  }
}
