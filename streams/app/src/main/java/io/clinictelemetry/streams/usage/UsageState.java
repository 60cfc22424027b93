package io.clinictelemetry.streams.usage;

import io.clinictelemetry.domain.intake.SessionEnd;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.usage.Coverage;
import io.clinictelemetry.domain.usage.Rollup;
import io.clinictelemetry.domain.usage.SignsOfLife;
import io.clinictelemetry.streams.shared.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the usage application remembers of one device beside its accounts. */
final class UsageState {

  /**
   * Layout of what is written, negated in the place of a number that was never below 0: the first
   * layout had no number of its own.
   */
  private static final int LAYOUT = 3;

  /** No deadline. */
  static final long NEVER = Long.MAX_VALUE;

  /** Log clock of the latest event of each open session, ms since 1970 UTC. */
  final LinkedHashMap<String, Long> openSessions = new LinkedHashMap<>();

  /** Sessions whose account changed since it was published. */
  final TreeSet<String> changedSessions = new TreeSet<>();

  /**
   * Keys of hours whose account changed since it was published, as the last release left them. Now
   * hours change when they are published.
   */
  final TreeSet<String> changedHours = new TreeSet<>();

  /** Treating time that has not been entered into hours. */
  final ArrayList<Treated> treated = new ArrayList<>();

  /** Signs of life that have not been entered into hours, ms since 1970 UTC. */
  Coverage signs = new Coverage(SignsOfLife.LINK_MS);

  /** Those of them that told of a fault. */
  Coverage faults = new Coverage(SignsOfLife.LINK_MS);

  /** What the pump's counter showed at most in each hour that is not entered yet, both in ms. */
  final TreeMap<Long, Long> pumpShowed = new TreeMap<>();

  /** The clinic that the latest of them came from. */
  String signsClinicId = "";

  /** The window that each channel is in. */
  final TreeMap<String, Rollup> rollups = new TreeMap<>();

  /** Channels whose window changed since it was published. */
  final TreeSet<String> changedRollups = new TreeSet<>();

  /** Ends of sessions of which nothing else has come, oldest first. */
  final LinkedHashMap<String, LoneEnd> loneEnds = new LinkedHashMap<>();

  /** The clinic of the latest reading. */
  String clinicId = "";

  /** The session of the latest reading; empty outside one. */
  String sessionId = "";

  /** Log clock at which what changed is published, ms; {@link #NEVER} when nothing changed. */
  long publishAtMs = NEVER;

  /** Log clock at which what is older than the retention goes, ms; {@link #NEVER} with nothing. */
  long purgeAtMs = NEVER;

  /**
   * Windows that ended by then, and sessions, are forgotten, ms since 1970 UTC. Before the first
   * purge it is that far back that no device was.
   */
  long forgottenMs = -Duration.ofDays(365).toMillis();

  /**
   * Time in which a reading treated.
   *
   * @param sessionId the session; empty without one
   * @param clinicId the clinic that the reading came from
   * @param fromMs start, ms since 1970 UTC
   * @param toMs end, ms since 1970 UTC
   */
  record Treated(String sessionId, String clinicId, Modality modality, long fromMs, long toMs) {

    private boolean goesOnWith(Treated next) {
      return toMs == next.fromMs
          && modality == next.modality
          && sessionId.equals(next.sessionId)
          && clinicId.equals(next.clinicId);
    }
  }

  /**
   * An end whose session is not known yet.
   *
   * @param atMs when, corrected, ms since 1970 UTC
   * @param end the end
   */
  record LoneEnd(long atMs, SessionEnd end) {}

  /** Remembers treating time; frames that follow each other are mostly one. */
  void addTreated(Treated next) {
    int last = treated.size() - 1;
    if (last >= 0 && treated.get(last).goesOnWith(next)) {
      Treated before = treated.get(last);
      treated.set(
          last,
          new Treated(
              before.sessionId, before.clinicId, before.modality, before.fromMs, next.toMs));
    } else {
      treated.add(next);
    }
  }

  /** Number of things that wait to be published. */
  int waiting() {
    return changedSessions.size()
        + treated.size()
        + signs.stretches().size()
        + faults.stretches().size()
        + pumpShowed.size();
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(-LAYOUT);
    out.writeInt(openSessions.size());
    for (Map.Entry<String, Long> session : openSessions.entrySet()) {
      out.writeUTF(session.getKey());
      out.writeLong(session.getValue());
    }
    writeSet(out, changedSessions);
    writeSet(out, changedHours);
    out.writeInt(rollups.size());
    for (Map.Entry<String, Rollup> entry : rollups.entrySet()) {
      Rollup rollup = entry.getValue();
      out.writeUTF(entry.getKey());
      out.writeLong(rollup.windowStartMs());
      out.writeDouble(rollup.min());
      out.writeDouble(rollup.max());
      out.writeDouble(rollup.sum());
      out.writeInt(rollup.samples());
      out.writeInt(rollup.revision());
    }
    writeSet(out, changedRollups);
    out.writeInt(loneEnds.size());
    for (Map.Entry<String, LoneEnd> entry : loneEnds.entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeLong(entry.getValue().atMs());
      out.writeLong(entry.getValue().end().endedAtMs());
      out.writeUTF(entry.getValue().end().reason().name());
    }
    out.writeUTF(clinicId);
    out.writeUTF(sessionId);
    out.writeLong(publishAtMs);
    out.writeLong(purgeAtMs);
    out.writeLong(forgottenMs);
    out.writeInt(treated.size());
    for (Treated one : treated) {
      out.writeUTF(one.sessionId());
      out.writeUTF(one.clinicId());
      out.writeUTF(one.modality().name());
      out.writeLong(one.fromMs());
      StateCodec.writeNumber(out, one.toMs() - one.fromMs());
    }
    out.writeUTF(signsClinicId);
    writeStretches(out, signs);
    writeStretches(out, faults);
    out.writeInt(pumpShowed.size());
    for (Map.Entry<Long, Long> reading : pumpShowed.entrySet()) {
      out.writeLong(reading.getKey());
      StateCodec.writeNumber(out, reading.getValue());
    }
  }

  static UsageState read(DataInput in) throws IOException {
    UsageState state = new UsageState();
    int first = in.readInt();
    boolean firstLayout = first >= 0;
    int sessions = firstLayout ? first : in.readInt();
    for (int i = 0; i < sessions; i++) {
      state.openSessions.put(in.readUTF(), in.readLong());
    }
    readSet(in, state.changedSessions);
    readSet(in, state.changedHours);
    int rollups = in.readInt();
    for (int i = 0; i < rollups; i++) {
      state.rollups.put(
          in.readUTF(),
          new Rollup(
              in.readLong(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              in.readInt(),
              in.readInt()));
    }
    readSet(in, state.changedRollups);
    int ends = in.readInt();
    for (int i = 0; i < ends; i++) {
      state.loneEnds.put(
          in.readUTF(),
          new LoneEnd(
              in.readLong(),
              new SessionEnd(in.readLong(), SessionEnd.Reason.valueOf(in.readUTF()))));
    }
    state.clinicId = in.readUTF();
    state.sessionId = in.readUTF();
    state.publishAtMs = in.readLong();
    if (firstLayout) {
      return state;
    }
    int layout = -first;
    if (layout > LAYOUT) {
      throw new IllegalStateException(
          "state in layout %d, but this release reads up to %d: run the release that wrote it"
              .formatted(layout, LAYOUT));
    }
    state.purgeAtMs = in.readLong();
    state.forgottenMs = in.readLong();
    for (int i = in.readInt(); i > 0; i--) {
      String sessionId = in.readUTF();
      String clinicId = in.readUTF();
      Modality modality = Modality.valueOf(in.readUTF());
      long fromMs = in.readLong();
      long toMs = fromMs + StateCodec.readNumber(in);
      state.treated.add(new Treated(sessionId, clinicId, modality, fromMs, toMs));
    }
    state.signsClinicId = in.readUTF();
    readStretches(in, state.signs);
    readStretches(in, state.faults);
    for (int i = layout == 2 ? 0 : in.readInt(); i > 0; i--) {
      state.pumpShowed.put(in.readLong(), StateCodec.readNumber(in));
    }
    return state;
  }

  private static void writeStretches(DataOutput out, Coverage coverage) throws IOException {
    out.writeInt(coverage.stretches().size());
    for (Coverage.Stretch stretch : coverage.stretches()) {
      out.writeLong(stretch.from());
      StateCodec.writeNumber(out, stretch.lengthMs());
    }
  }

  private static void readStretches(DataInput in, Coverage coverage) throws IOException {
    for (int i = in.readInt(); i > 0; i--) {
      long from = in.readLong();
      coverage.add(from, from + StateCodec.readNumber(in));
    }
  }

  private static void writeSet(DataOutput out, Set<String> set) throws IOException {
    out.writeInt(set.size());
    for (String element : set) {
      out.writeUTF(element);
    }
  }

  private static void readSet(DataInput in, Set<String> set) throws IOException {
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      set.add(in.readUTF());
    }
  }
}
