package io.clinictelemetry.domain.device;

import static io.clinictelemetry.domain.rules.DeviceRule.BATTERY_SAG;
import static io.clinictelemetry.domain.rules.DeviceRule.CLOCK_ERROR;
import static io.clinictelemetry.domain.rules.DeviceRule.DEVICE_UNREGISTERED;
import static io.clinictelemetry.domain.rules.DeviceRule.ELECTRODE_DRYING;
import static io.clinictelemetry.domain.rules.DeviceRule.FILTER_CLOGGING;
import static io.clinictelemetry.domain.rules.DeviceRule.PUMP_WEAR;
import static io.clinictelemetry.domain.rules.DeviceRule.SEQUENCE_GAP;
import static io.clinictelemetry.domain.rules.DeviceRule.SESSION_OVERLAP;

import io.clinictelemetry.domain.episodes.AlertChange;
import io.clinictelemetry.domain.episodes.OpenAlerts;
import io.clinictelemetry.domain.episodes.Subject;
import io.clinictelemetry.domain.intake.CurrentFrame;
import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.Heartbeat;
import io.clinictelemetry.domain.intake.SessionEnd;
import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.limits.Limit;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.rules.DeviceRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * What is judged of one device as a whole, and the alerts that are open about it. Mutable; owned by
 * the state of the device.
 */
public final class DeviceWatch {

  /** No deadline. */
  public static final long NEVER = Long.MAX_VALUE;

  /**
   * What the rules need to know beside the event.
   *
   * @param registered whether the inventory has the device; asked only now and then
   * @param openSessions sessions of the device's present boot that are open after the event
   * @param limits the device's limits, by their name
   */
  public record Surroundings(
      BooleanSupplier registered, int openSessions, Function<LimitName, Limit> limits) {}

  private Optional<OpenAlerts> alerts;
  private DeviceMemory memory;

  /** Of a device never heard of. */
  public DeviceWatch() {
    this(Optional.empty(), DeviceMemory.EMPTY);
  }

  /**
   * As remembered.
   *
   * @param alerts what is open; empty for a device never heard of
   */
  public DeviceWatch(Optional<OpenAlerts> alerts, DeviceMemory memory) {
    this.alerts = alerts;
    this.memory = memory;
  }

  /**
   * Takes note that events before the next one are given up. The first event ever heard of a device
   * has no place to miss anything from.
   */
  public void onGap(long missing) {
    if (alerts.isPresent()) {
      memory = memory.with(memory.gap().announce(missing));
    }
  }

  /** Judges an event of the device; answers what changed, in order. */
  public List<AlertChange> onEvent(TakenEvent taken, Surroundings surroundings, long logClockMs) {
    List<AlertChange> changes = new ArrayList<>(0);
    if (!taken.outOfOrder()) {
      boolean isFirst = alerts.isEmpty();
      settle(taken);
      Judgement judgement = new Judgement(taken, logClockMs, changes);
      // The inventory is not asked for every frame of a session.
      if (isFirst || !(taken.event().payload() instanceof Frame) || isOpen(DEVICE_UNREGISTERED)) {
        judgement.of(
            DEVICE_UNREGISTERED,
            Unregistered.judge(taken, surroundings.registered().getAsBoolean()));
      }
      if (taken.clockOffsetMs() != 0 || isOpen(CLOCK_ERROR)) {
        judgeClock(judgement, surroundings.limits().apply(LimitName.CLOCK_ERROR));
      }
      if (memory.gap().announced() > 0) {
        memory = memory.with(memory.gap().next(taken, logClockMs));
        judgement.of(SEQUENCE_GAP, memory.gap().judge());
      }
      judgement.of(SESSION_OVERLAP, SessionOverlap.judge(taken, surroundings.openSessions()));
      if (taken.event().payload() instanceof Heartbeat heartbeat) {
        judgement.of(
            BATTERY_SAG,
            BatterySag.judge(taken, heartbeat, surroundings.limits().apply(LimitName.BATTERY_LOW)));
        judgeTest(judgement, heartbeat);
      }
      judgeElectrodes(judgement);
    }
    return changes;
  }

  /** Alerts that open from now on are of the clinic where the device now is. */
  private void settle(TakenEvent taken) {
    String clinicId = taken.event().clinicId();
    if (alerts.isEmpty() || !alerts.get().subject().clinicId().equals(clinicId)) {
      Subject subject = Subject.device(taken.event().deviceId(), clinicId, Optional.empty());
      alerts =
          Optional.of(
              alerts
                  .map(before -> new OpenAlerts(subject, before.byRule()))
                  .orElseGet(() -> new OpenAlerts(subject)));
    }
  }

  private void judgeClock(Judgement judgement, Limit limit) {
    // Nothing is remembered of a clock that was never wrong.
    if (ClockError.isWrong(judgement.taken(), limit) || isOpen(CLOCK_ERROR)) {
      ClockError clock = memory.clock().next(judgement.taken(), limit);
      memory = memory.with(clock);
      judgement.of(CLOCK_ERROR, clock.judge(judgement.taken(), limit));
    }
  }

  private void judgeTest(Judgement judgement, Heartbeat heartbeat) {
    boolean isTest = memory.isNewTest(heartbeat);
    memory = memory.after(heartbeat);
    if (isTest) {
      judgement.of(FILTER_CLOGGING, memory.filter().judge(judgement.taken()));
      judgement.of(PUMP_WEAR, memory.pump().judge(judgement.taken()));
    }
  }

  private void judgeElectrodes(Judgement judgement) {
    if (judgement.taken().event().payload() instanceof CurrentFrame frame) {
      memory = memory.with(memory.electrodes().next(frame));
    } else if (judgement.taken().event().payload() instanceof SessionEnd) {
      memory = memory.with(memory.electrodes().sessionEnded());
      judgement.of(ELECTRODE_DRYING, memory.electrodes().judge(judgement.taken()));
    }
  }

  /** When {@link #onDeadline} has something to do, log clock, ms; {@link #NEVER} for never. */
  public long deadlineMs() {
    return memory.gap().overAtMs();
  }

  /** The deadline has come; answers what changed. */
  public List<AlertChange> onDeadline(long deadlineMs) {
    if (deadlineMs() > deadlineMs) {
      return List.of();
    }
    SequenceGap gap = memory.gap();
    memory = memory.with(new SequenceGap(gap.announced(), 0, 0, NEVER));
    OpenAlerts open = alerts.orElseThrow();
    return open.find(SEQUENCE_GAP)
        .flatMap(alert -> open.clear(SEQUENCE_GAP, gap.lastAtMs(), alert.peak(), deadlineMs))
        .map(List::of)
        .orElse(List.of());
  }

  /** Names of the rules whose condition holds: they may explain what readings show. */
  public Set<String> holding() {
    return alerts.map(open -> open.byRule().keySet()).orElse(Set.of());
  }

  private boolean isOpen(DeviceRule rule) {
    return alerts.flatMap(open -> open.find(rule)).isPresent();
  }

  /** What is open; empty for a device never heard of. */
  public Optional<OpenAlerts> alerts() {
    return alerts;
  }

  /** What the rules remember. */
  public DeviceMemory memory() {
    return memory;
  }

  /** Turns the verdicts on one event into changes of alerts. */
  private final class Judgement {

    private final TakenEvent taken;
    private final long logClockMs;
    private final List<AlertChange> changes;

    Judgement(TakenEvent taken, long logClockMs, List<AlertChange> changes) {
      this.taken = taken;
      this.logClockMs = logClockMs;
      this.changes = changes;
    }

    TakenEvent taken() {
      return taken;
    }

    void of(DeviceRule rule, Optional<Verdict> verdict) {
      verdict.ifPresent(given -> of(rule, given));
    }

    void of(DeviceRule rule, Verdict verdict) {
      OpenAlerts open = alerts.orElseThrow();
      if (verdict instanceof Verdict.Over over) {
        open.find(rule)
            .flatMap(alert -> open.clear(rule, over.endedAtMs(), alert.peak(), logClockMs))
            .ifPresent(changes::add);
        return;
      }
      Verdict.Holds holds = (Verdict.Holds) verdict;
      if (open.find(rule).isEmpty()) {
        changes.add(open.open(rule, holds.opening(taken.atMs(), taken.late()), logClockMs));
      } else {
        open.peaked(rule, holds.value());
      }
    }
  }
}
