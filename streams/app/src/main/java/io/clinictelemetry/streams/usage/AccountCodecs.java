package io.clinictelemetry.streams.usage;

import io.clinictelemetry.domain.intake.SessionEnd;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.usage.ChannelTotals;
import io.clinictelemetry.domain.usage.Coverage;
import io.clinictelemetry.domain.usage.Hour;
import io.clinictelemetry.domain.usage.HourAccount;
import io.clinictelemetry.domain.usage.SessionAccount;
import io.clinictelemetry.streams.shared.StateCodec;
import java.io.DataInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Accounts as bytes in their stores. */
final class AccountCodecs {

  private static final int VERSION = 1;

  private AccountCodecs() {}

  static Serde<SessionAccount> sessions() {
    return Serdes.serdeFrom(
        (topic, account) -> account == null ? null : encode(account),
        (topic, bytes) ->
            bytes == null ? null : StateCodec.decode(bytes, VERSION, (in, version) -> session(in)));
  }

  static Serde<HourAccount> hours() {
    return Serdes.serdeFrom(
        (topic, account) -> account == null ? null : encode(account),
        (topic, bytes) ->
            bytes == null ? null : StateCodec.decode(bytes, VERSION, (in, version) -> hour(in)));
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
          out.writeUTF(account.programme());
          out.writeBoolean(account.testSession());
          out.writeLong(account.plannedMs());
          StateCodec.writeOptional(out, account.endedAtMs());
          StateCodec.writeOptional(out, account.endReason().map(SessionEnd.Reason::name));
          out.writeLong(account.treatingMs());
          out.writeLong(account.samplesReceived());
          out.writeLong(account.samplesBad());
          ChannelTotals channel = account.channel();
          out.writeLong(channel.min());
          out.writeLong(channel.max());
          out.writeLong(channel.sumUnitMs());
          out.writeLong(channel.durationMs());
          out.writeInt(account.coverage().stretches().size());
          for (Coverage.Stretch stretch : account.coverage().stretches()) {
            out.writeLong(stretch.from());
            out.writeLong(stretch.to());
          }
          out.writeInt(account.revision());
        });
  }

  private static SessionAccount session(DataInput in) throws IOException {
    SessionAccount account =
        new SessionAccount(
            in.readUTF(),
            in.readUTF(),
            in.readUTF(),
            Modality.valueOf(in.readUTF()),
            in.readLong());
    String programme = in.readUTF();
    boolean testSession = in.readBoolean();
    long plannedMs = in.readLong();
    var endedAtMs = StateCodec.readOptionalLong(in);
    Optional<SessionEnd.Reason> reason =
        StateCodec.readOptional(in).map(SessionEnd.Reason::valueOf);
    long treatingMs = in.readLong();
    long samplesReceived = in.readLong();
    long samplesBad = in.readLong();
    ChannelTotals channel =
        new ChannelTotals(in.readLong(), in.readLong(), in.readLong(), in.readLong());
    int size = in.readInt();
    List<Coverage.Stretch> stretches = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      stretches.add(new Coverage.Stretch(in.readLong(), in.readLong()));
    }
    return account.restore(
        programme,
        testSession,
        plannedMs,
        endedAtMs,
        reason,
        treatingMs,
        samplesReceived,
        samplesBad,
        channel,
        new Coverage(stretches),
        in.readInt());
  }

  private static byte[] encode(HourAccount account) {
    return StateCodec.encode(
        VERSION,
        out -> {
          out.writeUTF(account.deviceId());
          out.writeUTF(account.clinicId());
          out.writeLong(account.hour().startMs());
          out.writeLong(account.hour().endMs());
          out.writeUTF(account.zoneId());
          out.writeLong(account.treatingMs());
          out.writeLong(account.unassignedTreatingMs());
          out.writeLong(account.sessionsStarted());
          out.writeInt(account.revision());
        });
  }

  private static HourAccount hour(DataInput in) throws IOException {
    return new HourAccount(
        in.readUTF(),
        in.readUTF(),
        new Hour(in.readLong(), in.readLong()),
        in.readUTF(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readInt());
  }
}
