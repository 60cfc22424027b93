package io.clinictelemetry.streams.safety;

import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.domain.communication.LinkChange;
import io.clinictelemetry.domain.communication.LinkChange.Kind;
import io.clinictelemetry.domain.communication.Silence;
import io.clinictelemetry.domain.episodes.Subject;
import io.clinictelemetry.domain.load.LoadChange;
import io.clinictelemetry.domain.load.LoadChange.Acknowledged;
import io.clinictelemetry.domain.load.LoadChange.Left;
import io.clinictelemetry.domain.load.LoadChange.Opened;
import io.clinictelemetry.domain.load.Source;
import io.clinictelemetry.domain.rules.LinkRule;
import io.clinictelemetry.domain.rules.Rule;
import io.clinictelemetry.domain.rules.Rule.Priority;
import io.clinictelemetry.domain.rules.Rules;
import io.clinictelemetry.streams.shared.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What the telemetry partitions tell the clinic stage, in an internal topic: changes of links,
 * commands, and what its account takes from alerts, each to the partition of its clinic, and log
 * clocks, to every partition. In a layout of its own with a version, as state is.
 */
final class LinkMessages {

  private static final int VERSION = 1;

  /** Key of a log clock; no id is empty. */
  private static final String TO_ALL = "";

  /** A message. */
  interface Message {}

  /** A link changed. */
  record Changed(LinkChange change) implements Message {}

  /** The telemetry partition has told all that happened before the time, ms since 1970 UTC. */
  record Clock(int partition, long beforeMs) implements Message {}

  /**
   * A person asks something about an alert of the stage.
   *
   * @param command as it was found, in Avro
   * @param askedAtMs append time of the command, ms since 1970 UTC
   */
  record Asked(Bytes command, long askedAtMs) implements Message {}

  /** Something became of an alert that the telemetry partition tells of. */
  record Load(LoadChange change) implements Message {}

  private static final int CHANGED = 0;
  private static final int CLOCK = 1;
  private static final int ASKED = 2;
  private static final int OPENED = 3;
  private static final int ACKNOWLEDGED = 4;
  private static final int LEFT = 5;

  private LinkMessages() {}

  /** As a record for the internal topic. */
  static Record<Object, Object> of(String clinicId, Asked asked) {
    return new Record<>(clinicId, encode(asked), asked.askedAtMs());
  }

  /** As a record for the internal topic. */
  static Record<Object, Object> of(LinkChange change) {
    return new Record<>(change.clinicId(), encode(new Changed(change)), change.atMs());
  }

  /** As a record for the internal topic. */
  static Record<Object, Object> of(LoadChange change) {
    return new Record<>(change.clinicId(), encode(new Load(change)), change.atMs());
  }

  /** As a record for every partition of the internal topic. */
  static Record<Object, Object> of(Clock clock) {
    return new Record<>(TO_ALL, encode(clock), clock.beforeMs());
  }

  /** The partitions that a record with the key goes to. */
  static Set<Integer> partitions(String key, int partitions) {
    return key.equals(TO_ALL)
        ? IntStream.range(0, partitions).boxed().collect(Collectors.toUnmodifiableSet())
        : Set.of(RecordKeys.partition(key, partitions));
  }

  static byte[] encode(Message message) {
    return StateCodec.encode(
        VERSION,
        out -> {
          if (message instanceof Clock clock) {
            out.writeByte(CLOCK);
            out.writeInt(clock.partition());
            out.writeLong(clock.beforeMs());
          } else if (message instanceof Asked asked) {
            out.writeByte(ASKED);
            out.writeInt(asked.command().get().length);
            out.write(asked.command().get());
            out.writeLong(asked.askedAtMs());
          } else if (message instanceof Load load) {
            write(out, load.change());
          } else {
            out.writeByte(CHANGED);
            write(out, ((Changed) message).change());
          }
        });
  }

  static Message decode(byte[] bytes) {
    return StateCodec.decode(
        bytes,
        VERSION,
        (in, version) ->
            switch (in.readByte()) {
              case CLOCK -> new Clock(in.readInt(), in.readLong());
              case ASKED -> readAsked(in);
              case OPENED -> new Load(readOpened(in));
              case ACKNOWLEDGED ->
                  new Load(new Acknowledged(in.readUTF(), in.readLong(), in.readLong()));
              case LEFT ->
                  new Load(new Left(in.readUTF(), in.readLong(), in.readLong(), in.readBoolean()));
              default -> new Changed(readChange(in));
            });
  }

  private static void write(DataOutput out, LoadChange change) throws IOException {
    if (change instanceof Opened opened) {
      out.writeByte(OPENED);
      out.writeUTF(opened.clinicId());
      out.writeLong(opened.openedAtMs());
      write(out, opened.source());
      out.writeUTF(opened.priority().name());
      out.writeUTF(opened.kind().name());
      out.writeBoolean(opened.late());
      out.writeBoolean(opened.shelved());
      out.writeBoolean(opened.chattering());
    } else if (change instanceof Acknowledged acknowledged) {
      out.writeByte(ACKNOWLEDGED);
      out.writeUTF(acknowledged.clinicId());
      out.writeLong(acknowledged.openedAtMs());
      out.writeLong(acknowledged.atMs());
    } else {
      Left left = (Left) change;
      out.writeByte(LEFT);
      out.writeUTF(left.clinicId());
      out.writeLong(left.openedAtMs());
      out.writeLong(left.atMs());
      out.writeBoolean(left.acknowledged());
    }
  }

  private static Opened readOpened(DataInput in) throws IOException {
    return new Opened(
        in.readUTF(),
        in.readLong(),
        readSource(in),
        Priority.valueOf(in.readUTF()),
        Rule.Kind.valueOf(in.readUTF()),
        in.readBoolean(),
        in.readBoolean(),
        in.readBoolean());
  }

  static void write(DataOutput out, Source source) throws IOException {
    out.writeUTF(source.kind().name());
    out.writeUTF(source.subjectId());
    out.writeUTF(source.rule());
  }

  static Source readSource(DataInput in) throws IOException {
    return new Source(Subject.Kind.valueOf(in.readUTF()), in.readUTF(), in.readUTF());
  }

  private static Asked readAsked(DataInput in) throws IOException {
    byte[] command = new byte[in.readInt()];
    in.readFully(command);
    return new Asked(Bytes.wrap(command), in.readLong());
  }

  private static void write(DataOutput out, LinkChange change) throws IOException {
    out.writeLong(change.atMs());
    out.writeLong(change.number());
    out.writeUTF(change.kind().name());
    out.writeUTF(change.deviceId());
    out.writeUTF(change.clinicId());
    out.writeBoolean(change.silence().isPresent());
    if (change.silence().isPresent()) {
      write(out, change.silence().get());
    }
  }

  private static LinkChange readChange(DataInput in) throws IOException {
    return new LinkChange(
        in.readLong(),
        in.readLong(),
        Kind.valueOf(in.readUTF()),
        in.readUTF(),
        in.readUTF(),
        in.readBoolean() ? Optional.of(readSilence(in)) : Optional.empty());
  }

  static void write(DataOutput out, Silence silence) throws IOException {
    out.writeUTF(silence.rule().name());
    StateCodec.writeOptional(out, silence.sessionId());
    out.writeLong(silence.sinceMs());
    out.writeLong(silence.lostAtMs());
    out.writeUTF(silence.policy());
  }

  static Silence readSilence(DataInput in) throws IOException {
    return new Silence(
        rule(in.readUTF()),
        StateCodec.readOptional(in),
        in.readLong(),
        in.readLong(),
        in.readUTF());
  }

  private static LinkRule rule(String name) {
    Rule rule = Rules.named(name).orElse(null);
    if (rule instanceof LinkRule known) {
      return known;
    }
    throw new IllegalStateException("a silence by the rule %s, which is no more".formatted(name));
  }
}
