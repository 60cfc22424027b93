package io.clinictelemetry.sinks.dashboard.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clinictelemetry.sinks.dashboard.live.LiveDevice;
import io.clinictelemetry.sinks.dashboard.live.LiveFleet;
import io.clinictelemetry.sinks.dashboard.live.LiveReading;
import io.clinictelemetry.sinks.pipeline.Follower;
import io.clinictelemetry.sinks.pipeline.PipelineClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Once a second tells the streams of readings, of the fleet and of the pipeline. */
public final class Pulse implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** More than a page can show; the others' latest values come with the list of devices. */
  private static final int MOST_DEVICES = 300;

  private final LiveFleet fleet;
  private final PipelineClock pipeline;
  private final Supplier<Optional<String>> databaseTrouble;
  private final ObjectMapper json;
  private final StreamHub hub;
  private final Follower follower = Follower.every(EVERY, "pulse", this::beat);

  /**
   * @param databaseTrouble what is wrong with the database, for people; empty while it answers
   */
  public Pulse(
      LiveFleet fleet,
      PipelineClock pipeline,
      Supplier<Optional<String>> databaseTrouble,
      ObjectMapper json,
      StreamHub hub) {
    this.fleet = fleet;
    this.pipeline = pipeline;
    this.databaseTrouble = databaseTrouble;
    this.json = json;
    this.hub = hub;
  }

  /** One device's latest, for the list. */
  record Row(String deviceId, LiveDevice.State state, LiveReading reading) {}

  /** All devices in numbers, and those whose reading is new. */
  record Fleet(LiveFleet.Counts counts, List<Row> devices) {}

  /**
   * Whether the page can be trusted to be complete.
   *
   * @param database whether the database answers
   * @param trouble what is wrong with it, for people; null while it answers
   */
  record Trust(PipelineClock.Reading pipeline, boolean database, String trouble) {}

  /** Begins, on a thread of its own. */
  public void start() {
    follower.start();
  }

  /** Why it does not go on; empty while it does. */
  public Optional<String> failure() {
    return follower.failure();
  }

  private void beat() {
    try {
      Map<String, LiveReading> news = fleet.takeUntold();
      if (hub.isEmpty()) {
        return;
      }
      for (Map.Entry<String, LiveReading> one : news.entrySet()) {
        Map<String, Object> reading = new LinkedHashMap<>();
        reading.put("device_id", one.getKey());
        reading.put("reading", one.getValue());
        hub.publish(one.getKey(), message("reading", reading));
      }
      hub.publish(message("fleet", fleetNow(news)));
      String trouble = databaseTrouble.get().orElse(null);
      hub.publish(message("pipeline", new Trust(pipeline.read(), trouble == null, trouble)));
    } catch (RuntimeException e) {
      // One bad beat must not be the last one: pages would stand still.
      LOG.error("One beat was left out", e);
    }
  }

  private Fleet fleetNow(Map<String, LiveReading> news) {
    List<Row> rows =
        news.entrySet().stream()
            .limit(MOST_DEVICES)
            .map(
                one ->
                    new Row(
                        one.getKey(),
                        fleet
                            .find(one.getKey())
                            .map(LiveDevice::state)
                            .orElse(LiveDevice.State.UNKNOWN),
                        one.getValue()))
            .toList();
    return new Fleet(fleet.counts(), rows);
  }

  private Message message(String event, Object data) {
    try {
      return Message.transientOne(event, json.writeValueAsString(data));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("event %s cannot be written as JSON".formatted(event), e);
    }
  }

  @Override
  public void close() {
    follower.close();
  }
}
