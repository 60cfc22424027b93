package io.clinictelemetry.streams.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertAll;

import io.clinictelemetry.domain.intake.SessionEnd;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.usage.ChannelTotals;
import io.clinictelemetry.domain.usage.Coverage;
import io.clinictelemetry.domain.usage.DayAccount;
import io.clinictelemetry.domain.usage.HourAccount;
import io.clinictelemetry.domain.usage.Outcome;
import io.clinictelemetry.domain.usage.Revenue;
import io.clinictelemetry.domain.usage.Rollup;
import io.clinictelemetry.domain.usage.SessionAccount;
import io.clinictelemetry.domain.usage.SessionInHour;
import io.clinictelemetry.domain.usage.SignsOfLife;
import io.clinictelemetry.domain.usage.UsageTotals;
import io.clinictelemetry.domain.usage.Window;
import io.clinictelemetry.domain.usage.WindowOf;
import io.clinictelemetry.streams.testing.Committed;
import io.clinictelemetry.streams.testing.Draw;
import io.clinictelemetry.streams.usage.UsageState.LoneEnd;
import io.clinictelemetry.streams.usage.UsageState.Treated;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the usage application remembers, as bytes. */
class UsageStateTest {

  private static UsageState state(long seed) {
    Random random = new Random(seed);
    UsageState state = firstState(random);
    for (int i = random.nextInt(4); i > 0; i--) {
      long fromMs = random.nextInt();
      state.treated.add(
          new Treated(
              random.nextBoolean() ? "" : "session-" + i,
              "clinic-1",
              Draw.one(random, Modality.values()),
              fromMs,
              fromMs + random.nextInt(9_000)));
      state.signs.add(fromMs, fromMs + i);
      state.faults.add(fromMs, fromMs);
    }
    state.signsClinicId = "clinic-" + random.nextInt(9);
    state.purgeAtMs = random.nextBoolean() ? UsageState.NEVER : random.nextLong();
    state.forgottenMs = random.nextLong();
    pump(seed).ifPresent(counterMs -> state.pumpShowed.put(seed * 3_600_000, counterMs));
    return state;
  }

  /** What version 1 remembered. */
  private static UsageState firstState(Random random) {
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
    SessionAccount account =
        new SessionAccount(
            "device-" + random.nextInt(9),
            "session-\u00e9\u4e2d",
            "clinic-" + random.nextInt(9),
            Draw.one(random, Modality.values()),
            random.nextLong());
    if (random.nextBoolean()) {
      account.describe("model-" + random.nextInt(9), Optional.of(DeviceClass.SALON));
    }
    account.restoreStart(
        random.nextBoolean() ? "" : "programme",
        random.nextBoolean(),
        random.nextLong(),
        random.nextBoolean());
    account.restoreEnd(
        random.nextBoolean()
            ? Optional.of(new SessionAccount.End(random.nextLong(), reason(random)))
            : Optional.empty(),
        random.nextBoolean());
    ChannelTotals channel =
        new ChannelTotals(
            random.nextLong(),
            random.nextLong(),
            random.nextLong(),
            random.nextLong(),
            new ChannelTotals(account.modality()).histogram());
    for (int i = random.nextInt(4); i > 0; i--) {
      channel.histogram().add(random.nextInt(60_000), random.nextInt(9_000));
    }
    account.restoreReadings(
        random.nextLong(),
        random.nextLong(),
        random.nextInt(),
        channel,
        coverage(random, 0, 0),
        coverage(random, SessionAccount.SHORTEST_PAUSE_MS - 1, 0));
    TreeMap<Long, SessionAccount.InHour> hours = new TreeMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      hours.put(
          random.nextLong(),
          new SessionAccount.InHour(random.nextInt(3_600_000), random.nextInt(3_600_000)));
    }
    account.restoreHours(
        hours,
        new SessionAccount.Carried(
            random.nextInt(9_000),
            random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong())));
    return account.publishedBefore(random.nextInt());
  }

  private static Coverage coverage(Random random, long linkMs, long fromMs) {
    Coverage coverage = new Coverage(linkMs, List.of(), random.nextInt(3));
    long at = fromMs;
    for (int i = random.nextInt(4); i > 0; i--) {
      long start = at + random.nextInt(500_000);
      at = start + 1 + random.nextInt(9_000);
      coverage.add(start, at);
    }
    return coverage;
  }

  private static WindowOf window(Random random, long lengthMs) {
    long startMs = random.nextInt() * 1_000L;
    return new WindowOf(
        "device-" + random.nextInt(9),
        "clinic-" + random.nextInt(9),
        new Window(startMs, startMs + lengthMs),
        "Asia/Kathmandu",
        random.nextBoolean() ? "" : "model",
        random.nextBoolean() ? Optional.empty() : Optional.of(DeviceClass.HOME),
        random.nextInt(),
        pump(startMs).orElse(0));
  }

  private static StoredWindow hour(long seed) {
    Random random = new Random(seed);
    WindowOf window = window(random, 3_600_000);
    long startMs = window.window().startMs();
    List<SessionInHour> sessions = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      long from = startMs + random.nextInt(1_000_000);
      boolean ends = random.nextBoolean();
      sessions.add(
          new SessionInHour(
              "session-" + i,
              Draw.one(random, Modality.values()),
              random.nextLong(),
              new Coverage.Stretch(from, from + random.nextInt(1_000_000)),
              random.nextBoolean(),
              ends ? Optional.of(Draw.one(random, Outcome.values())) : Optional.empty(),
              ends ? Optional.of(revenue(random)) : Optional.empty(),
              coverage(random, 0, startMs),
              random.nextInt(3_600_000)));
    }
    return new StoredWindow.Hour(
        new HourAccount(
            window,
            sessions,
            coverage(random, 0, startMs),
            modalities(random),
            coverage(random, SignsOfLife.LINK_MS, startMs),
            coverage(random, SignsOfLife.LINK_MS, startMs),
            new HourAccount.Carried(random.nextInt(9), random.nextInt(9), random.nextInt(9)),
            pump(startMs)));
  }

  private static StoredWindow day(long seed) {
    Random random = new Random(seed);
    WindowOf window = window(random, 24 * 3_600_000);
    TreeMap<Long, UsageTotals> hours = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      long startMs = window.window().startMs() + i * 3_600_000L;
      boolean treated = random.nextBoolean();
      Revenue revenue = revenue(random);
      hours.put(
          startMs,
          new UsageTotals(
              random.nextInt(3_600_000),
              random.nextInt(3_600_000),
              random.nextInt(3_600_000),
              random.nextInt(3_600_000),
              random.nextInt(3_600_000),
              random.nextInt(9),
              random.nextInt(9),
              random.nextInt(9),
              random.nextInt(9),
              treated
                  ? Optional.of(new Coverage.Stretch(startMs, startMs + random.nextInt(9_000)))
                  : Optional.empty(),
              random.nextInt(3_600_000),
              modalities(random),
              treated ? Map.of(revenue.currency(), revenue) : Map.of(),
              pump(startMs)));
    }
    return new StoredWindow.Day(new DayAccount(window, hours));
  }

  /** Of dice of its own, lest the examples of version 2 are others. */
  private static OptionalLong pump(long seed) {
    Random random = new Random(seed);
    return random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextInt(9_000));
  }

  private static Revenue revenue(Random random) {
    return new Revenue(random.nextBoolean() ? "EUR" : "GBP", random.nextInt(9_000), 9_999);
  }

  private static Set<Modality> modalities(Random random) {
    Set<Modality> modalities = EnumSet.noneOf(Modality.class);
    for (Modality modality : Modality.values()) {
      if (random.nextBoolean()) {
        modalities.add(modality);
      }
    }
    return modalities;
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
    assertThat(roundTrip(AccountCodecs.windows(), hour(seed)))
        .usingRecursiveComparison()
        .isEqualTo(hour(seed));
    assertThat(roundTrip(AccountCodecs.windows(), day(seed)))
        .usingRecursiveComparison()
        .isEqualTo(day(seed));
  }

  private static <T> T roundTrip(Serde<T> serde, T account) {
    return serde.deserializer().deserialize("", serde.serializer().serialize("", account));
  }

  @Test
  void keepsTheLayoutsOfTheirVersions() {
    assertAll(
        () ->
            Committed.checkLayout(
                "usage-device-3.hex", LongStream.range(0, 6).mapToObj(seed -> bytes(state(seed)))),
        () ->
            checkLayout("session-account-3.hex", AccountCodecs.sessions(), UsageStateTest::session),
        () -> checkLayout("hour-account-3.hex", AccountCodecs.windows(), UsageStateTest::hour),
        () -> checkLayout("day-account-3.hex", AccountCodecs.windows(), UsageStateTest::day));
  }

  private static <T> void checkLayout(String name, Serde<T> serde, LongFunction<T> account) {
    Committed.checkLayout(
        name,
        LongStream.range(0, 6)
            .mapToObj(seed -> serde.serializer().serialize("", account.apply(seed))));
  }

  @Test
  void readsTheDevicesOfVersion1() throws IOException {
    List<byte[]> examples = Committed.layout("usage-device-1.hex");
    for (int seed = 0; seed < examples.size(); seed++) {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(examples.get(seed)));

      assertThat(UsageState.read(in))
          .usingRecursiveComparison()
          .isEqualTo(firstState(new Random(seed)));
      assertThat(in.available()).as("bytes left").isZero();
    }
  }

  @Test
  void readsWhatVersion2Remembered() throws IOException {
    List<byte[]> devices = Committed.layout("usage-device-2.hex");
    List<byte[]> sessions = Committed.layout("session-account-2.hex");
    List<byte[]> hours = Committed.layout("hour-account-2.hex");
    List<byte[]> days = Committed.layout("day-account-2.hex");
    for (int seed = 0; seed < devices.size(); seed++) {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(devices.get(seed)));
      UsageState state = state(seed);
      state.pumpShowed.clear();

      assertThat(UsageState.read(in)).usingRecursiveComparison().isEqualTo(state);
      assertThat(in.available()).as("bytes left").isZero();
      assertThat(AccountCodecs.sessions().deserializer().deserialize("", sessions.get(seed)))
          .usingRecursiveComparison()
          .isEqualTo(session(seed));
      assertThat(AccountCodecs.windows().deserializer().deserialize("", hours.get(seed)))
          .usingRecursiveComparison()
          .ignoringFieldsMatchingRegexes(".*(pumpMs|scheduledMs).*")
          .isEqualTo(hour(seed));
      assertThat(AccountCodecs.windows().deserializer().deserialize("", days.get(seed)))
          .usingRecursiveComparison()
          .ignoringFieldsMatchingRegexes(".*(pumpMs|scheduledMs).*")
          .isEqualTo(day(seed));
    }
  }

  @Test
  void carriesOverWhatVersion1Counted() {
    List<SessionAccount> sessions =
        Committed.layout("session-account-1.hex").stream()
            .map(bytes -> AccountCodecs.sessions().deserializer().deserialize("", bytes))
            .toList();
    assertThat(sessions)
        .allSatisfy(
            session -> {
              assertThat(session.deviceId()).startsWith("device-");
              assertThat(session.treatingMs()).isEqualTo(session.carried().treatingMs());
              assertThat(session.carried().startMs()).hasValue(session.startedAtMs());
              assertThat(session.hours()).isEmpty();
              assertThat(session.revision()).isNotZero();
            })
        .anySatisfy(session -> assertThat(session.endReason()).isPresent())
        .anySatisfy(session -> assertThat(session.endReason()).isEmpty());

    List<StoredWindow> hours =
        Committed.layout("hour-account-1.hex").stream()
            .map(bytes -> AccountCodecs.windows().deserializer().deserialize("", bytes))
            .toList();
    assertThat(hours)
        .allSatisfy(
            stored -> {
              HourAccount hour = ((StoredWindow.Hour) stored).account();
              assertThat(hour.window().zoneId()).isEqualTo("Asia/Kathmandu");
              assertThat(hour.carried().treatingMs()).isNotZero();
              assertThat(hour.sessions()).isEmpty();
            });
  }

  @Test
  void refusesNewerVersions() {
    byte[] newerSession = AccountCodecs.sessions().serializer().serialize("", session(1));
    newerSession[0]++;
    assertThatThrownBy(() -> AccountCodecs.sessions().deserializer().deserialize("", newerSession))
        .hasMessageContaining("version 4");

    byte[] newerHour = AccountCodecs.windows().serializer().serialize("", hour(1));
    newerHour[0]++;
    assertThatThrownBy(() -> AccountCodecs.windows().deserializer().deserialize("", newerHour))
        .hasMessageContaining("version 4");

    byte[] newerDevice = bytes(state(1));
    newerDevice[3]--; // the layout is a number below 0
    assertThatThrownBy(
            () -> UsageState.read(new DataInputStream(new ByteArrayInputStream(newerDevice))))
        .hasMessageContaining("layout 4");
  }

  @Test
  void aRemovedAccountStaysRemoved() {
    assertThat(AccountCodecs.sessions().serializer().serialize("", null)).isNull();
    assertThat(AccountCodecs.windows().deserializer().deserialize("", (byte[]) null)).isNull();
  }
}
