package io.clinictelemetry.streams.usage;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.SessionEnd;
import io.clinictelemetry.domain.intake.SessionStart;
import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.intake.TelemetryEvent;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.usage.ChannelTotals;
import io.clinictelemetry.domain.usage.ClinicClock;
import io.clinictelemetry.domain.usage.Coverage;
import io.clinictelemetry.domain.usage.Hour;
import io.clinictelemetry.domain.usage.HourAccount;
import io.clinictelemetry.domain.usage.SessionAccount;
import io.clinictelemetry.streams.shared.DeviceLogic;
import io.clinictelemetry.streams.shared.ReferenceTable;
import io.clinictelemetry.streams.usage.UsageState.LoneEnd;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Adds each device's events to its accounts, and publishes the accounts that changed. */
final class UsageLogic implements DeviceLogic<UsageState> {

  /** How many ends are remembered whose session has not been heard of. */
  private static final int MAX_LONE_ENDS = 8;

  /** How many sessions of a device are open; it has one, unless ends were lost. */
  static final int MAX_OPEN_SESSIONS = 8;

  /** How many rows of a device may change before they are published ahead of time. */
  static final int MAX_CHANGED_ROWS = 64;

  private final Duration sessionTimeout;
  private final Duration publishInterval;
  private final ReferenceTable<Clinic> clinics;
  private final Counter displaced;
  private ProcessorContext<Object, Object> context;
  private KeyValueStore<String, SessionAccount> sessions;
  private KeyValueStore<String, HourAccount> hours;
  private ClinicClocks clocks;
  private Rollups rollups;

  UsageLogic(
      Duration sessionTimeout,
      Duration publishInterval,
      ReferenceTable<Clinic> clinics,
      MeterRegistry metrics) {
    this.sessionTimeout = sessionTimeout;
    this.publishInterval = publishInterval;
    this.clinics = clinics;
    this.displaced =
        Counter.builder("clinic.usage.sessions.displaced")
            .description("Open sessions that timed out early, since their device opened too many")
            .register(metrics);
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    this.context = context;
    sessions = context.getStateStore(UsageTopology.SESSIONS_STORE);
    hours = context.getStateStore(UsageTopology.HOURS_STORE);
    clocks = new ClinicClocks(clinics.view(context));
    rollups = new Rollups(context);
  }

  @Override
  public UsageState newState() {
    return new UsageState();
  }

  @Override
  public void write(UsageState state, DataOutput out) throws IOException {
    state.write(out);
  }

  @Override
  public UsageState read(DataInput in, int version) throws IOException {
    return UsageState.read(in);
  }

  @Override
  public void onEvent(UsageState state, TakenEvent taken, long logClockMs) {
    TelemetryEvent event = taken.event();
    event
        .sessionId()
        .ifPresent(session -> state.openSessions.computeIfPresent(session, (s, at) -> logClockMs));
    if (event.payload() instanceof SessionStart start) {
      beginAgain(state, taken, start, logClockMs);
      changeSession(
          state,
          event,
          start.modality(),
          taken.atMs(),
          logClockMs,
          account -> start(state, account, start, taken.atMs()));
      publish(event.deviceId(), state, logClockMs);
    } else if (event.payload() instanceof Frame frame) {
      frame(state, taken, frame, logClockMs);
    } else if (event.payload() instanceof SessionEnd end) {
      end(state, taken, end, logClockMs);
    }
  }

  private void start(UsageState state, SessionAccount account, SessionStart start, long atMs) {
    if (account.startedAtMs() != atMs) { // until now the start was an estimate
      changeHour(
          state,
          account.deviceId(),
          account.clinicId(),
          account.startedAtMs(),
          hour -> hour.addSessionStarts(-1));
      changeHour(
          state, account.deviceId(), account.clinicId(), atMs, hour -> hour.addSessionStarts(1));
    }
    account.started(start, atMs);
  }

  private void frame(UsageState state, TakenEvent taken, Frame frame, long logClockMs) {
    TelemetryEvent event = taken.event();
    if (event.sessionId().isPresent()) {
      changeSession(
          state,
          event,
          frame.modality(),
          taken.atMs() - frame.elapsedMs(),
          logClockMs,
          account ->
              account.add(
                  frame,
                  taken.atMs(),
                  (fromMs, toMs) ->
                      addTreating(
                          state, event.deviceId(), account.clinicId(), fromMs, toMs, true)));
    } else {
      for (int i = 0; i < frame.count(); i++) {
        if (frame.treating(i)) {
          long fromMs = taken.atMs() + (long) i * frame.intervalMs();
          addTreating(
              state,
              event.deviceId(),
              event.clinicId(),
              fromMs,
              fromMs + frame.intervalMs(),
              false);
        }
      }
    }
    rollups.add(state, taken, frame, logClockMs);
    state.publishAtMs = Math.min(state.publishAtMs, logClockMs + publishInterval.toMillis());
    if (state.changedSessions.size() + state.changedHours.size() > MAX_CHANGED_ROWS) {
      publish(event.deviceId(), state, logClockMs);
    }
  }

  private void end(UsageState state, TakenEvent taken, SessionEnd end, long logClockMs) {
    TelemetryEvent event = taken.event();
    String session = event.sessionId().orElseThrow();
    state.openSessions.remove(session);
    String key = RecordKeys.session(event.deviceId(), session);
    SessionAccount account = sessions.get(key);
    if (account != null) {
      account.ended(end, taken.atMs());
      sessions.put(key, account);
      state.changedSessions.add(session);
    } else { // perhaps its start and readings come out of order
      state.loneEnds.put(session, new LoneEnd(taken.atMs(), end));
      if (state.loneEnds.size() > MAX_LONE_ENDS) {
        state.loneEnds.remove(state.loneEnds.keySet().iterator().next());
      }
    }
    publish(event.deviceId(), state, logClockMs);
  }

  private void changeSession(
      UsageState state,
      TelemetryEvent event,
      Modality modality,
      long startedAtMs,
      long logClockMs,
      Consumer<SessionAccount> change) {
    String session = event.sessionId().orElseThrow();
    String key = RecordKeys.session(event.deviceId(), session);
    SessionAccount account = sessions.get(key);
    if (account == null) {
      account =
          new SessionAccount(event.deviceId(), session, event.clinicId(), modality, startedAtMs);
      open(state, account, logClockMs);
      endAtOnce(state, account);
    }
    change.accept(account);
    sessions.put(key, account);
    state.changedSessions.add(session);
  }

  private void open(UsageState state, SessionAccount account, long logClockMs) {
    state.openSessions.put(account.sessionId(), logClockMs);
    while (state.openSessions.size() > MAX_OPEN_SESSIONS) {
      timeOut(account.deviceId(), state, quietest(state));
      displaced.increment();
    }
    changeHour(
        state,
        account.deviceId(),
        account.clinicId(),
        account.startedAtMs(),
        hour -> hour.addSessionStarts(1));
  }

  /** The open session that was heard of least recently; of several, the one opened first. */
  private static String quietest(UsageState state) {
    return Collections.min(state.openSessions.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  /** What comes of it later corrects it. */
  private void timeOut(String deviceId, UsageState state, String session) {
    String key = RecordKeys.session(deviceId, session);
    SessionAccount account = sessions.get(key);
    account.timedOut();
    sessions.put(key, account);
    state.openSessions.remove(session);
    state.changedSessions.add(session);
  }

  /** The end came before everything else. */
  private static void endAtOnce(UsageState state, SessionAccount account) {
    LoneEnd end = state.loneEnds.remove(account.sessionId());
    if (end != null && end.atMs() >= account.startedAtMs()) {
      account.ended(end.end(), end.atMs());
      state.openSessions.remove(account.sessionId());
    }
  }

  /**
   * A start after all that is known of its session tells that the device gives an id a second time.
   * The row then begins again, with the next revision; the hours keep both.
   */
  private void beginAgain(UsageState state, TakenEvent taken, SessionStart start, long logClockMs) {
    TelemetryEvent event = taken.event();
    String session = event.sessionId().orElseThrow();
    String key = RecordKeys.session(event.deviceId(), session);
    SessionAccount before = sessions.get(key);
    if (before == null || taken.outOfOrder() || !isAfter(before, taken.atMs())) {
      return;
    }
    SessionAccount again =
        new SessionAccount(
                event.deviceId(), session, event.clinicId(), start.modality(), taken.atMs())
            .restore(
                "",
                false,
                0,
                OptionalLong.empty(),
                Optional.empty(),
                0,
                0,
                0,
                new ChannelTotals(),
                new Coverage(),
                before.revision());
    open(state, again, logClockMs);
    sessions.put(key, again);
  }

  private static boolean isAfter(SessionAccount account, long atMs) {
    boolean something = account.endReason().isPresent() || account.sessionMs() > 0;
    return something && atMs > account.startedAtMs() + account.sessionMs();
  }

  /** Splits treating time at the clinic's hours. */
  private void addTreating(
      UsageState state,
      String deviceId,
      String clinicId,
      long fromMs,
      long toMs,
      boolean inSession) {
    ClinicClock clock = clocks.of(clinicId);
    long at = fromMs;
    while (at < toMs) {
      Hour hour = clock.hourAt(at);
      long lastingMs = Math.min(toMs, hour.endMs()) - at;
      changeHour(
          state,
          deviceId,
          clinicId,
          clock,
          hour,
          account -> account.addTreating(lastingMs, inSession));
      at += lastingMs;
    }
  }

  private void changeHour(
      UsageState state, String deviceId, String clinicId, long atMs, Consumer<HourAccount> change) {
    ClinicClock clock = clocks.of(clinicId);
    changeHour(state, deviceId, clinicId, clock, clock.hourAt(atMs), change);
  }

  private void changeHour(
      UsageState state,
      String deviceId,
      String clinicId,
      ClinicClock clock,
      Hour hour,
      Consumer<HourAccount> change) {
    String key = RecordKeys.usage(deviceId, Instant.ofEpochMilli(hour.startMs()));
    HourAccount account = hours.get(key);
    if (account == null) {
      account = new HourAccount(deviceId, clinicId, hour, clock.zoneAt(hour.startMs()).getId());
    }
    change.accept(account);
    hours.put(key, account);
    state.changedHours.add(key);
  }

  @Override
  public long nextDeadlineMs(UsageState state) {
    long earliest = state.publishAtMs;
    for (long lastEventMs : state.openSessions.values()) {
      earliest = Math.min(earliest, lastEventMs + sessionTimeout.toMillis());
    }
    return earliest;
  }

  @Override
  public void onDeadline(String deviceId, UsageState state, long deadlineMs) {
    boolean closed = false;
    for (Map.Entry<String, Long> open : List.copyOf(state.openSessions.entrySet())) {
      if (open.getValue() + sessionTimeout.toMillis() <= deadlineMs) {
        timeOut(deviceId, state, open.getKey());
        closed = true;
      }
    }
    if (closed || state.publishAtMs <= deadlineMs) {
      publish(deviceId, state, deadlineMs);
    }
  }

  /** Publishes every account that changed since it was published. */
  private void publish(String deviceId, UsageState state, long logClockMs) {
    for (String session : state.changedSessions) {
      String key = RecordKeys.session(deviceId, session);
      SessionAccount account = sessions.get(key);
      context.forward(
          new Record<>(key, Summaries.session(account), logClockMs), UsageTopology.SESSIONS_SINK);
      sessions.put(key, account); // its revision
    }
    for (String key : state.changedHours) {
      HourAccount account = hours.get(key);
      context.forward(
          new Record<>(key, Summaries.hour(account), logClockMs), UsageTopology.HOURS_SINK);
      hours.put(key, account); // its revision
    }
    rollups.publish(deviceId, state, logClockMs);
    state.changedSessions.clear();
    state.changedHours.clear();
    state.publishAtMs = UsageState.NEVER;
  }
}
