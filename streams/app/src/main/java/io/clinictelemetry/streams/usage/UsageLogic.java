package io.clinictelemetry.streams.usage;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.CorrectionOutcome;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.UsageCorrection;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.Heartbeat;
import io.clinictelemetry.domain.intake.Heartbeat.State;
import io.clinictelemetry.domain.intake.Rejection;
import io.clinictelemetry.domain.intake.SessionEnd;
import io.clinictelemetry.domain.intake.SessionStart;
import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.intake.TelemetryEvent;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.maintenance.ServiceLog;
import io.clinictelemetry.domain.usage.Coverage;
import io.clinictelemetry.domain.usage.DayAccount;
import io.clinictelemetry.domain.usage.HourAccount;
import io.clinictelemetry.domain.usage.RebuiltAccounts;
import io.clinictelemetry.domain.usage.SessionAccount;
import io.clinictelemetry.domain.usage.SignsOfLife;
import io.clinictelemetry.domain.usage.UsageBook;
import io.clinictelemetry.domain.usage.WindowOf;
import io.clinictelemetry.streams.shared.DeviceLogic;
import io.clinictelemetry.streams.shared.ReferenceTable;
import io.clinictelemetry.streams.usage.UsageState.LoneEnd;
import io.clinictelemetry.streams.usage.UsageState.Treated;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Adds each device's events to its accounts, and publishes the accounts that changed. */
final class UsageLogic implements DeviceLogic<UsageState> {

  /** How many ends are remembered whose session has not been heard of. */
  private static final int MAX_LONE_ENDS = 64;

  /** How many sessions of a device are open; it has one, unless ends were lost. */
  static final int MAX_OPEN_SESSIONS = 8;

  /** How much of a device may change before it is published ahead of time. */
  static final int MAX_CHANGED_ROWS = 64;

  /**
   * Log clock from a sign of life to the publication of the time for which the device was on, when
   * nothing else happens, ms.
   */
  static final long SIGNS_INTERVAL_MS = 60_000;

  /** Service events looked at with one record at most; at the start, all come at once. */
  private static final int SERVICES_PER_RECORD = 100;

  private static final double HOUR_MS = Duration.ofHours(1).toMillis();

  /** Log clock from one look for what is older than the retention to the next, ms. */
  private static final long PURGE_INTERVAL_MS = Duration.ofDays(1).toMillis();

  /**
   * How much longer than the retention accounts are kept, ms: what is just young enough may belong
   * to a session, and to a day, that began before.
   */
  private static final long PURGE_SLACK_MS = Duration.ofDays(2).toMillis();

  private final Duration sessionTimeout;
  private final Duration publishInterval;
  private final Duration retention;
  private final ReferenceTable<Clinic> clinics;
  private final ReferenceTable<Device> inventory;
  private final ServiceTable serviceTable;
  private final ReferenceTable<UsageCorrection> requests;
  private final int partitions;
  private final MeterRegistry metrics;
  private final Counter displaced;
  private ProcessorContext<Object, Object> context;
  private KeyValueStore<String, SessionAccount> sessions;
  private AccountStores stores;
  private Calendars calendars;
  private ReferenceTable<Device>.View devices;
  private ServiceTable.View services;
  private Rollups rollups;
  private Corrections corrections;
  private long nextOffset;

  UsageLogic(
      Duration sessionTimeout,
      Duration publishInterval,
      Duration retention,
      ReferenceTable<Clinic> clinics,
      ReferenceTable<Device> inventory,
      ServiceTable serviceTable,
      ReferenceTable<UsageCorrection> requests,
      int partitions,
      MeterRegistry metrics) {
    this.sessionTimeout = sessionTimeout;
    this.publishInterval = publishInterval;
    this.retention = retention;
    this.clinics = clinics;
    this.inventory = inventory;
    this.serviceTable = serviceTable;
    this.requests = requests;
    this.partitions = partitions;
    this.metrics = metrics;
    this.displaced =
        Counter.builder("clinic.usage.sessions.displaced")
            .description("Open sessions that timed out early, since their device opened too many")
            .register(metrics);
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    this.context = context;
    sessions = context.getStateStore(UsageTopology.SESSIONS_STORE);
    stores = new AccountStores(sessions, context.getStateStore(UsageTopology.HOURS_STORE));
    calendars = new Calendars(clinics, clinics.view(context));
    devices = inventory.view(context);
    services = serviceTable.view(context);
    rollups = new Rollups(context);
    corrections =
        new Corrections(
            requests, requests.view(context), context.taskId().partition(), partitions, metrics);
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
  public Optional<Rejection> refuse(UsageState state, TakenEvent taken, long logClockMs) {
    // What was forgotten with a shorter retention does not come back with a longer one.
    long rememberedMs =
        Math.max(logClockMs - retention.toMillis(), state.forgottenMs + PURGE_SLACK_MS);
    return taken.atMs() >= rememberedMs
        ? Optional.empty()
        : Optional.of(
            new Rejection(
                Rejection.Reason.BEYOND_RETENTION,
                "of %d days ago; usage remembers %d days"
                    .formatted(days(logClockMs - taken.atMs()), days(logClockMs - rememberedMs))));
  }

  private static long days(long ms) {
    return Duration.ofMillis(ms).toDays();
  }

  @Override
  public void onEvent(UsageState state, TakenEvent taken, long logClockMs) {
    TelemetryEvent event = taken.event();
    event
        .sessionId()
        .ifPresent(session -> state.openSessions.computeIfPresent(session, (s, at) -> logClockMs));
    lives(state, taken, logClockMs);
    if (event.payload() instanceof SessionStart start) {
      beginAgain(state, taken, start, logClockMs);
      changeSession(
          state,
          event,
          start.modality(),
          taken.atMs(),
          logClockMs,
          account -> account.started(start, taken.atMs()));
      publish(event.deviceId(), state, logClockMs);
    } else if (event.payload() instanceof Frame frame) {
      frame(state, taken, frame, logClockMs);
    } else if (event.payload() instanceof SessionEnd end) {
      end(state, taken, end, logClockMs);
    }
    if (state.waiting() > MAX_CHANGED_ROWS) {
      publish(event.deviceId(), state, logClockMs);
    }
  }

  /** Every event tells that the device is on. That alone is not published as often. */
  private void lives(UsageState state, TakenEvent taken, long logClockMs) {
    TelemetryEvent event = taken.event();
    state.signsClinicId = event.clinicId();
    long lastsMs = event.payload() instanceof Frame frame ? frame.durationMs() : 0;
    state.signs.add(taken.atMs(), taken.atMs() + lastsMs);
    if (event.payload() instanceof Heartbeat heartbeat) {
      if (heartbeat.state() == State.FAULT) {
        state.faults.add(taken.atMs(), taken.atMs());
      }
      if (heartbeat.pumpHours().isPresent()) {
        long hour = calendars.of(event.clinicId()).clock().hourAt(taken.atMs()).startMs();
        long counterMs = Math.round(heartbeat.pumpHours().getAsDouble() * HOUR_MS);
        state.pumpShowed.merge(hour, counterMs, Math::max);
      }
    }
    state.publishAtMs = Math.min(state.publishAtMs, logClockMs + SIGNS_INTERVAL_MS);
  }

  private void frame(UsageState state, TakenEvent taken, Frame frame, long logClockMs) {
    TelemetryEvent event = taken.event();
    String session = event.sessionId().orElse("");
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
                      state.addTreated(
                          new Treated(session, event.clinicId(), frame.modality(), fromMs, toMs))));
    } else {
      for (int i = 0; i < frame.count(); i++) {
        if (frame.treating(i)) {
          long fromMs = taken.atMs() + (long) i * frame.intervalMs();
          state.addTreated(
              new Treated(
                  session,
                  event.clinicId(),
                  frame.modality(),
                  fromMs,
                  fromMs + frame.intervalMs()));
        }
      }
    }
    rollups.add(state, taken, frame, logClockMs);
    state.publishAtMs = Math.min(state.publishAtMs, logClockMs + publishInterval.toMillis());
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
    if (state.changedSessions.contains(session)) {
      publish(event.deviceId(), state, logClockMs); // what it did until now
      before = sessions.get(key);
    }
    UsageBook book = book(event.deviceId(), state, logClockMs);
    book.retire(before);
    publish(book, logClockMs);
    SessionAccount again =
        new SessionAccount(
                event.deviceId(), session, event.clinicId(), start.modality(), taken.atMs())
            .publishedBefore(before.revision());
    open(state, again, logClockMs);
    sessions.put(key, again);
  }

  private static boolean isAfter(SessionAccount account, long atMs) {
    boolean something = account.endReason().isPresent() || account.sessionMs() > 0;
    return something && atMs > account.startedAtMs() + account.sessionMs();
  }

  @Override
  public long nextDeadlineMs(UsageState state) {
    long earliest = Math.min(state.publishAtMs, state.purgeAtMs);
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
    if (state.purgeAtMs <= deadlineMs) {
      state.forgottenMs = keptFromMs(state, deadlineMs);
      boolean left = stores.purge(deviceId, state.forgottenMs, state.openSessions.keySet());
      state.purgeAtMs = left ? deadlineMs + PURGE_INTERVAL_MS : UsageState.NEVER;
    }
  }

  @Override
  public Collection<String> due(long next) {
    nextOffset = next;
    return corrections.due(next);
  }

  /** What is pending is entered and published first, so that the revisions tell of all. */
  @Override
  public void onDue(String deviceId, UsageState state, long logClockMs) {
    publish(deviceId, state, logClockMs);
    for (UsageCorrection request : corrections.take(deviceId, nextOffset)) {
      UsageCorrection answer;
      try {
        RebuiltAccounts rebuilt = CorrectionRecords.accounts(request);
        Optional<String> obstacle =
            rebuilt.obstacle(
                stores.accounts(deviceId, calendars::of, services.of(deviceId).inService()),
                keptFromMs(state, logClockMs));
        if (obstacle.isEmpty()) {
          takeOver(rebuilt, logClockMs);
        }
        answer =
            corrections.answer(
                request,
                obstacle.isEmpty() ? CorrectionOutcome.APPLIED : CorrectionOutcome.REFUSED,
                obstacle.orElse(""));
      } catch (IllegalArgumentException e) {
        answer = corrections.answer(request, CorrectionOutcome.REFUSED, e.getMessage());
      }
      forward(
          RecordKeys.usage(deviceId, request.getFirstDayStart()),
          answer,
          logClockMs,
          UsageTopology.CORRECTIONS_SINK);
    }
  }

  private void takeOver(RebuiltAccounts rebuilt, long logClockMs) {
    rebuilt.takeOver();
    rebuilt.differingSessions().forEach(session -> forward(session, logClockMs));
    for (HourAccount hour : rebuilt.differingHours()) {
      rebuilt.dayOf(hour).ifPresent(day -> forward(hour, day, logClockMs));
    }
    rebuilt.differingDays().forEach(day -> forward(day, logClockMs));
    rebuilt.sessions().forEach(stores::save); // with their revisions
    rebuilt.hours().forEach(stores::save);
    rebuilt.days().forEach(stores::save);
  }

  /** Enters what happened, and publishes every row that changed since it was published. */
  private void publish(String deviceId, UsageState state, long logClockMs) {
    UsageBook book = book(deviceId, state, logClockMs);
    for (Treated treated : state.treated) {
      if (treated.sessionId().isEmpty()) {
        book.treated(treated.clinicId(), treated.modality(), treated.fromMs(), treated.toMs());
      } else {
        book.session(treated.sessionId())
            .ifPresent(session -> book.treated(session, treated.fromMs(), treated.toMs()));
      }
    }
    state.signs.stretches().forEach(signs -> book.powered(state.signsClinicId, signs));
    state.faults.stretches().forEach(signs -> book.faulty(state.signsClinicId, signs));
    state.pumpShowed.forEach((at, ms) -> book.pumpShowed(state.signsClinicId, at, ms));
    for (String session : state.changedSessions) {
      book.session(session)
          .ifPresent(
              account -> {
                describe(deviceId, account.deviceClass(), account::describe);
                book.enter(account);
              });
    }
    for (String key : state.changedHours) {
      book.touch(Instant.parse(key.substring(deviceId.length() + 1)).toEpochMilli());
    }
    publish(book, logClockMs);
    rollups.publish(deviceId, state, logClockMs);
    state.treated.clear();
    state.signs = new Coverage(SignsOfLife.LINK_MS);
    state.faults = new Coverage(SignsOfLife.LINK_MS);
    state.pumpShowed.clear();
    state.changedSessions.clear();
    state.changedHours.clear();
    state.publishAtMs = UsageState.NEVER;
    state.purgeAtMs = Math.min(state.purgeAtMs, logClockMs + PURGE_INTERVAL_MS);
  }

  private void publish(UsageBook book, long logClockMs) {
    book.settle();
    for (SessionAccount session : book.changedSessions()) {
      forward(session, logClockMs);
      stores.save(session); // with its revision
    }
    for (HourAccount hour : book.changedHours()) {
      forward(hour, book.dayOf(hour), logClockMs);
    }
    book.enteredHours().forEach(stores::save); // with their revisions
    for (DayAccount day : book.changedDays()) {
      forward(day, logClockMs);
      stores.save(day); // with its revision
    }
  }

  private void forward(SessionAccount session, long logClockMs) {
    forward(
        RecordKeys.session(session.deviceId(), session.sessionId()),
        Summaries.session(session, calendars.of(session.clinicId())),
        logClockMs,
        UsageTopology.SESSIONS_SINK);
  }

  private void forward(HourAccount hour, DayAccount day, long logClockMs) {
    describe(hour.window());
    forward(
        key(hour.window()),
        Summaries.hour(
            hour.window(),
            day.totalsOf(hour.window().window().startMs()),
            calendars.of(hour.window().clinicId())),
        logClockMs,
        UsageTopology.HOURS_SINK);
  }

  private void forward(DayAccount day, long logClockMs) {
    describe(day.window());
    forward(
        key(day.window()),
        Summaries.day(day.window(), day.totals(), calendars.of(day.window().clinicId())),
        logClockMs,
        UsageTopology.DAYS_SINK);
  }

  private static String key(WindowOf of) {
    return RecordKeys.usage(of.deviceId(), Instant.ofEpochMilli(of.window().startMs()));
  }

  private void forward(String key, Object row, long logClockMs, String sink) {
    context.forward(new Record<>(key, row, logClockMs), sink);
  }

  private void describe(WindowOf window) {
    describe(window.deviceId(), window.deviceClass(), window::describe);
  }

  /** The inventory is asked until it knows the device. */
  private void describe(
      String deviceId,
      Optional<DeviceClass> known,
      BiConsumer<String, Optional<DeviceClass>> account) {
    if (known.isEmpty()) {
      devices
          .find(deviceId)
          .ifPresent(device -> account.accept(device.getModel(), Calendars.deviceClass(device)));
    }
  }

  private UsageBook book(String deviceId, UsageState state, long logClockMs) {
    return new UsageBook(
        deviceId,
        keptFromMs(state, logClockMs),
        stores.accounts(deviceId, calendars::of, services.of(deviceId).inService()));
  }

  @Override
  public void afterRecord(long doneBeforeMs) {
    for (String deviceId : services.changed(SERVICES_PER_RECORD)) {
      reconsider(deviceId, doneBeforeMs);
    }
  }

  /** Something was told of the device's service: what is published of that time may change. */
  private void reconsider(String deviceId, long logClockMs) {
    ServiceLog service = services.of(deviceId);
    // Nothing is entered, so that what is kept does not matter.
    UsageBook book =
        new UsageBook(deviceId, 0, stores.accounts(deviceId, calendars::of, service.inService()));
    for (Coverage.Stretch time : service.everTold().stretches()) {
      stores.hoursWithin(deviceId, time).forEach(book::reconsiderHour);
      stores.daysWithin(deviceId, time).forEach(book::reconsiderDay);
    }
    publish(book, logClockMs);
  }

  /** Windows that end before are as they were published. */
  private long keptFromMs(UsageState state, long logClockMs) {
    return Math.max(state.forgottenMs, logClockMs - retention.toMillis() - PURGE_SLACK_MS);
  }
}
