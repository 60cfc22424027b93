package io.clinictelemetry.streams.safety;

import io.clinictelemetry.domain.communication.Link;
import io.clinictelemetry.domain.device.DeviceMemory;
import io.clinictelemetry.domain.device.DeviceWatch;
import io.clinictelemetry.domain.device.SessionTimer;
import io.clinictelemetry.domain.episodes.Alert;
import io.clinictelemetry.domain.episodes.AlertChange;
import io.clinictelemetry.domain.episodes.AlertChange.Transition;
import io.clinictelemetry.domain.episodes.Chains;
import io.clinictelemetry.domain.episodes.Chains.Chain;
import io.clinictelemetry.domain.episodes.ClosedAlerts;
import io.clinictelemetry.domain.episodes.Episodes;
import io.clinictelemetry.domain.episodes.OpenAlerts;
import io.clinictelemetry.domain.episodes.Subject;
import io.clinictelemetry.domain.episodes.Treatment;
import io.clinictelemetry.domain.intake.SessionStart.Electrode;
import io.clinictelemetry.domain.intake.SessionStart.Waveform;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Limit;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import io.clinictelemetry.domain.rules.Condition;
import io.clinictelemetry.domain.rules.Judge;
import io.clinictelemetry.domain.rules.Rule;
import io.clinictelemetry.domain.rules.Rules;
import io.clinictelemetry.domain.rules.SampleRule.Family;
import io.clinictelemetry.domain.rules.signals.Signals;
import io.clinictelemetry.streams.shared.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** What the safety application remembers of one device: its treatments, oldest first, its link. */
final class SafetyState {

  /** The version of the layout from which on alerts have causes and rules have memories. */
  private static final int WITH_MEMORY = 2;

  /** The newest version of an alert's layout. */
  static final int NEWEST_ALERT = WITH_MEMORY;

  /** One treatment that is being watched. */
  static final class Watch {
    /** May be judged by another treatment from the session's start event on. */
    Episodes episodes;

    /** Log clock of its latest event, ms since 1970 UTC. */
    long lastEventMs;

    /** Corrected end of its latest reading, ms since 1970 UTC. */
    long lastReadingMs;

    /** How long it lasts. */
    SessionTimer timer = SessionTimer.NEW;

    Watch(Episodes episodes, long lastEventMs, long lastReadingMs) {
      this.episodes = episodes;
      this.lastEventMs = lastEventMs;
      this.lastReadingMs = lastReadingMs;
    }
  }

  /** Whether it is heard. */
  Link link = new Link();

  /** By session; readings without a session form one of their own. */
  final LinkedHashMap<Optional<String>, Watch> watches = new LinkedHashMap<>();

  /** What readings that come out of order may still widen. */
  final ClosedAlerts closedAlerts = new ClosedAlerts();

  /** What is judged of the device as a whole. */
  DeviceWatch device = new DeviceWatch();

  void write(DataOutput out) throws IOException {
    out.writeInt(watches.size());
    for (Watch watch : watches.values()) {
      writeTreatment(out, watch.episodes.treatment());
      out.writeLong(watch.lastEventMs);
      out.writeLong(watch.lastReadingMs);
      Map<String, Condition> conditions = watch.episodes.judge().conditions();
      out.writeInt(conditions.size());
      for (Map.Entry<String, Condition> entry : conditions.entrySet()) {
        out.writeUTF(entry.getKey());
        writeCondition(out, entry.getValue());
      }
      writeAlerts(out, watch.episodes.openAlerts());
      writeSignals(out, watch.episodes.judge().signals());
      writeChains(out, watch.episodes.chains());
      writeTimer(out, watch.timer);
    }
    writeDevice(out, device);
    writeLink(out, link);
    writeClosed(out, closedAlerts);
  }

  static SafetyState read(DataInput in, int version) throws IOException {
    SafetyState state = new SafetyState();
    int watches = in.readInt();
    for (int i = 0; i < watches; i++) {
      Treatment treatment = readTreatment(in, version);
      long lastEventMs = in.readLong();
      long lastReadingMs = in.readLong();
      Map<String, Condition> conditions = new HashMap<>();
      int held = in.readInt();
      for (int j = 0; j < held; j++) {
        conditions.put(in.readUTF(), readCondition(in, version));
      }
      Map<String, Alert> alerts = readAlerts(in, version);
      Signals signals = version >= WITH_MEMORY ? readSignals(in) : new Signals();
      Chains chains = version >= WITH_MEMORY ? readChains(in) : new Chains();
      Watch watch =
          new Watch(
              new Episodes(
                  treatment, new Judge(signals, conditions), alerts, chains, state.closedAlerts),
              lastEventMs,
              lastReadingMs);
      watch.timer = version >= WITH_MEMORY ? readTimer(in) : SessionTimer.NEW;
      state.watches.put(treatment.sessionId(), watch);
    }
    if (version >= WITH_MEMORY) {
      state.device = readDevice(in, version);
      state.link = readLink(in);
      readClosed(in, version, state.closedAlerts);
    }
    return state;
  }

  private static void writeTreatment(DataOutput out, Treatment treatment) throws IOException {
    out.writeUTF(treatment.deviceId());
    out.writeUTF(treatment.clinicId());
    StateCodec.writeOptional(out, treatment.sessionId());
    out.writeUTF(treatment.deviceClass().name());
    out.writeUTF(treatment.zone().name());
    out.writeUTF(treatment.sensitivity().name());
    StateCodec.writeOptional(out, treatment.model());
    StateCodec.writeOptional(out, treatment.electrode().map(Electrode::name));
    StateCodec.writeOptional(out, treatment.waveform().map(Waveform::name));
  }

  private static Treatment readTreatment(DataInput in, int version) throws IOException {
    String deviceId = in.readUTF();
    String clinicId = in.readUTF();
    Optional<String> sessionId = StateCodec.readOptional(in);
    DeviceClass deviceClass = DeviceClass.valueOf(in.readUTF());
    Zone zone = Zone.valueOf(in.readUTF());
    SkinSensitivity sensitivity = SkinSensitivity.valueOf(in.readUTF());
    boolean more = version >= WITH_MEMORY;
    Optional<String> model = more ? StateCodec.readOptional(in) : Optional.empty();
    Optional<String> electrode = more ? StateCodec.readOptional(in) : Optional.empty();
    Optional<String> waveform = more ? StateCodec.readOptional(in) : Optional.empty();
    return new Treatment(
        deviceId,
        clinicId,
        sessionId,
        deviceClass,
        model,
        zone,
        sensitivity,
        electrode.map(Electrode::valueOf),
        waveform.map(Waveform::valueOf));
  }

  private static void writeCondition(DataOutput out, Condition condition) throws IOException {
    out.writeBoolean(condition.holds());
    out.writeBoolean(condition.chattering());
    out.writeLong(condition.beganMs());
    out.writeLong(condition.beganBeforeMs());
    out.writeLong(condition.startedAtMs());
    out.writeDouble(condition.peak());
    out.writeLong(condition.runMs());
    out.writeInt(condition.runSamples());
    out.writeLong(condition.runStartedAtMs());
    out.writeLong(condition.runEndElapsedMs());
  }

  private static Condition readCondition(DataInput in, int version) throws IOException {
    boolean more = version >= WITH_MEMORY;
    return new Condition(
        in.readBoolean(),
        more && in.readBoolean(),
        more ? in.readLong() : Long.MIN_VALUE,
        more ? in.readLong() : Long.MIN_VALUE,
        in.readLong(),
        in.readDouble(),
        in.readLong(),
        in.readInt(),
        in.readLong(),
        in.readLong());
  }

  private static void writeTimer(DataOutput out, SessionTimer timer) throws IOException {
    StateCodec.writeOptional(out, timer.modality().map(Modality::name));
    out.writeLong(timer.startedAtMs());
    out.writeLong(timer.elapsedMs());
    out.writeLong(timer.heardMs());
    out.writeLong(timer.dueMs());
    out.writeLong(timer.bootId());
  }

  private static SessionTimer readTimer(DataInput in) throws IOException {
    return new SessionTimer(
        StateCodec.readOptional(in).map(Modality::valueOf),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong());
  }

  private static void writeDevice(DataOutput out, DeviceWatch device) throws IOException {
    Optional<OpenAlerts> alerts = device.alerts();
    out.writeBoolean(alerts.isPresent());
    if (alerts.isPresent()) {
      out.writeUTF(alerts.get().subject().id());
      out.writeUTF(alerts.get().subject().clinicId());
      writeAlerts(out, alerts.get().byRule());
    }
    List<Double> numbers = new ArrayList<>();
    device.memory().write(numbers::add);
    writeNumbers(out, numbers);
  }

  private static DeviceWatch readDevice(DataInput in, int version) throws IOException {
    Optional<OpenAlerts> alerts = Optional.empty();
    if (in.readBoolean()) {
      Subject subject = Subject.device(in.readUTF(), in.readUTF(), Optional.empty());
      alerts = Optional.of(new OpenAlerts(subject, readAlerts(in, version)));
    }
    return new DeviceWatch(
        alerts, DeviceMemory.read(DoubleStream.of(readNumbers(in)).iterator()::nextDouble));
  }

  private static void writeAlerts(DataOutput out, Map<String, Alert> alerts) throws IOException {
    out.writeInt(alerts.size());
    for (Alert alert : alerts.values()) {
      writeAlert(out, alert);
    }
  }

  private static Map<String, Alert> readAlerts(DataInput in, int version) throws IOException {
    Map<String, Alert> alerts = new LinkedHashMap<>();
    int open = in.readInt();
    for (int i = 0; i < open; i++) {
      Alert alert = readAlert(in, version, Subject.Kind.DEVICE);
      alerts.put(alert.rule().name(), alert);
    }
    return alerts;
  }

  private static void writeClosed(DataOutput out, ClosedAlerts closed) throws IOException {
    out.writeByte(closed.changes().size());
    for (AlertChange change : closed.changes()) {
      out.writeLong(change.atMs());
      out.writeUTF(change.transition().name());
      writeAlert(out, change.alert());
    }
  }

  private static void readClosed(DataInput in, int version, ClosedAlerts closed)
      throws IOException {
    int size = in.readByte();
    for (int i = 0; i < size; i++) {
      closed.note(
          new AlertChange(
              in.readLong(),
              Transition.valueOf(in.readUTF()),
              readAlert(in, version, Subject.Kind.DEVICE)));
    }
  }

  private static void writeSignals(DataOutput out, Signals signals) throws IOException {
    List<Double> numbers = new ArrayList<>();
    signals.write(numbers::add);
    writeNumbers(out, numbers);
  }

  private static void writeNumbers(DataOutput out, List<Double> numbers) throws IOException {
    out.writeInt(numbers.size());
    for (double number : numbers) {
      out.writeDouble(number);
    }
  }

  private static Signals readSignals(DataInput in) throws IOException {
    return Signals.read(DoubleStream.of(readNumbers(in)).iterator()::nextDouble);
  }

  private static double[] readNumbers(DataInput in) throws IOException {
    double[] numbers = new double[in.readInt()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = in.readDouble();
    }
    return numbers;
  }

  private static void writeChains(DataOutput out, Chains chains) throws IOException {
    out.writeInt(chains.byFamily().size());
    for (Map.Entry<Family, Chain> entry : chains.byFamily().entrySet()) {
      out.writeUTF(entry.getKey().name());
      out.writeUTF(entry.getValue().first());
      out.writeInt(entry.getValue().open());
      out.writeLong(entry.getValue().endedAtMs());
    }
  }

  private static Chains readChains(DataInput in) throws IOException {
    Map<Family, Chain> chains = new EnumMap<>(Family.class);
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      chains.put(
          Family.valueOf(in.readUTF()), new Chain(in.readUTF(), in.readInt(), in.readLong()));
    }
    return new Chains(chains);
  }

  private static void writeLink(DataOutput out, Link link) throws IOException {
    out.writeUTF(link.state().name());
    out.writeUTF(link.clinicId());
    StateCodec.writeOptional(out, link.sessionId());
    out.writeLong(link.sinceMs());
    out.writeDouble(link.limit().value());
    out.writeUTF(link.limit().policy());
    out.writeLong(link.changes());
  }

  private static Link readLink(DataInput in) throws IOException {
    return new Link(
        Link.State.valueOf(in.readUTF()),
        in.readUTF(),
        StateCodec.readOptional(in),
        in.readLong(),
        new Limit(in.readDouble(), in.readUTF()),
        in.readLong());
  }

  static void writeAlert(DataOutput out, Alert alert) throws IOException {
    out.writeUTF(alert.id());
    out.writeUTF(alert.subject().id());
    out.writeUTF(alert.subject().clinicId());
    StateCodec.writeOptional(out, alert.subject().sessionId());
    out.writeUTF(alert.rule().name());
    out.writeLong(alert.startedAtMs());
    out.writeLong(alert.triggeredAtMs());
    out.writeLong(alert.detectedAtMs());
    StateCodec.writeOptional(out, alert.endedAtMs());
    out.writeDouble(alert.measured());
    out.writeDouble(alert.peak());
    out.writeDouble(alert.limit());
    out.writeUTF(alert.policy());
    out.writeUTF(alert.explanation());
    out.writeBoolean(alert.late());
    out.writeBoolean(alert.chattering());
    out.writeInt(alert.revision());
    StateCodec.writeOptional(out, alert.cause());
  }

  static Alert readAlert(DataInput in, int version, Subject.Kind about) throws IOException {
    return new Alert(
        in.readUTF(),
        new Subject(about, in.readUTF(), in.readUTF(), StateCodec.readOptional(in)),
        rule(in.readUTF()),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        StateCodec.readOptionalLong(in),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readUTF(),
        in.readUTF(),
        in.readBoolean(),
        version >= WITH_MEMORY && in.readBoolean(),
        in.readInt(),
        version >= WITH_MEMORY ? StateCodec.readOptional(in) : Optional.empty());
  }

  private static Rule rule(String name) {
    return Rules.named(name)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "an alert of the rule %s, which is no more".formatted(name)));
  }
}
