package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.CurrentFrame;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.SuctionFrame;
import io.clinictelemetry.contracts.operations.Health;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.producers.client.ChannelRefusedException;
import io.clinictelemetry.producers.client.DeliveryListener;
import io.clinictelemetry.producers.client.FileBootStore;
import io.clinictelemetry.producers.client.TelemetryChannel;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Simulates a fleet of devices, in real time after {@link #start}, or step by step with {@link
 * #begin} and {@link #advanceTo}. One thread serves all devices. Safe for use by several threads.
 */
public final class FleetSimulator implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FleetSimulator.class);
  private static final long STEP_MS = 20;
  private static final String BOOT_IDS = "boot-ids";
  private static final Duration PAST_DELIVERED_WITHIN = Duration.ofMinutes(1);

  private final Cast cast;
  private final Optional<FleetOptions> options;
  private final Inventory inventory;
  private final InstantSource clock;
  private final ProducedCount produced = new ProducedCount();
  private final TruthBook truth = new TruthBook();
  private final TelemetryChannel channel;
  private final FileBootStore boots;
  private final Agenda agenda = new Agenda();
  private final ScheduledExecutorService driver =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "fleet-simulator");
            thread.setDaemon(true);
            return thread;
          });
  private Optional<Instant> lifeBeganAt = Optional.empty();
  private Instant livedUntil = Instant.MIN;
  private volatile Health health = new Health(true, false, "not started");

  /**
   * A fleet over a channel and an inventory made by the caller.
   *
   * @param channel makes the channel that the fleet sends to; the simulator closes it
   * @param clock true time
   * @throws io.clinictelemetry.producers.client.BootStoreException when the state directory cannot
   *     be used, or another simulator uses it
   */
  public FleetSimulator(
      FleetOptions options,
      Inventory inventory,
      Function<DeliveryListener, TelemetryChannel> channel,
      InstantSource clock) {
    this(
        Cast.of(options),
        Optional.of(options),
        options.stateDirectory(),
        inventory,
        channel,
        clock);
  }

  private FleetSimulator(
      Cast cast,
      Optional<FleetOptions> options,
      Path stateDirectory,
      Inventory inventory,
      Function<DeliveryListener, TelemetryChannel> channel,
      InstantSource clock) {
    this.cast = cast;
    this.options = options;
    this.inventory = inventory;
    this.clock = clock;
    this.boots = new FileBootStore(stateDirectory.resolve(BOOT_IDS));
    try {
      this.channel = channel.apply(produced);
    } catch (RuntimeException e) {
      boots.close();
      throw e;
    }
  }

  /**
   * A fleet that sends to a Kafka cluster. Nothing is sent before {@link #start}.
   *
   * @param kafka settings of Kafka clients
   * @param serdes stays open as long as the simulator, and is not closed by it
   * @throws io.clinictelemetry.contracts.settings.SettingException when a setting is wrong
   */
  public static FleetSimulator open(
      FleetOptions options,
      Map<String, ?> kafka,
      AvroSerdes serdes,
      InstantSource clock,
      MeterRegistry metrics) {
    return new FleetSimulator(
        options,
        new KafkaInventory(kafka, serdes),
        listener -> TelemetryChannel.open(kafka, serdes, metrics, listener),
        clock);
  }

  /**
   * A fleet that plays scenarios, all at the same time, over a channel and an inventory made by the
   * caller. Its devices live on without sessions until it is stopped.
   *
   * @param stateDirectory where the devices keep their boot ids
   * @param channel as of the constructor
   * @param clock true time
   * @throws io.clinictelemetry.producers.client.BootStoreException as of the constructor
   */
  public static FleetSimulator playing(
      List<Scenario> scenarios,
      Path stateDirectory,
      Inventory inventory,
      Function<DeliveryListener, TelemetryChannel> channel,
      InstantSource clock) {
    return new FleetSimulator(
        Cast.of(scenarios), Optional.empty(), stateDirectory, inventory, channel, clock);
  }

  /**
   * A fleet that plays scenarios on a Kafka cluster. Nothing is sent before {@link #start}.
   *
   * @param stateDirectory where the devices keep their boot ids
   * @param kafka settings of Kafka clients
   * @param serdes stays open as long as the simulator, and is not closed by it
   * @throws io.clinictelemetry.contracts.settings.SettingException when a setting is wrong
   */
  public static FleetSimulator openPlaying(
      List<Scenario> scenarios,
      Path stateDirectory,
      Map<String, ?> kafka,
      AvroSerdes serdes,
      InstantSource clock,
      MeterRegistry metrics) {
    return playing(
        scenarios,
        stateDirectory,
        new KafkaInventory(kafka, serdes),
        listener -> TelemetryChannel.open(kafka, serdes, metrics, listener),
        clock);
  }

  /** Whether a fleet has lived with this state directory. */
  public static boolean hasLived(Path stateDirectory) {
    return Files.exists(stateDirectory.resolve(BOOT_IDS));
  }

  /**
   * Publishes the inventory and, 3 s later, the past that the options ask for, as fast as the
   * channel takes it. To be called before {@link #start}. After a failure the past is not whole,
   * and the state directory is not to be used again.
   *
   * @param listener told how many days have been given to the channel, after each
   * @throws ChannelRefusedException when the channel took an event no more
   * @throws io.clinictelemetry.producers.client.UndeliveredException when the broker did not get
   *     everything
   * @throws InterruptedException when interrupted
   * @throws IllegalStateException when there is no past
   */
  public void publishPast(IntConsumer listener) throws InterruptedException {
    inventory.publish(cast.clinics(), cast.devices());
    tellService(clock.instant());
    Thread.sleep(SimulatedDevice.WARM_UP_MS);
    publishPast(clock.instant(), listener);
  }

  /**
   * Publishes the past without the inventory, at once. Each device is as if it had been offline and
   * sent its journal now, in one boot: times are of the past, {@code sent_at} is of the clock.
   *
   * @param now the present, shortly before which the past ends
   * @param listener as of {@link #publishPast(IntConsumer)}
   */
  synchronized void publishPast(Instant now, IntConsumer listener) throws InterruptedException {
    if (options.flatMap(FleetOptions::past).isEmpty()) {
      throw new IllegalStateException("the fleet has no past");
    }
    Past past = Past.of(options.get(), now);
    Map<String, Long> bootIds = boot();
    Agenda days = new Agenda();
    for (Past.PastRole role : past.roles()) {
      days.add(
          new SimulatedDevice(
              role.profile(),
              role.life(),
              cast.seed(),
              bootIds::get,
              role.journal(clock, channel),
              truth,
              past.from()));
    }
    int day = 0;
    for (Instant at = past.from(); at.isBefore(past.until()); at = at.plus(Duration.ofDays(1))) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted after %d days of the past".formatted(day));
      }
      Instant end = at.plus(Duration.ofDays(1));
      days.advanceTo(Math.min(end.toEpochMilli(), past.until().toEpochMilli()));
      day++;
      listener.accept(day);
    }
    days.stop();
    truth.addAll(past.faults());
    channel.flush(PAST_DELIVERED_WITHIN);
  }

  /**
   * Publishes the inventory and lets the devices live in real time from now on. The first event
   * comes 3 s later, so that the pipeline knows the devices by then.
   *
   * @throws RuntimeException when the inventory could not be published; nothing runs then
   */
  public void start() {
    // A slow cluster's time to take the inventory must not be taken from the time to read it.
    publishInventory();
    bootAt(clock.instant());
    health = new Health(true, true, "%d devices are alive".formatted(cast.roles().size()));
    var unused = driver.scheduleWithFixedDelay(this::step, STEP_MS, STEP_MS, TimeUnit.MILLISECONDS);
  }

  /**
   * Publishes the inventory and boots the devices, which then wait for {@link #advanceTo}.
   *
   * @param origin when their life begins
   * @throws IllegalStateException when it has begun before
   */
  public void begin(Instant origin) {
    publishInventory();
    bootAt(origin);
  }

  private synchronized void publishInventory() {
    if (!agenda.isEmpty()) {
      throw new IllegalStateException("the fleet has begun already");
    }
    inventory.publish(cast.clinics(), cast.devices());
    if (options.flatMap(FleetOptions::past).isEmpty()) {
      tellService(clock.instant()); // else it was told before the past
    }
  }

  /** Devices of scenarios are as new. */
  private void tellService(Instant now) {
    if (options.isPresent()) {
      inventory.tell(
          ServiceHistory.of(cast.seed(), cast.roles().stream().map(Role::profile).toList(), now));
    }
  }

  private synchronized void bootAt(Instant origin) {
    lifeBeganAt = Optional.of(origin);
    Map<String, Gateway> gateways = new HashMap<>();
    for (Outage outage : cast.outages()) {
      Gateway gateway = new Gateway(outage, cast.seed(), channel, origin);
      gateways.put(outage.clinicId(), gateway);
      agenda.add(gateway);
    }
    Map<String, Long> bootIds = boot();
    for (Role role : cast.roles()) {
      DeviceProfile profile = role.profile();
      Gateway gateway = gateways.get(profile.inventory().getClinicId());
      agenda.add(
          new SimulatedDevice(
              profile,
              role.life(),
              cast.seed(),
              bootIds::get,
              gateway == null ? channel : gateway.outletOf(profile),
              truth,
              origin));
    }
  }

  /** One write for the whole fleet. */
  private Map<String, Long> boot() {
    return boots.next(cast.devices().stream().map(Device::getDeviceId).toList());
  }

  /**
   * Does all that is due up to and including the instant, in the order of time, without waiting.
   *
   * @throws ChannelRefusedException when the channel took an event no more; calling again goes on
   *     where it stopped
   */
  public synchronized void advanceTo(Instant now) {
    agenda.advanceTo(now.toEpochMilli());
    livedUntil = now;
  }

  private void step() {
    try {
      advanceTo(clock.instant());
      if (!health.ready()) {
        health = new Health(true, true, "telemetry flows again");
        log.info("Telemetry flows again");
      }
    } catch (ChannelRefusedException e) {
      if (health.ready()) {
        log.warn("Telemetry is held back, devices wait: {}", e.getMessage());
      }
      health = new Health(true, false, "telemetry is held back: " + e.getMessage());
    } catch (RuntimeException e) {
      health = new Health(false, false, "the simulation stopped: " + e.getMessage());
      log.error("The simulation stopped", e);
      // Thrown on, so that the driver does not go on with a fleet of which nothing is known.
      throw e;
    }
  }

  /** How it is; not live once the simulation stopped by an error. */
  public Health health() {
    return health;
  }

  /** What the fleet did so far, as far as the broker has acknowledged it. */
  public synchronized GroundTruth truth() {
    return truth.truth(cast.seed(), produced.sum(), cast.timeZones(), outages());
  }

  private List<FaultTruth> outages() {
    return lifeBeganAt.stream()
        .flatMap(
            origin ->
                cast.outages().stream()
                    .flatMap(outage -> outage.fault(origin, livedUntil, devices(outage)).stream()))
        .toList();
  }

  private int devices(Outage outage) {
    return (int)
        cast.devices().stream()
            .filter(device -> device.getClinicId().equals(outage.clinicId()))
            .count();
  }

  /**
   * Ends open sessions as an operator would, at the end of their last sample, and waits until the
   * broker has everything; after that the truth is complete. Nothing more happens then, and {@link
   * #close} is still to be called.
   *
   * @throws io.clinictelemetry.producers.client.UndeliveredException when the broker did not get
   *     everything
   * @throws ChannelRefusedException when the channel took an event no more
   * @throws IllegalStateException when the step under way did not end in time
   * @throws InterruptedException when interrupted
   */
  public void endSessionsAndStop(Duration deadline) throws InterruptedException {
    stopDriver(deadline);
    synchronized (this) {
      agenda.stop();
    }
    channel.flush(deadline);
  }

  private void stopDriver(Duration deadline) throws InterruptedException {
    driver.shutdown();
    if (!driver.awaitTermination(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(
          "the fleet did not stop within %s: is the broker there?".formatted(deadline));
    }
    health = new Health(true, false, "stopped");
  }

  /**
   * Stops at once, without ending sessions, and closes the channel. Closing again does nothing.
   *
   * @throws io.clinictelemetry.producers.client.UndeliveredException when events in the buffer
   *     could not be delivered
   */
  @Override
  public void close() {
    driver.shutdownNow();
    try (boots) {
      channel.close();
    }
  }

  /** Counts what the broker acknowledged. */
  private static final class ProducedCount implements DeliveryListener {
    private long events;
    private long samples;
    private long undelivered;

    @Override
    public synchronized void delivered(DeviceEvent event) {
      events++;
      samples += samplesOf(event);
    }

    @Override
    public synchronized void failed(DeviceEvent event, Exception cause) {
      undelivered++;
    }

    synchronized GroundTruth.Produced sum() {
      return new GroundTruth.Produced(events, samples, undelivered);
    }

    private static int samplesOf(DeviceEvent event) {
      return Optional.ofNullable(event.getSuction())
          .map(SuctionFrame::getSampleCount)
          .or(() -> Optional.ofNullable(event.getCurrent()).map(CurrentFrame::getSampleCount))
          .orElse(0);
    }
  }
}
