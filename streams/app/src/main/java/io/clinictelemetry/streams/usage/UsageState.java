package io.clinictelemetry.streams.usage;

import io.clinictelemetry.domain.intake.SessionEnd;
import io.clinictelemetry.domain.usage.Rollup;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the usage application remembers of one device beside its accounts. */
final class UsageState {

  /** No deadline. */
  static final long NEVER = Long.MAX_VALUE;

  /** Log clock of the latest event of each open session, ms since 1970 UTC. */
  final LinkedHashMap<String, Long> openSessions = new LinkedHashMap<>();

  /** Sessions whose account changed since it was published. */
  final TreeSet<String> changedSessions = new TreeSet<>();

  /** Keys of hours whose account changed since it was published. */
  final TreeSet<String> changedHours = new TreeSet<>();

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

  /**
   * An end whose session is not known yet.
   *
   * @param atMs when, corrected, ms since 1970 UTC
   * @param end the end
   */
  record LoneEnd(long atMs, SessionEnd end) {}

  void write(DataOutput out) throws IOException {
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
  }

  static UsageState read(DataInput in) throws IOException {
    UsageState state = new UsageState();
    int sessions = in.readInt();
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
    return state;
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
