package io.clinictelemetry.streams.shared;

import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.domain.intake.DeviceOrder;
import io.clinictelemetry.domain.intake.DeviceOrder.Arrival;
import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.Position;
import io.clinictelemetry.domain.intake.Rejection;
import io.clinictelemetry.domain.intake.Rejection.Reason;
import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.intake.TelemetryEvent;
import io.clinictelemetry.streams.shared.PartitionAccount.Outcome;
import io.clinictelemetry.streams.shared.WaitingEvents.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Reads one telemetry partition: moves the log clock, fires what is due, decodes, puts each
 * device's events in order, hands them to the application, and accounts for every record.
 *
 * @param <A> what the application remembers of one device
 */
final class TelemetryProcessor<A> implements Processor<byte[], byte[], Object, Object> {

  /** How often the ledger is published while records come. It decides nothing about a device. */
  private static final Duration LEDGER_INTERVAL = Duration.ofMillis(500);

  /** Deadlines that fire with one record at most; each takes some tens of microseconds. */
  static final int FIRED_PER_RECORD = 1_000;

  private final TelemetryTopology<A> topology;
  private final EventDecoder decoder;
  private final DeviceLogic<A> logic;
  private final IntakeMetrics metrics;
  private final RegistryPatience patience;

  private ProcessorContext<Object, Object> context;
  private KeyValueStore<Bytes, byte[]> devices;
  private KeyValueStore<Bytes, byte[]> accounts;
  private WaitingEvents waiting;
  private Timers timers;
  private QuarantineWriter quarantine;

  private Bytes accountKey;
  private PartitionAccount account;
  private int partition;
  private long offset;
  private Headers headers;
  private boolean ledgerChanged;

  TelemetryProcessor(
      TelemetryTopology<A> topology,
      EventDecoder decoder,
      DeviceLogic<A> logic,
      IntakeMetrics metrics) {
    this.topology = topology;
    this.decoder = decoder;
    this.logic = logic;
    this.metrics = metrics;
    this.patience = topology.registryPatience();
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    this.context = context;
    devices = context.getStateStore(topology.devicesStore());
    accounts = context.getStateStore(topology.accountsStore());
    waiting = new WaitingEvents(context.getStateStore(topology.waitingStore()));
    timers = new Timers(context.getStateStore(topology.timersStore()));
    quarantine = new QuarantineWriter(context);
    // One task reads one telemetry partition, and their numbers are the same.
    partition = context.taskId().partition();
    accountKey =
        Bytes.wrap(
            RecordKeys.ledger(topology.application(), partition).getBytes(StandardCharsets.UTF_8));
    // What was committed may not have been published before the last stop.
    byte[] stored = accounts.get(accountKey);
    account = stored == null ? null : PartitionAccount.decode(stored);
    ledgerChanged = account != null;
    context.schedule(LEDGER_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> publishLedger());
    logic.init(context);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata metadata =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a record of a topic has coordinates"));
    if (!metadata.topic().equals(topology.telemetryTopic())) {
      if (!logic.onNeighbour(record, metadata)) {
        announce(record.key());
      }
      return;
    }
    offset = metadata.offset();
    headers = record.headers();
    long appendedAtMs = record.timestamp();
    if (account == null) {
      account = PartitionAccount.startingAt(offset, appendedAtMs);
    }
    account.read(offset, appendedAtMs);
    long logClockMs = account.logClockMs();
    fireDue(logClockMs);

    Decoded decoded = decode(record.key(), record.value());
    if (decoded instanceof Decoded.Usable usable) {
      arrive(usable.event(), record, logClockMs);
    } else if (decoded instanceof Decoded.Unusable unusable) {
      quarantine(unusable.rejection(), record.key(), record.value(), offset, appendedAtMs);
      unusable.place().ifPresent(place -> closePlace(place, logClockMs));
    } else {
      count(Outcome.TICK);
    }
    for (String deviceId : logic.due(offset + 1)) {
      DeviceState<A> state = loadFired(deviceId, logClockMs);
      logic.onDue(deviceId, state.application, logClockMs);
      save(deviceId, state);
    }
    saveAccount();
    logic.afterRecord(timers.earliestDue(logClockMs).orElse(logClockMs));
  }

  /** Reference data of a device came; it is no part of the log. */
  private void announce(byte[] key) {
    String deviceId = new String(key, StandardCharsets.UTF_8);
    long logClockMs = account == null ? 0 : account.logClockMs();
    DeviceState<A> state = loadFired(deviceId, logClockMs);
    logic.onInventory(deviceId, state.application, logClockMs);
    save(deviceId, state);
  }

  @Override
  public void close() {
    metrics.forget(partition);
  }

  private Decoded decode(byte[] key, byte[] value) {
    return patience.whileAway(() -> decoder.decode(key, value, partition));
  }

  private void saveAccount() {
    accounts.put(accountKey, account.encode());
    ledgerChanged = true;
  }

  private void publishLedger() {
    if (ledgerChanged) {
      LedgerEntry entry =
          account.entry(topology.application(), topology.telemetryTopic(), partition);
      context.forward(
          new Record<>(
              RecordKeys.ledger(topology.application(), partition), entry, account.logClockMs()),
          TelemetryTopology.LEDGER_SINK);
      metrics.ledger(entry);
      ledgerChanged = false;
    }
  }

  /** An event that can be used has arrived. */
  private void arrive(TelemetryEvent event, Record<byte[], byte[]> record, long logClockMs) {
    String deviceId = event.deviceId();
    DeviceState<A> state = loadFired(deviceId, logClockMs);
    Waiting arrived = new Waiting(offset, record.timestamp(), logClockMs, record.value());
    Arrival arrival = state.order.arrive(event.position());
    switch (arrival) {
      case NEXT -> {
        take(state, event, arrived, false, logClockMs);
        takeWaiting(deviceId, state, logClockMs);
      }
      case OUT_OF_ORDER -> take(state, event, arrived, true, logClockMs);
      case WAITS -> {
        waiting.put(deviceId, event.position(), arrived);
        account.buffer(1);
        if (state.gapDeadlineMs == DeviceState.NONE) {
          state.gapDeadlineMs = logClockMs + DeviceOrder.GAP_WAIT_MS;
        }
      }
      case DUPLICATE -> count(Outcome.DUPLICATE);
      case BEYOND_HORIZON ->
          quarantine(
              new Rejection(
                  Reason.BEYOND_HORIZON,
                  "event %s is older than what is remembered of the device"
                      .formatted(event.position())),
              record.key(),
              record.value(),
              offset,
              record.timestamp());
    }
    declareGapsThatCannotWait(deviceId, state, logClockMs);
    save(deviceId, state);
  }

  /** An event that cannot be used closes the gap at its place, so that nobody waits for it. */
  private void closePlace(Decoded.Place place, long logClockMs) {
    DeviceState<A> state = loadFired(place.deviceId(), logClockMs);
    state
        .order
        .arriveUnusable(place.position())
        .ifPresent(next -> takeFrom(place.deviceId(), state, next, logClockMs));
    declareGapsThatCannotWait(place.deviceId(), state, logClockMs);
    save(place.deviceId(), state);
  }

  /** Memory of a device is bounded: when it is full, what is missing is given up early. */
  private void declareGapsThatCannotWait(String deviceId, DeviceState<A> state, long logClockMs) {
    while (state.order.mustDeclareGap()) {
      declareGap(deviceId, state, logClockMs);
    }
  }

  private void takeWaiting(String deviceId, DeviceState<A> state, long logClockMs) {
    state.order.advance().ifPresent(next -> takeFrom(deviceId, state, next, logClockMs));
  }

  /** Takes the waiting event at the position and all that follow without a gap. */
  private void takeFrom(String deviceId, DeviceState<A> state, Position first, long logClockMs) {
    Optional<Position> next = Optional.of(first);
    while (next.isPresent()) {
      Waiting arrived = waiting.take(deviceId, next.get());
      account.buffer(-1);
      takeWaited(deviceId, state, next.get(), arrived, logClockMs);
      next = state.order.advance();
    }
    // The next gap was noticed when the first event behind it came. That may be longer ago than the
    // wait; it is declared now, because the log clock never goes back.
    state.gapDeadlineMs =
        state
            .order
            .firstWaiting()
            .map(p -> waiting.peek(deviceId, p).arrivedAtMs() + DeviceOrder.GAP_WAIT_MS)
            .map(deadlineMs -> Math.max(deadlineMs, logClockMs))
            .orElse(DeviceState.NONE);
  }

  /** A release that came in the meantime may judge otherwise about what was usable. */
  private void takeWaited(
      String deviceId, DeviceState<A> state, Position at, Waiting arrived, long logClockMs) {
    byte[] key = deviceId.getBytes(StandardCharsets.UTF_8);
    Decoded decoded = decode(key, arrived.value());
    if (decoded instanceof Decoded.Usable usable) {
      take(state, usable.event(), arrived, false, logClockMs);
      return;
    }
    Rejection rejection =
        decoded instanceof Decoded.Unusable unusable
            ? unusable.rejection()
            : new Rejection(Reason.PAYLOAD_MISMATCH, "a tick among a device's events");
    quarantine(rejection, key, arrived.value(), arrived.offset(), arrived.appendedAtMs());
    state.order.markUnusable(at);
  }

  private void declareGap(String deviceId, DeviceState<A> state, long logClockMs) {
    metrics.gap();
    Optional<Position> expected = state.order.cursor();
    Optional<Position> first = state.order.declareGap();
    if (first.isPresent()) {
      long missing = first.get().missingFrom(expected.orElseThrow());
      if (missing > 0) {
        logic.onGap(state.application, missing);
      }
      takeFrom(deviceId, state, first.get(), logClockMs);
    } else {
      state.gapDeadlineMs = DeviceState.NONE;
    }
  }

  private void take(
      DeviceState<A> state,
      TelemetryEvent event,
      Waiting arrived,
      boolean outOfOrder,
      long logClockMs) {
    if (state.clock.observe(event.position().bootId(), event.sentAtMs(), arrived.appendedAtMs())) {
      state.offsets.forget();
    }
    long offsetMs = offsetMs(state, event);
    TakenEvent taken =
        new TakenEvent(event, arrived.appendedAtMs(), offsetMs, outOfOrder, state.clock.offsetMs());
    boolean datable = !taken.clockAhead() && !taken.undated();
    Optional<Rejection> rejection =
        datable
            ? logic.refuse(state.application, taken, logClockMs)
            : Optional.of(undatable(taken));
    if (rejection.isPresent()) {
      quarantine(
          rejection.get(),
          event.deviceId().getBytes(StandardCharsets.UTF_8),
          arrived.value(),
          arrived.offset(),
          arrived.appendedAtMs());
      state.order.markUnusable(event.position());
      return;
    }
    event.sessionId().ifPresent(session -> state.offsets.freeze(session, offsetMs));
    Outcome outcome = taken.late() ? Outcome.LATE : Outcome.APPLIED;
    count(outcome);
    if (event.payload() instanceof Frame frame) {
      metrics.samples(outcome, frame.count());
    }
    if (outOfOrder) {
      account.countOutOfOrder();
    }
    logic.onEvent(state.application, taken, logClockMs);
  }

  private static Rejection undatable(TakenEvent taken) {
    return taken.clockAhead()
        ? new Rejection(
            Reason.CLOCK_AHEAD,
            (taken.atMs() - taken.appendedAtMs()) + " ms ahead of its append time")
        : new Rejection(
            Reason.IMPOSSIBLE_NUMBER, "before 1970, corrected by " + taken.offsetMs() + " ms");
  }

  private static long offsetMs(DeviceState<?> state, TelemetryEvent event) {
    OptionalLong frozen = event.sessionId().map(state.offsets::find).orElse(OptionalLong.empty());
    return frozen.orElseGet(state.clock::offsetMs);
  }

  /**
   * Fires the deadlines up to the log clock in their order, each stamped with itself. When very
   * many are due, the rest waits for the records that follow: a transaction has its time.
   */
  private void fireDue(long logClockMs) {
    for (int fired = 0; fired < FIRED_PER_RECORD; fired++) {
      Optional<Timers.Timer> due = timers.pollDue(logClockMs);
      if (due.isEmpty()) {
        return;
      }
      String deviceId = due.get().deviceId();
      DeviceState<A> state = load(deviceId);
      if (state.armedMs == due.get().deadlineMs()) {
        state.armedMs = DeviceState.NONE;
        fire(deviceId, state, due.get().deadlineMs());
        save(deviceId, state);
      }
    }
  }

  private void fire(String deviceId, DeviceState<A> state, long untilMs) {
    logic.onLogBegan(state.application, account.beganMs());
    for (long deadlineMs = deadlineMs(state);
        deadlineMs <= untilMs;
        deadlineMs = deadlineMs(state)) {
      if (state.gapDeadlineMs <= deadlineMs) {
        declareGap(deviceId, state, deadlineMs);
      }
      if (logic.nextDeadlineMs(state.application) <= deadlineMs) {
        logic.onDeadline(deviceId, state.application, deadlineMs);
      }
    }
  }

  /** The device, with what was due before its next event behind it. */
  private DeviceState<A> loadFired(String deviceId, long logClockMs) {
    DeviceState<A> state = load(deviceId);
    if (state.armedMs <= logClockMs && account != null) {
      fire(deviceId, state, logClockMs);
    }
    return state;
  }

  private DeviceState<A> load(String deviceId) {
    byte[] stored = devices.get(key(deviceId));
    return stored == null ? DeviceState.empty(logic) : DeviceState.decode(stored, logic);
  }

  /**
   * Remembers the device and makes sure that its earliest deadline is armed. A timer that is armed
   * earlier stays: it fires, finds nothing due, and arms the real one.
   */
  private void save(String deviceId, DeviceState<A> state) {
    long deadlineMs = deadlineMs(state);
    if (deadlineMs < state.armedMs) {
      timers.arm(deadlineMs, deviceId);
      state.armedMs = deadlineMs;
    }
    devices.put(key(deviceId), state.encode(logic));
  }

  private long deadlineMs(DeviceState<A> state) {
    return Math.min(state.gapDeadlineMs, logic.nextDeadlineMs(state.application));
  }

  private static Bytes key(String deviceId) {
    return Bytes.wrap(deviceId.getBytes(StandardCharsets.UTF_8));
  }

  private void count(Outcome outcome) {
    account.count(outcome);
    metrics.record(outcome);
  }

  private void quarantine(
      Rejection rejection, byte[] key, byte[] value, long foundAt, long appendedAtMs) {
    count(Outcome.QUARANTINED);
    metrics.quarantined(rejection.reason(), partition, foundAt);
    boolean ofIntake = rejection.reason() != Reason.BEYOND_RETENTION;
    if (ofIntake && !topology.writesIntakeQuarantine()) {
      return; // the other application writes it
    }
    quarantine.write(
        rejection,
        new QuarantineWriter.Found(
            topology.telemetryTopic(), partition, foundAt, appendedAtMs, carried(foundAt)),
        key,
        value,
        account.logClockMs());
  }

  /**
   * The record's own headers. One that waited has none any more: only its value was kept, and those
   * at hand are of another record.
   */
  private Headers carried(long foundAt) {
    return foundAt == offset ? new RecordHeaders(headers.toArray()) : new RecordHeaders();
  }
}
