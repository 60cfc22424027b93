package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.producers.client.Outlet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The gateway of a clinic, which keeps events while it has no connection. What it kept it sends in
 * one burst: nearly in order, some of it twice, and once more what it had sent just before, because
 * it never saw the answer.
 */
final class Gateway implements Actor {

  private static final long NEVER = Long.MAX_VALUE;
  private static final int UNANSWERED = 5;
  private static final double TWICE = 0.1;

  /** How many places an event may be off. */
  private static final int DISORDER = 6;

  private final Outlet channel;
  private final Dice dice;
  private final long untilMs;
  private final Deque<Held> unanswered = new ArrayDeque<>();
  private final List<Held> kept = new ArrayList<>();
  private final Deque<Held> burst = new ArrayDeque<>();
  private boolean out;
  private long dueMs;

  Gateway(Outage outage, long seed, Outlet channel, Instant origin) {
    this.channel = channel;
    this.dice = Dice.of(seed, outage.clinicId().hashCode());
    this.dueMs = origin.toEpochMilli() + outage.fromMs();
    this.untilMs = origin.toEpochMilli() + outage.untilMs();
  }

  /** An event, and how far the clock of its device is ahead. */
  private record Held(DeviceEvent event, Duration clockError) {}

  /** The way of one device through this gateway. */
  Outlet outletOf(DeviceProfile device) {
    return event -> take(new Held(event, device.clockError()));
  }

  private void take(Held held) {
    if (out) {
      kept.add(held);
      return;
    }
    channel.send(held.event());
    unanswered.add(held);
    if (unanswered.size() > UNANSWERED) {
      unanswered.remove();
    }
  }

  /** After all devices, so that stopping it sends what they ended with. */
  @Override
  public int index() {
    return Integer.MAX_VALUE;
  }

  @Override
  public long dueMs() {
    return dueMs;
  }

  @Override
  public void act() {
    if (out) {
      replay();
    } else {
      out = true;
      dueMs = untilMs;
    }
  }

  @Override
  public void stop() {
    if (out) {
      replay();
    }
  }

  private void replay() {
    if (burst.isEmpty()) {
      burst.addAll(disordered());
    }
    for (Held next = burst.peek(); next != null; next = burst.peek()) {
      // Stamped at each send, also from a journal, by the device's clock.
      DeviceEvent event = DeviceEvent.newBuilder(next.event()).build();
      event.setSentAt(Instant.ofEpochMilli(untilMs).plus(next.clockError()));
      channel.send(event);
      burst.remove();
    }
    out = false;
    dueMs = NEVER;
  }

  private List<Held> disordered() {
    List<Held> all = new ArrayList<>(unanswered);
    for (Held held : kept) {
      all.add(held);
      if (dice.chance(TWICE)) {
        all.add(held);
      }
    }
    record Placed(Held held, int place) {}
    List<Placed> placed = new ArrayList<>();
    for (Held held : all) {
      placed.add(new Placed(held, placed.size() + dice.between(0, DISORDER)));
    }
    placed.sort(Comparator.comparingInt(Placed::place));
    return placed.stream().map(Placed::held).toList();
  }
}
