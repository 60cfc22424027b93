package io.clinictelemetry.standalone.replay;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.domain.intake.DeviceOrder;
import io.clinictelemetry.producers.client.TelemetryChannel;
import io.clinictelemetry.producers.simulator.FleetOptions;
import io.clinictelemetry.producers.simulator.FleetSimulator;
import io.clinictelemetry.producers.simulator.Programme;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What the demonstration's fleet sends, with its faults, written down while its time flies.
 *
 * @param clinics of the fleet
 * @param devices of the fleet
 * @param events in the order in which they were sent; each device's clock is right
 */
record RecordedFleet(List<Clinic> clinics, List<Device> devices, List<DeviceEvent> events) {

  private static final int DEVICES = 24;
  private static final int CLINICS = 3;
  private static final Duration STEP = Duration.ofMillis(100);
  private static final Duration STOP = Duration.ofSeconds(20);

  /** An event that arrives at the broker, ms since 1970 UTC. */
  record Arrival(DeviceEvent event, long atMs) {}

  /**
   * The fleet from its start on.
   *
   * @param prefix of the ids of its devices
   * @param directory where the devices keep their boot ids, not used before
   */
  static RecordedFleet of(
      String prefix, long seed, Instant start, Duration duration, Path directory)
      throws InterruptedException {
    List<Clinic> clinics = new ArrayList<>();
    List<Device> devices = new ArrayList<>();
    List<DeviceEvent> events = new ArrayList<>();
    MockProducer<String, DeviceEvent> recorder =
        new MockProducer<>(true, null, new StringSerializer(), (topic, event) -> new byte[0]);
    Instant[] now = {start};
    try (FleetSimulator fleet =
        new FleetSimulator(
            new FleetOptions(DEVICES, CLINICS, seed, Programme.SHORT, true, directory),
            (ofClinics, ofDevices) -> {
              clinics.addAll(ofClinics);
              devices.addAll(ofDevices);
            },
            listener -> new TelemetryChannel(recorder, new SimpleMeterRegistry(), listener),
            () -> now[0])) {
      fleet.begin(start);
      for (; now[0].isBefore(start.plus(duration)); now[0] = now[0].plus(STEP)) {
        fleet.advanceTo(now[0]);
      }
      fleet.endSessionsAndStop(STOP);
    }
    recorder.history().forEach(record -> events.add(record.value()));
    devices.forEach(device -> device.setDeviceId(prefix + device.getDeviceId()));
    events.forEach(event -> event.setDeviceId(prefix + event.getDeviceId()));
    return new RecordedFleet(clinics, devices, events);
  }

  /** Each event when it was sent. */
  List<Arrival> inOrder() {
    return events.stream().map(event -> arriving(event, 0)).toList();
  }

  /** Each event delayed by less than the gap wait, and some a second time. */
  List<Arrival> disordered(Random random) {
    List<Arrival> arrivals = new ArrayList<>();
    for (DeviceEvent event : events) {
      do {
        arrivals.add(arriving(event, random.nextInt((int) DeviceOrder.GAP_WAIT_MS)));
      } while (random.nextInt(4) == 0);
    }
    arrivals.sort(Comparator.comparingLong(Arrival::atMs));
    return arrivals;
  }

  private static Arrival arriving(DeviceEvent event, long delayMs) {
    Instant at = event.getSentAt().plusMillis(delayMs);
    return new Arrival(sentAt(event, at), at.toEpochMilli());
  }

  /** The same event, sent then. */
  static DeviceEvent sentAt(DeviceEvent event, Instant at) {
    return DeviceEvent.newBuilder(event).setSentAt(at).build();
  }
}
