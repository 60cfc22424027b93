package io.clinictelemetry.streams.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.communication.Link;
import io.clinictelemetry.domain.device.DeviceWatch;
import io.clinictelemetry.domain.device.DeviceWatch.Surroundings;
import io.clinictelemetry.domain.device.SessionTimer;
import io.clinictelemetry.domain.episodes.Alert;
import io.clinictelemetry.domain.episodes.AlertChange;
import io.clinictelemetry.domain.episodes.AlertChange.Transition;
import io.clinictelemetry.domain.episodes.Chains;
import io.clinictelemetry.domain.episodes.Chains.Chain;
import io.clinictelemetry.domain.episodes.Episodes;
import io.clinictelemetry.domain.episodes.Treatment;
import io.clinictelemetry.domain.intake.CurrentFrame;
import io.clinictelemetry.domain.intake.Heartbeat;
import io.clinictelemetry.domain.intake.Position;
import io.clinictelemetry.domain.intake.SessionStart.Electrode;
import io.clinictelemetry.domain.intake.SessionStart.Waveform;
import io.clinictelemetry.domain.intake.SuctionFrame;
import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.intake.TelemetryEvent;
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
import io.clinictelemetry.streams.safety.SafetyState.Watch;
import io.clinictelemetry.streams.testing.Committed;
import io.clinictelemetry.streams.testing.Draw;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the safety application remembers of a device, as bytes after the version. */
class SafetyStateTest {

  /** Rules of version 1; which rules there are is no matter of the layout. */
  private static final List<Rule> RULES =
      Stream.of("suction-hard-high", "suction-soft-high", "current-hard-peak", "current-soft-high")
          .map(name -> Rules.named(name).orElseThrow())
          .toList();

  private static final int VERSION = 2;

  private static SafetyState random(long seed, int version) {
    Random random = new Random(seed);
    SafetyState state = new SafetyState();
    int watches = random.nextInt(5);
    for (int i = 0; i < watches; i++) {
      Treatment treatment =
          new Treatment(
              "device-" + seed,
              "clinic-" + random.nextInt(9),
              i == 0 ? Optional.empty() : Optional.of("session-" + i + "-\u00e9\u4e2d"),
              Draw.one(random, DeviceClass.values()),
              version >= 2 && random.nextBoolean() ? Optional.of("Derma 3") : Optional.empty(),
              Draw.one(random, Zone.values()),
              Draw.one(random, SkinSensitivity.values()),
              version >= 2 ? Draw.maybe(random, Electrode.values()) : Optional.empty(),
              version >= 2 ? Draw.maybe(random, Waveform.values()) : Optional.empty());
      Map<String, Condition> conditions = new HashMap<>();
      Map<String, Alert> alerts = new HashMap<>();
      for (Rule rule : RULES) {
        if (random.nextBoolean()) {
          conditions.put(rule.name(), condition(random, version));
        }
        if (random.nextBoolean()) {
          alerts.put(rule.name(), alert(treatment, rule, random, version));
        }
      }
      Watch watch =
          new Watch(
              new Episodes(
                  treatment,
                  new Judge(version >= 2 ? signals(random) : new Signals(), conditions),
                  alerts,
                  version >= 2 ? chains(random) : new Chains(),
                  state.closedAlerts),
              random.nextLong(),
              random.nextLong());
      if (version >= 2) {
        watch.timer = timer(random);
      }
      state.watches.put(treatment.sessionId(), watch);
    }
    if (version >= 2 && random.nextBoolean()) {
      state.device = device(random);
    }
    if (version >= 2) {
      state.link =
          new Link(
              Draw.one(random, Link.State.values()),
              "clinic-" + random.nextInt(9),
              random.nextBoolean() ? Optional.of("session-1") : Optional.empty(),
              random.nextLong(),
              new Limit(random.nextDouble(), "policy#" + random.nextInt()),
              random.nextLong());
      for (Watch watch : state.watches.values()) {
        closedAlerts(watch.episodes.treatment(), random).forEach(state.closedAlerts::note);
      }
    }
    return state;
  }

  private static List<AlertChange> closedAlerts(Treatment treatment, Random random) {
    return RULES.stream()
        .map(
            rule ->
                new AlertChange(
                    random.nextLong(),
                    Draw.one(random, Transition.values()),
                    alert(treatment, rule, random, 2)))
        .toList();
  }

  private static SessionTimer timer(Random random) {
    return new SessionTimer(
        Draw.maybe(random, Modality.values()),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong());
  }

  /** A device that is not registered, after some heartbeats with gaps between them. */
  private static DeviceWatch device(Random random) {
    DeviceWatch device = new DeviceWatch();
    for (int i = 0; i < random.nextInt(20); i++) {
      Heartbeat heartbeat =
          new Heartbeat(
              Heartbeat.State.IDLE,
              OptionalDouble.of(random.nextInt(100)),
              OptionalDouble.of(random.nextInt(100)),
              OptionalDouble.empty(),
              OptionalDouble.empty(),
              OptionalDouble.of(1 + random.nextInt(90)),
              OptionalLong.of(1 + random.nextInt(2_000)),
              OptionalDouble.empty(),
              OptionalLong.empty());
      TelemetryEvent event =
          new TelemetryEvent(
              "device", "clinic", new Position(1, i), i, Optional.empty(), heartbeat);
      device.onGap(random.nextInt(2));
      device.onEvent(
          new TakenEvent(event, i, 0, false, random.nextInt(100_000)),
          new Surroundings(() -> false, random.nextInt(3), name -> new Limit(50, "policy#1")),
          i);
    }
    return device;
  }

  /** Signals after some samples of both modalities. */
  private static Signals signals(Random random) {
    Signals signals = new Signals();
    for (int i = 0; i < random.nextInt(20); i++) {
      signals.next(
          new SuctionFrame(
              0,
              100,
              random.nextInt(60_000),
              new float[] {random.nextInt(3)},
              new boolean[] {random.nextBoolean()},
              Optional.of(new float[] {random.nextInt(4)}),
              new boolean[] {false},
              random.nextInt(50),
              50,
              Optional.empty()),
          0);
      signals.next(
          new CurrentFrame(
              0,
              random.nextInt(2_000),
              random.nextInt(60_000),
              new float[] {random.nextFloat()},
              new float[] {1},
              new float[] {random.nextFloat()},
              new float[] {1},
              new float[] {1},
              new boolean[] {false},
              random.nextInt(50),
              80,
              4,
              Optional.empty()),
          0);
    }
    return signals;
  }

  private static Chains chains(Random random) {
    return random.nextBoolean()
        ? new Chains()
        : new Chains(
            Map.of(
                Family.ELECTRODE_CONTACT,
                new Chain("first", random.nextInt(4), random.nextLong())));
  }

  private static Condition condition(Random random, int version) {
    return new Condition(
        random.nextBoolean(),
        version >= 2 && random.nextBoolean(),
        version >= 2 ? random.nextLong() : Long.MIN_VALUE,
        version >= 2 ? random.nextLong() : Long.MIN_VALUE,
        random.nextLong(),
        random.nextDouble(),
        random.nextLong(),
        random.nextInt(),
        random.nextLong(),
        random.nextLong());
  }

  private static Alert alert(Treatment treatment, Rule rule, Random random, int version) {
    return new Alert(
        "id-" + random.nextInt(),
        treatment.subject(),
        rule,
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextBoolean() ? OptionalLong.of(random.nextLong()) : OptionalLong.empty(),
        random.nextDouble(),
        random.nextDouble(),
        random.nextDouble(),
        "policy#" + random.nextInt(),
        "It is so.",
        random.nextBoolean(),
        version >= 2 && random.nextBoolean(),
        random.nextInt(),
        version >= 2 && random.nextBoolean() ? Optional.of("cause") : Optional.empty());
  }

  private static byte[] bytes(SafetyState state) {
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
  void readsWhatItWrote(long seed) throws IOException {
    SafetyState state = random(seed, VERSION);

    assertRead(bytes(state), VERSION, state);
  }

  @ParameterizedTest
  @ValueSource(ints = 1)
  void readsWhatAnEarlierReleaseWrote(int version) throws IOException {
    List<byte[]> written = Committed.layout("safety-device-" + version + ".hex");

    assertThat(written).hasSize(6);
    for (int seed = 0; seed < written.size(); seed++) {
      assertRead(written.get(seed), version, random(seed, version));
    }
  }

  private static void assertRead(byte[] written, int version, SafetyState state)
      throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(written));
    SafetyState read = SafetyState.read(in, version);

    assertThat(in.available()).as("bytes left").isZero();
    assertThat(read.watches.keySet())
        .as("oldest first")
        .containsExactlyElementsOf(state.watches.keySet());
    assertThat(read)
        .usingRecursiveComparison()
        .withEqualsForType(Double::equals, Double.class) // also what is not a number
        .isEqualTo(state);
  }

  @Test
  void keepsTheLayoutOfItsVersion() {
    Committed.checkLayout(
        "safety-device-2.hex",
        LongStream.range(0, 6).mapToObj(seed -> bytes(random(seed, VERSION))));
  }
}
