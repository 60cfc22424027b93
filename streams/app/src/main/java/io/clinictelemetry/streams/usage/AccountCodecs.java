package io.clinictelemetry.streams.usage;

import io.clinictelemetry.domain.intake.SessionEnd;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.usage.ChannelTotals;
import io.clinictelemetry.domain.usage.Coverage;
import io.clinictelemetry.domain.usage.DayAccount;
import io.clinictelemetry.domain.usage.Histogram;
import io.clinictelemetry.domain.usage.HourAccount;
import io.clinictelemetry.domain.usage.Outcome;
import io.clinictelemetry.domain.usage.Revenue;
import io.clinictelemetry.domain.usage.SessionAccount;
import io.clinictelemetry.domain.usage.SessionInHour;
import io.clinictelemetry.domain.usage.SignsOfLife;
import io.clinictelemetry.domain.usage.UsageTotals;
import io.clinictelemetry.domain.usage.Window;
import io.clinictelemetry.domain.usage.WindowOf;
import io.clinictelemetry.streams.shared.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Accounts as bytes in their stores. Version 1 had sums alone, and no days; what it counted is
 * carried over. Version 2 had neither the pump's counter nor time in service.
 */
final class AccountCodecs {

  private static final int VERSION = 3;

  private AccountCodecs() {}

  static Serde<SessionAccount> sessions() {
    return Serdes.serdeFrom(
        (topic, account) -> account == null ? null : encode(account),
        (topic, bytes) ->
            bytes == null ? null : StateCodec.decode(bytes, VERSION, AccountCodecs::session));
  }

  /** Accounts of hours and of days. */
  static Serde<StoredWindow> windows() {
    return Serdes.serdeFrom(
        (topic, window) -> window == null ? null : encode(window),
        (topic, bytes) ->
            bytes == null ? null : StateCodec.decode(bytes, VERSION, AccountCodecs::window));
  }

  private static byte[] encode(SessionAccount account) {
    return StateCodec.encode(
        VERSION,
        out -> {
          out.writeUTF(account.deviceId());
          out.writeUTF(account.sessionId());
          out.writeUTF(account.clinicId());
          out.writeUTF(account.modality().name());
          out.writeLong(account.startedAtMs());
          out.writeUTF(account.model());
          StateCodec.writeOptional(out, account.deviceClass().map(DeviceClass::name));
          out.writeUTF(account.programme());
          out.writeBoolean(account.testSession());
          out.writeLong(account.plannedMs());
          out.writeBoolean(account.startTold());
          out.writeBoolean(account.end().isPresent());
          if (account.end().isPresent()) {
            out.writeLong(account.end().get().atMs());
            out.writeUTF(account.end().get().reason().name());
          }
          out.writeBoolean(account.hasTimedOut());
          out.writeLong(account.samplesReceived());
          out.writeLong(account.samplesBad());
          out.writeInt(account.intervalMs());
          write(out, account.channel());
          write(out, account.coverage(), 0);
          write(out, account.strokes(), 0);
          out.writeInt(account.hours().size());
          for (Map.Entry<Long, SessionAccount.InHour> hour : account.hours().entrySet()) {
            out.writeLong(hour.getKey());
            StateCodec.writeNumber(out, hour.getValue().ownMs());
            StateCodec.writeNumber(out, hour.getValue().assignedMs());
          }
          out.writeLong(account.carried().treatingMs());
          StateCodec.writeOptional(out, account.carried().startMs());
          out.writeInt(account.revision());
        });
  }

  private static SessionAccount session(DataInput in, int version) throws IOException {
    SessionAccount account =
        new SessionAccount(
            in.readUTF(),
            in.readUTF(),
            in.readUTF(),
            Modality.valueOf(in.readUTF()),
            in.readLong());
    return version == 1 ? restoreFirst(account, in) : restore(account, in);
  }

  private static SessionAccount restore(SessionAccount account, DataInput in) throws IOException {
    account.describe(in.readUTF(), StateCodec.readOptional(in).map(DeviceClass::valueOf));
    account.restoreStart(in.readUTF(), in.readBoolean(), in.readLong(), in.readBoolean());
    Optional<SessionAccount.End> end =
        in.readBoolean()
            ? Optional.of(
                new SessionAccount.End(in.readLong(), SessionEnd.Reason.valueOf(in.readUTF())))
            : Optional.empty();
    account.restoreEnd(end, in.readBoolean());
    account.restoreReadings(
        in.readLong(),
        in.readLong(),
        in.readInt(),
        readChannel(in, account.modality()),
        readCoverage(in, 0, 0),
        readCoverage(in, SessionAccount.SHORTEST_PAUSE_MS - 1, 0));
    TreeMap<Long, SessionAccount.InHour> hours = new TreeMap<>();
    for (int i = in.readInt(); i > 0; i--) {
      hours.put(
          in.readLong(),
          new SessionAccount.InHour(StateCodec.readNumber(in), StateCodec.readNumber(in)));
    }
    account.restoreHours(
        hours, new SessionAccount.Carried(in.readLong(), StateCodec.readOptionalLong(in)));
    return account.publishedBefore(in.readInt());
  }

  /**
   * Of version 1: its treating time is in no hour's sets, and neither its distribution nor its
   * pauses were kept.
   */
  private static SessionAccount restoreFirst(SessionAccount account, DataInput in)
      throws IOException {
    String programme = in.readUTF();
    boolean test = in.readBoolean();
    long plannedMs = in.readLong();
    account.restoreStart(programme, test, plannedMs, plannedMs > 0 || !programme.isEmpty());
    OptionalLong endedAtMs = StateCodec.readOptionalLong(in);
    Optional<SessionEnd.Reason> reason =
        StateCodec.readOptional(in).map(SessionEnd.Reason::valueOf);
    long treatingMs = in.readLong();
    long received = in.readLong();
    long bad = in.readLong();
    ChannelTotals channel =
        new ChannelTotals(
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            new ChannelTotals(account.modality()).histogram());
    Coverage coverage = new Coverage();
    Coverage strokes = new Coverage(SessionAccount.SHORTEST_PAUSE_MS - 1);
    for (int i = in.readInt(); i > 0; i--) {
      coverage.add(in.readLong(), in.readLong());
    }
    strokes.addAll(coverage);
    int interval =
        received == 0 ? Integer.MAX_VALUE : (int) Math.max(1, coverage.lengthMs() / received);
    account.restoreReadings(received, bad, interval, channel, coverage, strokes);
    boolean inferred =
        reason.equals(Optional.of(SessionEnd.Reason.TIMEOUT))
            && endedAtMs.getAsLong() == account.startedAtMs() + coverage.endMs();
    account.restoreEnd(
        inferred
            ? Optional.empty()
            : reason.map(why -> new SessionAccount.End(endedAtMs.getAsLong(), why)),
        inferred);
    account.restoreHours(
        new TreeMap<>(),
        new SessionAccount.Carried(treatingMs, OptionalLong.of(account.startedAtMs())));
    return account.publishedBefore(in.readInt());
  }

  private static void write(DataOutput out, ChannelTotals channel) throws IOException {
    out.writeLong(channel.min());
    out.writeLong(channel.max());
    out.writeLong(channel.sumUnitMs());
    out.writeLong(channel.durationMs());
    Histogram histogram = channel.histogram();
    out.writeInt(histogram.size());
    for (int i = 0; i < histogram.size(); i++) {
      StateCodec.writeNumber(out, histogram.bucket(i));
      StateCodec.writeNumber(out, histogram.durationMs(i));
    }
  }

  private static ChannelTotals readChannel(DataInput in, Modality modality) throws IOException {
    Histogram histogram = new ChannelTotals(modality).histogram();
    ChannelTotals channel =
        new ChannelTotals(in.readLong(), in.readLong(), in.readLong(), in.readLong(), histogram);
    for (int i = in.readInt(); i > 0; i--) {
      histogram.addTo((int) StateCodec.readNumber(in), StateCodec.readNumber(in));
    }
    return channel;
  }

  private static byte[] encode(StoredWindow stored) {
    return StateCodec.encode(
        VERSION,
        out -> {
          WindowOf window = stored.window();
          out.writeUTF(window.deviceId());
          out.writeUTF(window.clinicId());
          out.writeLong(window.window().startMs());
          out.writeLong(window.window().endMs());
          out.writeUTF(window.zoneId());
          out.writeUTF(window.model());
          StateCodec.writeOptional(out, window.deviceClass().map(DeviceClass::name));
          out.writeInt(window.revision());
          StateCodec.writeNumber(out, window.scheduledMs());
          out.writeBoolean(stored instanceof StoredWindow.Day);
          if (stored instanceof StoredWindow.Day day) {
            write(out, day.account());
          } else if (stored instanceof StoredWindow.Hour hour) {
            write(out, hour.account());
          }
        });
  }

  private static StoredWindow window(DataInput in, int version) throws IOException {
    String deviceId = in.readUTF();
    String clinicId = in.readUTF();
    Window window = new Window(in.readLong(), in.readLong());
    String zoneId = in.readUTF();
    if (version == 1) {
      HourAccount.Carried carried =
          new HourAccount.Carried(in.readLong(), in.readLong(), in.readLong());
      return new StoredWindow.Hour(
          new HourAccount(
              new WindowOf(
                  deviceId, clinicId, window, zoneId, "", Optional.empty(), in.readInt(), 0),
              List.of(),
              new Coverage(),
              Set.of(),
              new Coverage(SignsOfLife.LINK_MS),
              new Coverage(SignsOfLife.LINK_MS),
              carried,
              OptionalLong.empty()));
    }
    WindowOf of =
        new WindowOf(
            deviceId,
            clinicId,
            window,
            zoneId,
            in.readUTF(),
            StateCodec.readOptional(in).map(DeviceClass::valueOf),
            in.readInt(),
            version == 2 ? 0 : StateCodec.readNumber(in));
    return in.readBoolean()
        ? new StoredWindow.Day(day(of, in, version))
        : new StoredWindow.Hour(hour(of, in, version));
  }

  private static void write(DataOutput out, HourAccount hour) throws IOException {
    long startMs = hour.window().window().startMs();
    out.writeInt(hour.sessions().size());
    for (SessionInHour part : hour.sessions()) {
      out.writeUTF(part.id());
      out.writeUTF(part.modality().name());
      out.writeLong(part.startedAtMs());
      StateCodec.writeNumber(out, part.span().from() - startMs);
      StateCodec.writeNumber(out, part.span().lengthMs());
      out.writeBoolean(part.starts());
      StateCodec.writeOptional(out, part.outcome().map(Outcome::name));
      out.writeBoolean(part.revenue().isPresent());
      if (part.revenue().isPresent()) {
        write(out, part.revenue().get());
      }
      write(out, part.treating(), startMs);
      StateCodec.writeNumber(out, part.assignedMs());
    }
    write(out, hour.unassigned(), startMs);
    write(out, hour.unassignedModalities());
    write(out, hour.powered(), startMs);
    write(out, hour.faulty(), startMs);
    out.writeLong(hour.carried().treatingMs());
    out.writeLong(hour.carried().unassignedTreatingMs());
    out.writeLong(hour.carried().started());
    StateCodec.writeOptional(out, hour.pumpMs());
  }

  private static HourAccount hour(WindowOf window, DataInput in, int version) throws IOException {
    long startMs = window.window().startMs();
    List<SessionInHour> sessions = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      sessions.add(
          new SessionInHour(
              in.readUTF(),
              Modality.valueOf(in.readUTF()),
              in.readLong(),
              readStretch(in, startMs),
              in.readBoolean(),
              StateCodec.readOptional(in).map(Outcome::valueOf),
              in.readBoolean() ? Optional.of(readRevenue(in)) : Optional.empty(),
              readCoverage(in, 0, startMs),
              StateCodec.readNumber(in)));
    }
    return new HourAccount(
        window,
        sessions,
        readCoverage(in, 0, startMs),
        readModalities(in),
        readCoverage(in, SignsOfLife.LINK_MS, startMs),
        readCoverage(in, SignsOfLife.LINK_MS, startMs),
        new HourAccount.Carried(in.readLong(), in.readLong(), in.readLong()),
        readPump(in, version));
  }

  private static OptionalLong readPump(DataInput in, int version) throws IOException {
    return version == 2 ? OptionalLong.empty() : StateCodec.readOptionalLong(in);
  }

  private static void write(DataOutput out, DayAccount day) throws IOException {
    long startMs = day.window().window().startMs();
    out.writeInt(day.hours().size());
    for (Map.Entry<Long, UsageTotals> hour : day.hours().entrySet()) {
      UsageTotals totals = hour.getValue();
      StateCodec.writeNumber(out, hour.getKey() - startMs);
      StateCodec.writeNumber(out, totals.treatingMs());
      StateCodec.writeNumber(out, totals.unassignedTreatingMs());
      StateCodec.writeNumber(out, totals.sessionMs());
      StateCodec.writeNumber(out, totals.poweredMs());
      StateCodec.writeNumber(out, totals.faultMs());
      StateCodec.writeNumber(out, totals.started());
      StateCodec.writeNumber(out, totals.completed());
      StateCodec.writeNumber(out, totals.aborted());
      StateCodec.writeNumber(out, totals.tests());
      out.writeBoolean(totals.treated().isPresent());
      if (totals.treated().isPresent()) {
        StateCodec.writeNumber(out, totals.treated().get().from() - startMs);
        StateCodec.writeNumber(out, totals.treated().get().lengthMs());
      }
      StateCodec.writeNumber(out, totals.longestGapMs());
      write(out, totals.modalities());
      out.writeInt(totals.revenue().size());
      for (Revenue revenue : totals.revenue().values()) {
        write(out, revenue);
      }
      StateCodec.writeOptional(out, totals.pumpMs());
    }
  }

  private static DayAccount day(WindowOf window, DataInput in, int version) throws IOException {
    long startMs = window.window().startMs();
    TreeMap<Long, UsageTotals> hours = new TreeMap<>();
    for (int i = in.readInt(); i > 0; i--) {
      hours.put(startMs + StateCodec.readNumber(in), readTotals(in, startMs, version));
    }
    return new DayAccount(window, hours);
  }

  private static UsageTotals readTotals(DataInput in, long startMs, int version)
      throws IOException {
    return new UsageTotals(
        StateCodec.readNumber(in),
        StateCodec.readNumber(in),
        StateCodec.readNumber(in),
        StateCodec.readNumber(in),
        StateCodec.readNumber(in),
        StateCodec.readNumber(in),
        StateCodec.readNumber(in),
        StateCodec.readNumber(in),
        StateCodec.readNumber(in),
        in.readBoolean() ? Optional.of(readStretch(in, startMs)) : Optional.empty(),
        StateCodec.readNumber(in),
        readModalities(in),
        readRevenues(in),
        readPump(in, version));
  }

  private static Map<String, Revenue> readRevenues(DataInput in) throws IOException {
    Map<String, Revenue> revenues = new TreeMap<>();
    for (int i = in.readInt(); i > 0; i--) {
      Revenue revenue = readRevenue(in);
      revenues.put(revenue.currency(), revenue);
    }
    return revenues;
  }

  private static void write(DataOutput out, Revenue revenue) throws IOException {
    out.writeUTF(revenue.currency());
    StateCodec.writeNumber(out, revenue.lowMinor());
    StateCodec.writeNumber(out, revenue.highMinor());
  }

  private static Revenue readRevenue(DataInput in) throws IOException {
    return new Revenue(in.readUTF(), StateCodec.readNumber(in), StateCodec.readNumber(in));
  }

  private static void write(DataOutput out, Set<Modality> modalities) throws IOException {
    out.writeInt(modalities.size());
    for (Modality modality : modalities) { // in the order of their declaration
      out.writeUTF(modality.name());
    }
  }

  private static Set<Modality> readModalities(DataInput in) throws IOException {
    Set<Modality> modalities = EnumSet.noneOf(Modality.class);
    for (int i = in.readInt(); i > 0; i--) {
      modalities.add(Modality.valueOf(in.readUTF()));
    }
    return modalities;
  }

  /** Each stretch by how long after the one before it begins, and how long it is. */
  private static void write(DataOutput out, Coverage coverage, long originMs) throws IOException {
    StateCodec.writeNumber(out, coverage.forgottenMs());
    out.writeInt(coverage.stretches().size());
    long before = originMs;
    for (Coverage.Stretch stretch : coverage.stretches()) {
      StateCodec.writeNumber(out, stretch.from() - before);
      StateCodec.writeNumber(out, stretch.lengthMs());
      before = stretch.to();
    }
  }

  private static Coverage readCoverage(DataInput in, long linkMs, long originMs)
      throws IOException {
    long forgottenMs = StateCodec.readNumber(in);
    int size = in.readInt();
    List<Coverage.Stretch> stretches = new ArrayList<>(size);
    long before = originMs;
    for (int i = 0; i < size; i++) {
      stretches.add(readStretch(in, before));
      before = stretches.get(i).to();
    }
    return new Coverage(linkMs, stretches, forgottenMs);
  }

  private static Coverage.Stretch readStretch(DataInput in, long originMs) throws IOException {
    long from = originMs + StateCodec.readNumber(in);
    return new Coverage.Stretch(from, from + StateCodec.readNumber(in));
  }
}
