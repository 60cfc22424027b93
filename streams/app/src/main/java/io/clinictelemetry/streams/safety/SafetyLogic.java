package io.clinictelemetry.streams.safety;

import io.clinictelemetry.avro.AlertCommand;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.communication.LinkChange;
import io.clinictelemetry.domain.device.DeviceWatch.Surroundings;
import io.clinictelemetry.domain.episodes.AlertChange;
import io.clinictelemetry.domain.episodes.Episodes;
import io.clinictelemetry.domain.episodes.Treatment;
import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.Plausibility;
import io.clinictelemetry.domain.intake.SessionEnd;
import io.clinictelemetry.domain.intake.SessionStart;
import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.intake.TelemetryEvent;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Limit;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.limits.LimitsInForce;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.Policies;
import io.clinictelemetry.domain.load.LoadChange;
import io.clinictelemetry.domain.rules.LinkRule;
import io.clinictelemetry.domain.rules.Rules;
import io.clinictelemetry.streams.safety.SafetyState.Watch;
import io.clinictelemetry.streams.shared.CommandDecoder;
import io.clinictelemetry.streams.shared.DeviceLogic;
import io.clinictelemetry.streams.shared.QuarantineWriter;
import io.clinictelemetry.streams.shared.ReferenceTable;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each device's readings to the episodes of its treatment, and publishes what changes. */
final class SafetyLogic implements DeviceLogic<SafetyState> {

  private static final Logger LOG = LoggerFactory.getLogger(SafetyLogic.class);

  /** A device has one treatment; more are remembered so that an end which was lost does no harm. */
  private static final int MAX_WATCHES = 4;

  private final Duration sessionTimeout;
  private final Function<AlertEvent, byte[]> eventBytes;
  private final AlertMetrics metrics;
  private final LinkMetrics linkMetrics;
  private ProcessorContext<Object, Object> context;
  private AlertDesk desk;
  private QuarantineWriter quarantine;
  private long toldSecond;
  private final CommandDecoder commands;
  private final ReferenceTable<Device> inventoryTable;
  private ReferenceTable<Device>.View inventory;
  private final PolicySource policySource;
  private Supplier<Policies> policies;

  SafetyLogic(
      Duration sessionTimeout,
      ReferenceTable<Device> inventoryTable,
      PolicySource policySource,
      CommandDecoder commands,
      Function<AlertEvent, byte[]> eventBytes,
      AlertMetrics metrics,
      LinkMetrics linkMetrics) {
    this.sessionTimeout = sessionTimeout;
    this.inventoryTable = inventoryTable;
    this.policySource = policySource;
    this.commands = commands;
    this.eventBytes = eventBytes;
    this.metrics = metrics;
    this.linkMetrics = linkMetrics;
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    this.context = context;
    inventory = inventoryTable.view(context);
    policies = policySource.in(context);
    quarantine = new QuarantineWriter(context);
    desk =
        new AlertDesk(
            context.getStateStore(SafetyTopology.ACTIVE_STORE),
            context.getStateStore(SafetyTopology.DUE_STORE),
            PolicySource.responsePlan(policies),
            new AlertPublisher(context, SafetyTopology.SINKS, eventBytes, this::tell, metrics));
  }

  @Override
  public SafetyState newState() {
    return new SafetyState();
  }

  @Override
  public void write(SafetyState state, DataOutput out) throws IOException {
    state.write(out);
  }

  @Override
  public SafetyState read(DataInput in, int version) throws IOException {
    return SafetyState.read(in, version);
  }

  @Override
  public void onEvent(SafetyState state, TakenEvent taken, long logClockMs) {
    TelemetryEvent event = taken.event();
    state.closedAlerts.forget(logClockMs);
    tell(state.link.heard(taken, logClockMs, name -> strictest(taken, name)));
    Watch known = state.watches.get(event.sessionId());
    if (known != null) {
      known.lastEventMs = logClockMs;
    }
    if (event.payload() instanceof SessionStart start) {
      start(state, known, taken, start, logClockMs);
    } else if (event.payload() instanceof Frame frame) {
      judge(state, known, taken, frame, logClockMs);
    }
    Watch watch = state.watches.get(event.sessionId());
    if (watch != null && event.sessionId().isPresent() && !taken.outOfOrder()) {
      time(watch, taken, logClockMs);
    }
    if (event.payload() instanceof SessionEnd && watch != null) {
      state.watches.remove(event.sessionId());
      publish(watch.episodes.end(taken.atMs(), logClockMs));
    }
    publish(state.device.onEvent(taken, surroundings(state, taken), logClockMs));
  }

  private void time(Watch watch, TakenEvent taken, long logClockMs) {
    watch.timer = watch.timer.next(taken, logClockMs);
    if (watch.timer.modality().isPresent()) {
      Limits limits = limits(watch).at(taken.atMs());
      watch.timer = watch.timer.armed(limits, taken.late());
      publish(watch.timer.judge(watch.episodes, limits, taken.late(), logClockMs));
    }
  }

  private LimitsInForce limits(Watch watch) {
    return limits(watch.episodes.treatment(), watch.timer.modality().orElseThrow());
  }

  private Surroundings surroundings(SafetyState state, TakenEvent taken) {
    String deviceId = taken.event().deviceId();
    // A device that was switched off ended its sessions, whether or not anybody was told.
    long bootId = taken.event().position().bootId();
    long openSessions =
        state.watches.values().stream().filter(watch -> watch.timer.bootId() == bootId).count();
    return new Surroundings(
        () -> inventory.find(deviceId).isPresent(),
        (int) openSessions,
        name -> strictest(taken, name));
  }

  /** Of all that the device may do, the limit that is reached first. */
  private Limit strictest(TakenEvent taken, LimitName name) {
    return strictest(treatmentWithoutStart(taken.event()), taken.atMs(), name);
  }

  private Limit strictest(Treatment treatment, long atMs, LimitName name) {
    return Stream.of(Modality.values())
        .map(modality -> limits(treatment, modality).at(atMs))
        .map(limits -> new Limit(limits.value(name), limits.policy(name)))
        .reduce((a, b) -> name.bound().isLooser(a.value(), b.value()) ? b : a)
        .orElseThrow();
  }

  private Limit neverSeen(Device device, long logClockMs) {
    Kind kind = kind(device.getDeviceId());
    Treatment none =
        Treatment.withoutStart(
            device.getDeviceId(),
            device.getClinicId(),
            Optional.empty(),
            kind.deviceClass(),
            kind.model());
    return strictest(none, logClockMs, LimitName.DEVICE_NEVER_SEEN);
  }

  @Override
  public void onGap(SafetyState state, long missing) {
    state.device.onGap(missing);
  }

  private void start(
      SafetyState state, Watch known, TakenEvent taken, SessionStart start, long logClockMs) {
    if (known != null) {
      // The start came after readings: from here on its zone and skin are known.
      Treatment before = known.episodes.treatment();
      known.episodes =
          known.episodes.as(
              treatment(taken.event(), start, new Kind(before.deviceClass(), before.model())));
    } else if (!taken.outOfOrder() || state.watches.size() < MAX_WATCHES) {
      // Out of order, its session may be over: that must not push out one that goes on.
      Kind kind = kind(taken.event().deviceId());
      watch(state, treatment(taken.event(), start, kind), taken, logClockMs);
    }
  }

  private void judge(
      SafetyState state, Watch known, TakenEvent taken, Frame frame, long logClockMs) {
    long endMs = taken.atMs() + frame.durationMs();
    if (taken.outOfOrder()) {
      // History of a session that may be over: judged alone, and not watched again.
      if (known != null) {
        known.lastReadingMs = Math.max(known.lastReadingMs, endMs);
      }
      Episodes episodes =
          known != null
              ? known.episodes
              : new Episodes(treatmentWithoutStart(taken.event()), state.closedAlerts);
      LimitsInForce limits = limits(episodes.treatment(), frame.modality());
      publish(episodes.judgeOutOfOrder(taken, frame, limits, logClockMs));
      return;
    }
    Watch watch =
        known != null
            ? known
            : watch(state, treatmentWithoutStart(taken.event()), taken, logClockMs);
    watch.lastReadingMs = endMs;
    publish(
        watch.episodes.judge(
            taken,
            frame,
            limits(watch.episodes.treatment(), frame.modality()),
            state.device.holding(),
            logClockMs));
  }

  private LimitsInForce limits(Treatment treatment, Modality modality) {
    return policies
        .get()
        .of(
            treatment.deviceId(),
            treatment.clinicId(),
            treatment.model(),
            modality,
            treatment.deviceClass());
  }

  private Watch watch(SafetyState state, Treatment treatment, TakenEvent taken, long logClockMs) {
    if (state.watches.size() >= MAX_WATCHES) {
      end(state, quietest(state), logClockMs);
    }
    Watch watch = new Watch(new Episodes(treatment, state.closedAlerts), logClockMs, taken.atMs());
    state.watches.put(treatment.sessionId(), watch);
    return watch;
  }

  /** The session that was heard of least recently. */
  private static Optional<String> quietest(SafetyState state) {
    return state.watches.entrySet().stream()
        .min(Comparator.comparingLong(entry -> entry.getValue().lastEventMs))
        .orElseThrow()
        .getKey();
  }

  private void end(SafetyState state, Optional<String> session, long logClockMs) {
    Watch watch = state.watches.remove(session);
    publish(watch.episodes.end(watch.lastReadingMs, logClockMs));
  }

  private static Treatment treatment(TelemetryEvent event, SessionStart start, Kind kind) {
    return new Treatment(
        event.deviceId(),
        event.clinicId(),
        event.sessionId(),
        kind.deviceClass(),
        kind.model(),
        start.zone(),
        start.sensitivity(),
        start.electrode(),
        start.waveform());
  }

  private Treatment treatmentWithoutStart(TelemetryEvent event) {
    Kind kind = kind(event.deviceId());
    return Treatment.withoutStart(
        event.deviceId(), event.clinicId(), event.sessionId(), kind.deviceClass(), kind.model());
  }

  /** What limits depend on of a device. */
  private record Kind(DeviceClass deviceClass, Optional<String> model) {}

  private Kind kind(String deviceId) {
    Optional<Device> known = inventory.find(deviceId);
    DeviceClass deviceClass =
        known
            .map(Device::getDeviceClass)
            .filter(named -> named != io.clinictelemetry.avro.DeviceClass.UNKNOWN)
            .map(named -> DeviceClass.valueOf(named.name()))
            .orElse(DeviceClass.STRICTEST);
    return new Kind(deviceClass, known.map(Device::getModel));
  }

  @Override
  public long nextDeadlineMs(SafetyState state) {
    long earliest = Math.min(state.device.deadlineMs(), state.link.deadlineMs());
    for (Watch watch : state.watches.values()) {
      earliest = Math.min(earliest, watch.lastEventMs + sessionTimeout.toMillis());
      earliest = Math.min(earliest, watch.timer.dueMs());
    }
    return earliest;
  }

  @Override
  public void onDeadline(String deviceId, SafetyState state, long deadlineMs) {
    if (state.link.deadlineMs() <= deadlineMs) {
      tell(List.of(state.link.fallSilent(deviceId)));
    }
    publish(state.device.onDeadline(deadlineMs));
    for (Watch watch : state.watches.values()) {
      if (watch.timer.dueMs() <= deadlineMs) {
        Limits limits = limits(watch).at(deadlineMs);
        watch.timer = watch.timer.onDeadline(limits, deadlineMs);
        publish(watch.timer.judge(watch.episodes, limits, false, deadlineMs));
      }
    }
    for (Optional<String> session : List.copyOf(state.watches.keySet())) {
      if (state.watches.get(session).lastEventMs + sessionTimeout.toMillis() <= deadlineMs) {
        end(state, session, deadlineMs);
      }
    }
  }

  @Override
  public void onLogBegan(SafetyState state, long beganMs) {
    state.link.expectedFrom(beganMs);
  }

  @Override
  public void onInventory(String deviceId, SafetyState state, long logClockMs) {
    Optional<Device> device =
        inventory.find(deviceId).filter(found -> Plausibility.isId(found.getClinicId()));
    tell(
        device
            .map(
                found ->
                    state.link.registered(
                        deviceId,
                        found.getClinicId(),
                        found.getCommissionedAt().toEpochMilli(),
                        logClockMs,
                        neverSeen(found, logClockMs)))
            .orElseGet(() -> state.link.unregistered(deviceId, logClockMs)));
  }

  @Override
  public boolean onNeighbour(Record<byte[], byte[]> record, RecordMetadata metadata) {
    if (!metadata.topic().equals(TopicCatalogue.ALERT_COMMANDS.name())) {
      return false;
    }
    try {
      AlertCommand command = commands.decode(record.key(), record.value(), metadata.partition());
      if (Rules.named(command.getRule()).filter(LinkRule.class::isInstance).isPresent()) {
        context.forward(
            LinkMessages.of(
                command.getClinicId(),
                new LinkMessages.Asked(Bytes.wrap(record.value()), record.timestamp())),
            SafetyTopology.LINKS);
      } else {
        desk.command(command, record.timestamp());
      }
    } catch (CommandDecoder.RejectedException e) {
      LOG.warn(
          "a command goes to quarantine: {} topic={} partition={} offset={}",
          e.getMessage(),
          metadata.topic(),
          metadata.partition(),
          metadata.offset());
      quarantine.write(
          e.rejection(),
          new QuarantineWriter.Found(
              metadata.topic(),
              metadata.partition(),
              metadata.offset(),
              record.timestamp(),
              new RecordHeaders(record.headers().toArray())),
          record.key(),
          record.value(),
          record.timestamp());
    }
    return true;
  }

  /** Every stage partition needs the clock, and once a second is enough. */
  @Override
  public void afterRecord(long doneBeforeMs) {
    desk.fireDue(doneBeforeMs);
    long second = doneBeforeMs / 1_000;
    if (second != toldSecond) {
      toldSecond = second;
      int partition = context.taskId().partition();
      context.forward(
          LinkMessages.of(new LinkMessages.Clock(partition, doneBeforeMs)), SafetyTopology.LINKS);
    }
  }

  private void tell(List<LinkChange> changes) {
    for (LinkChange change : changes) {
      context.forward(LinkMessages.of(change), SafetyTopology.LINKS);
      linkMetrics.changed(change);
    }
  }

  private void tell(LoadChange change) {
    context.forward(LinkMessages.of(change), SafetyTopology.LINKS);
  }

  private void publish(List<AlertChange> changes) {
    changes.forEach(desk::changed);
  }
}
