package io.clinictelemetry.standalone.pipeline;

import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.avro.Quality;
import io.clinictelemetry.avro.SkinSensitivity;
import io.clinictelemetry.avro.Zone;
import io.clinictelemetry.producers.client.DeviceClient;
import io.clinictelemetry.producers.client.DeviceIdentity;
import io.clinictelemetry.producers.client.SessionPlan;
import io.clinictelemetry.producers.client.SuctionSample;
import io.clinictelemetry.producers.client.SuctionSetting;
import io.clinictelemetry.producers.client.TelemetryChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalDouble;

/**
 * A device that a test writes with, through the real client. Its clock is right when a session
 * begins, and then goes by its samples, so that seconds of treatment take no time.
 */
public final class TestDevice {

  /** Suction that no limit of any class forbids, kPa. */
  public static final float HEALTHY_KPA = 20;

  /** Suction of a stuck regulator, above the hard limit of every class, kPa. */
  public static final float STUCK_KPA = 70;

  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final Duration FLUSH_DEADLINE = Duration.ofSeconds(60);

  private final String id;
  private final TelemetryChannel channel;
  private final DeviceClient client;
  private Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  /** A device that writes through a channel, which stays open. */
  public TestDevice(String id, String clinicId, TelemetryChannel channel) {
    this.id = id;
    this.channel = channel;
    // Each test makes its device once, so its first boot is its only one.
    this.client =
        new DeviceClient(new DeviceIdentity(id, clinicId), device -> 1, channel, () -> now);
  }

  /** The device's id. */
  public String id() {
    return id;
  }

  /** Begins a session on the face, and returns its id. */
  public String startSession() {
    now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return client.startSession(
        SessionPlan.microdermabrasion(
            "test", Duration.ofMinutes(1), Zone.FACE, SkinSensitivity.NORMAL));
  }

  /** Treats the skin for so long. */
  public void treat(float vacuumKpa, Duration duration) {
    for (Duration done = Duration.ZERO; done.compareTo(duration) < 0; done = done.plus(INTERVAL)) {
      client.addSample(
          new SuctionSetting(HEALTHY_KPA, Zone.FACE),
          new SuctionSample(vacuumKpa, true, OptionalDouble.empty(), 40, Quality.GOOD, false));
      now = now.plus(INTERVAL);
    }
  }

  /** Ends the session; all is in the broker when this returns. */
  public void endSession() throws InterruptedException {
    client.endSession(EndReason.COMPLETED);
    flush();
  }

  /** Falls silent, with the session open; all full frames are in the broker when this returns. */
  public void fallSilent() throws InterruptedException {
    client.close();
    flush();
  }

  /** Waits until the broker has all full frames. */
  public void flush() throws InterruptedException {
    channel.flush(FLUSH_DEADLINE);
  }
}
