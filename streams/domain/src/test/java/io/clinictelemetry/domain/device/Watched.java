package io.clinictelemetry.domain.device;

import static io.clinictelemetry.domain.testing.EventBuilder.anEvent;
import static io.clinictelemetry.domain.testing.Frames.SESSION_START;

import io.clinictelemetry.domain.device.DeviceWatch.Surroundings;
import io.clinictelemetry.domain.episodes.AlertChange;
import io.clinictelemetry.domain.intake.Heartbeat;
import io.clinictelemetry.domain.intake.Payload;
import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.limits.DefaultLimits;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Limit;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.limits.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** One device under watch; what becomes of its alerts is written down, in ms since the start. */
final class Watched {

  private static final Limits LIMITS = DefaultLimits.of(Modality.MICROCURRENT, DeviceClass.SALON);

  final DeviceWatch watch;
  private final List<String> changes = new ArrayList<>();
  private boolean registered = true;
  private int openSessions;
  private long clockOffsetMs;

  Watched() {
    this(new DeviceWatch());
  }

  Watched(DeviceWatch watch) {
    this.watch = watch;
  }

  Watched registered(boolean known) {
    registered = known;
    return this;
  }

  Watched sessions(int open) {
    openSessions = open;
    return this;
  }

  Watched clockOff(long ms) {
    clockOffsetMs = ms;
    return this;
  }

  Watched hears(long atMs, Payload payload) {
    return takes(atMs, payload, false);
  }

  Watched hearsOutOfOrder(long atMs, Payload payload) {
    return takes(atMs, payload, true);
  }

  private Watched takes(long atMs, Payload payload, boolean outOfOrder) {
    TakenEvent taken =
        new TakenEvent(
            anEvent().sentAt(SESSION_START + atMs).with(payload).build(),
            SESSION_START + atMs,
            0,
            outOfOrder,
            clockOffsetMs);
    note(watch.onEvent(taken, surroundings(), SESSION_START + atMs));
    return this;
  }

  private Surroundings surroundings() {
    return new Surroundings(() -> registered, openSessions, Watched::limit);
  }

  private static Limit limit(LimitName name) {
    return new Limit(LIMITS.value(name), LIMITS.policy(name));
  }

  Watched heartbeat(long atMs) {
    return hears(atMs, Heartbeat.of(Heartbeat.State.IDLE));
  }

  Watched battery(long atMs, double pct) {
    return hears(atMs, heartbeat(OptionalDouble.of(pct), OptionalDouble.empty(), DeadHead.NONE));
  }

  /** A dead-head test; not a number stands for nothing told. */
  Watched test(long atMs, double maxKpa, long riseMs, double ripplePct) {
    return test(atMs, maxKpa, riseMs, ripplePct, OptionalDouble.empty());
  }

  Watched test(long atMs, double maxKpa, long riseMs, double ripplePct, OptionalDouble hours) {
    DeadHead test =
        new DeadHead(
            OptionalDouble.of(maxKpa), OptionalLong.of(riseMs), OptionalDouble.of(ripplePct));
    return hears(atMs, heartbeat(OptionalDouble.empty(), hours, test));
  }

  private static Heartbeat heartbeat(OptionalDouble battery, OptionalDouble hours, DeadHead test) {
    return new Heartbeat(
        Heartbeat.State.IDLE,
        battery,
        hours,
        hours,
        OptionalDouble.empty(),
        test.maxKpa(),
        test.riseMs(),
        test.ripplePct(),
        OptionalLong.empty());
  }

  Watched gap(long missing) {
    watch.onGap(missing);
    return this;
  }

  Watched deadline(long atMs) {
    note(watch.onDeadline(SESSION_START + atMs));
    return this;
  }

  private void note(List<AlertChange> changed) {
    for (AlertChange change : changed) {
      var alert = change.alert();
      changes.add(
          String.format(
              Locale.ROOT,
              "%d %s %s from %d%s measured %.1f peak %.1f limit %.1f",
              change.atMs() - SESSION_START,
              alert.open() ? "OPENED" : "CLEARED",
              alert.rule().name(),
              alert.startedAtMs() - SESSION_START,
              alert.open() ? "" : " to " + (alert.endedAtMs().getAsLong() - SESSION_START),
              alert.measured(),
              alert.peak(),
              alert.limit()));
    }
  }

  /** What changed since last asked. */
  List<String> changes() {
    List<String> told = List.copyOf(changes);
    changes.clear();
    return told;
  }
}
