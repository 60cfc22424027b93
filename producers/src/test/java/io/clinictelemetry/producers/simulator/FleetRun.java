package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.producers.RecordingChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A fleet that a test steps through time, and all that it sent. */
final class FleetRun implements AutoCloseable {

  static final Instant ORIGIN = Instant.parse("2026-03-01T09:00:00Z");

  final RecordingChannel channel = RecordingChannel.thatAnswersAtOnce();
  final List<Clinic> clinics = new ArrayList<>();
  final List<Device> devices = new ArrayList<>();
  final FleetSimulator fleet;
  private Instant now;

  FleetRun(FleetOptions options) {
    this(options, ORIGIN);
  }

  FleetRun(FleetOptions options, Instant origin) {
    now = origin;
    fleet = new FleetSimulator(options, this::publish, channel::open, () -> now);
    fleet.begin(origin);
  }

  FleetRun(List<Scenario> scenarios, Path stateDirectory) {
    now = ORIGIN;
    fleet =
        FleetSimulator.playing(scenarios, stateDirectory, this::publish, channel::open, () -> now);
    fleet.begin(ORIGIN);
  }

  private void publish(List<Clinic> clinicsNow, List<Device> devicesNow) {
    clinics.addAll(clinicsNow);
    devices.addAll(devicesNow);
  }

  static FleetOptions options(int devices, long seed, Path directory) {
    return new FleetOptions(devices, Math.min(3, devices), seed, Programme.SHORT, true, directory);
  }

  FleetRun advance(Duration time, Duration step) {
    Instant end = now.plus(time);
    while (now.isBefore(end)) {
      now = now.plus(step);
      fleet.advanceTo(now);
    }
    return this;
  }

  FleetRun advance(Duration time) {
    return advance(time, Duration.ofMillis(50));
  }

  FleetRun stop() throws InterruptedException {
    fleet.endSessionsAndStop(Duration.ofSeconds(5));
    return this;
  }

  List<DeviceEvent> events() {
    return channel.events();
  }

  Map<String, SentSession> sessions() {
    return SentSession.of(devices, events());
  }

  @Override
  public void close() {
    fleet.close();
  }
}
