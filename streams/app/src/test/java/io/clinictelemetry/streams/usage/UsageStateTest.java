package io.clinictelemetry.streams.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinictelemetry.domain.intake.SessionEnd;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.usage.ChannelTotals;
import io.clinictelemetry.domain.usage.Coverage;
import io.clinictelemetry.domain.usage.Hour;
import io.clinictelemetry.domain.usage.HourAccount;
import io.clinictelemetry.domain.usage.Rollup;
import io.clinictelemetry.domain.usage.SessionAccount;
import io.clinictelemetry.streams.testing.Committed;
import io.clinictelemetry.streams.testing.Draw;
import io.clinictelemetry.streams.usage.UsageState.LoneEnd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the usage application remembers, as bytes. */
class UsageStateTest {

  private static UsageState state(long seed) {
    Random random = new Random(seed);
    UsageState state = new UsageState();
    for (int i = 0; i < random.nextInt(5); i++) {
      state.openSessions.put("open-" + random.nextInt(99), random.nextLong());
      state.changedSessions.add("changed-" + random.nextInt(99));
      state.changedHours.add("hour-" + random.nextInt(99));
      state.loneEnds.put(
          "ended-" + random.nextInt(99),
          new LoneEnd(random.nextLong(), new SessionEnd(random.nextLong(), reason(random))));
    }
    for (String channel : List.of("vacuum_kpa", "current_ua", "peak_ua")) {
      if (random.nextBoolean()) {
        state.rollups.put(
            channel,
            new Rollup(
                random.nextLong(),
                random.nextDouble(),
                random.nextDouble(),
                random.nextDouble(),
                random.nextInt(),
                random.nextInt()));
        state.changedRollups.add(channel);
      }
    }
    state.clinicId = "clinic-" + random.nextInt(9);
    state.sessionId = random.nextBoolean() ? "" : "session-" + random.nextInt(9);
    state.publishAtMs = random.nextBoolean() ? UsageState.NEVER : random.nextLong();
    return state;
  }

  private static SessionEnd.Reason reason(Random random) {
    return Draw.one(random, SessionEnd.Reason.values());
  }

  private static SessionAccount session(long seed) {
    Random random = new Random(seed);
    List<Coverage.Stretch> stretches = new ArrayList<>();
    for (int i = 0; i < random.nextInt(5); i++) {
      stretches.add(new Coverage.Stretch(i * 1_000L, i * 1_000L + random.nextInt(900)));
    }
    boolean ended = random.nextBoolean();
    return new SessionAccount(
            "device-" + random.nextInt(9),
            "session-\u00e9\u4e2d",
            "clinic-" + random.nextInt(9),
            Draw.one(random, Modality.values()),
            random.nextLong())
        .restore(
            random.nextBoolean() ? "" : "programme",
            random.nextBoolean(),
            random.nextLong(),
            ended ? OptionalLong.of(random.nextLong()) : OptionalLong.empty(),
            ended ? Optional.of(reason(random)) : Optional.empty(),
            random.nextLong(),
            random.nextLong(),
            random.nextLong(),
            new ChannelTotals(
                random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()),
            new Coverage(stretches),
            random.nextInt());
  }

  private static HourAccount hour(long seed) {
    Random random = new Random(seed);
    return new HourAccount(
        "device-" + random.nextInt(9),
        "clinic-" + random.nextInt(9),
        new Hour(random.nextLong(), random.nextLong()),
        "Asia/Kathmandu",
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextInt());
  }

  private static byte[] bytes(UsageState state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      state.write(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
  void readsTheDeviceThatItWrote(long seed) throws IOException {
    UsageState state = state(seed);

    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes(state)));
    UsageState read = UsageState.read(in);

    assertThat(in.available()).as("bytes left").isZero();
    assertThat(read).usingRecursiveComparison().isEqualTo(state);
    assertThat(read.loneEnds.keySet())
        .as("oldest first")
        .containsExactlyElementsOf(state.loneEnds.keySet());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
  void readsTheAccountsThatItWrote(long seed) {
    assertThat(roundTrip(AccountCodecs.sessions(), session(seed)))
        .usingRecursiveComparison()
        .isEqualTo(session(seed));
    assertThat(roundTrip(AccountCodecs.hours(), hour(seed)))
        .usingRecursiveComparison()
        .isEqualTo(hour(seed));
  }

  private static <T> T roundTrip(Serde<T> serde, T account) {
    return serde.deserializer().deserialize("", serde.serializer().serialize("", account));
  }

  @Test
  void keepsTheLayoutsOfTheirVersions() {
    Committed.checkLayout(
        "usage-device-1.hex", LongStream.range(0, 6).mapToObj(seed -> bytes(state(seed))));
    Committed.checkLayout(
        "session-account-1.hex",
        LongStream.range(0, 6)
            .mapToObj(seed -> AccountCodecs.sessions().serializer().serialize("", session(seed))));
    Committed.checkLayout(
        "hour-account-1.hex",
        LongStream.range(0, 6)
            .mapToObj(seed -> AccountCodecs.hours().serializer().serialize("", hour(seed))));
  }

  @Test
  void refusesNewerVersions() {
    byte[] newerSession = AccountCodecs.sessions().serializer().serialize("", session(1));
    newerSession[0]++;
    assertThatThrownBy(() -> AccountCodecs.sessions().deserializer().deserialize("", newerSession))
        .hasMessageContaining("version 2");

    byte[] newerHour = AccountCodecs.hours().serializer().serialize("", hour(1));
    newerHour[0]++;
    assertThatThrownBy(() -> AccountCodecs.hours().deserializer().deserialize("", newerHour))
        .hasMessageContaining("version 2");
  }

  @Test
  void aRemovedAccountStaysRemoved() {
    assertThat(AccountCodecs.sessions().serializer().serialize("", null)).isNull();
    assertThat(AccountCodecs.hours().deserializer().deserialize("", (byte[]) null)).isNull();
  }
}
