package io.clinictelemetry.domain.communication;

import static io.clinictelemetry.domain.testing.EventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.communication.SilenceOracle.Heard;
import io.clinictelemetry.domain.limits.Limit;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.testing.EventBuilder;
import io.clinictelemetry.domain.testing.Property;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Links and the stage, over random lives of the devices of two clinics, against the oracle and over
 * random orders of the partitions that tell.
 */
@Tag("long")
class ClinicStagePropertyTest {

  private static final int SEEDS = 150;
  private static final int PARTITIONS = 3;
  private static final long STEP_MS = 500;
  private static final long END_MS = 1_500_000;
  private static final long SESSION_LIMIT_MS = 5_000;
  private static final long IDLE_LIMIT_MS = 20_000;

  /** Transition and rule in a line. */
  private static final Pattern KIND = Pattern.compile("\\d+ \\S+ (\\S+ \\S+) .*");

  @Test
  void alertsAreThoseOfTheOracleInAnyOrderOfPartitions() {
    Set<String> kinds = new HashSet<>();
    Property.forAll(
        SEEDS,
        ClinicStagePropertyTest::lives,
        (heard, random) -> {
          List<String> expected =
              new SilenceOracle(SESSION_LIMIT_MS, IDLE_LIMIT_MS).run(heard, STEP_MS, END_MS);
          List<String> actual = throughTheStage(heard, random);
          assertThat(actual).isEqualTo(expected);
          expected.forEach(line -> kinds.add(KIND.matcher(line).replaceAll("$1")));
        });
    assertThat(kinds)
        .as("what the random lives brought about")
        .containsExactlyInAnyOrder(
            "OPENED clinic-silent",
            "CLEARED clinic-silent",
            "OPENED device-silent",
            "CLEARED device-silent",
            "OPENED telemetry-lost",
            "CLEARED telemetry-lost");
  }

  /** At most one event of a device at a time; outages strike devices of one clinic together. */
  private static List<Heard> lives(Random random) {
    List<Heard> heard = new ArrayList<>();
    int devices = 1 + random.nextInt(8);
    List<Long> outages = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      outages.add(random.nextInt((int) END_MS) / STEP_MS * STEP_MS);
    }
    for (int i = 0; i < devices; i++) {
      String clinic = "c" + random.nextInt(2);
      boolean inSession = random.nextBoolean();
      long at = STEP_MS * random.nextInt(40);
      while (at < END_MS) {
        if (random.nextInt(60) == 0) {
          clinic = "c" + random.nextInt(2);
        }
        if (random.nextInt(8) == 0) {
          inSession = random.nextBoolean();
        }
        heard.add(new Heard(at, "d" + i, clinic, inSession));
        long limit = inSession ? SESSION_LIMIT_MS : IDLE_LIMIT_MS;
        long now = at;
        boolean struck = outages.stream().anyMatch(outage -> outage >= now && outage < now + limit);
        long pause = 1L + random.nextInt((int) (limit / STEP_MS));
        if (struck && random.nextInt(5) > 0) {
          pause += limit / STEP_MS + random.nextInt(120);
        } else if (random.nextInt(80) == 0) {
          pause += random.nextInt(1_600);
        }
        at += pause * STEP_MS;
      }
    }
    heard.sort(Comparator.comparingLong(Heard::atMs).thenComparing(Heard::deviceId));
    return heard;
  }

  private static List<String> throughTheStage(List<Heard> heard, Random random) {
    StageInMemory stage = new StageInMemory(PARTITIONS);
    List<Deque<Runnable>> partitions = new ArrayList<>();
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.add(told(i, heard, stage));
    }
    while (partitions.stream().anyMatch(left -> !left.isEmpty())) {
      Deque<Runnable> next = partitions.get(random.nextInt(PARTITIONS));
      // One of them may be far behind.
      for (int i = random.nextInt(200); i > 0 && !next.isEmpty(); i--) {
        next.poll().run();
      }
    }
    return stage.lines();
  }

  /** What a partition tells the stage, in the order of its log. */
  private static Deque<Runnable> told(int partition, List<Heard> all, StageInMemory stage) {
    Deque<Runnable> told = new ArrayDeque<>();
    Consumer<LinkChange> tell = change -> told.add(() -> stage.changed(change));
    TreeMap<String, Link> links = new TreeMap<>();
    Deque<Heard> heard = new ArrayDeque<>(all);
    heard.removeIf(one -> one.deviceId().charAt(1) % PARTITIONS != partition);
    for (long now = 0; now <= END_MS; now += STEP_MS) {
      long atMs = now;
      links.forEach(
          (deviceId, link) -> {
            if (link.deadlineMs() == atMs) {
              tell.accept(link.fallSilent(deviceId));
            }
          });
      while (!heard.isEmpty() && heard.peek().atMs() == now) {
        Heard one = heard.poll();
        links
            .computeIfAbsent(one.deviceId(), id -> new Link())
            .heard(event(one).appendedAt(now), now, ClinicStagePropertyTest::limit)
            .forEach(tell);
      }
      if (now % 1_000 == 0) {
        told.add(() -> stage.told(partition, atMs));
      }
    }
    told.add(() -> stage.told(partition, END_MS + 1));
    return told;
  }

  private static EventBuilder event(Heard one) {
    EventBuilder event = anEvent().ofDevice(one.deviceId()).ofClinic(one.clinicId());
    return one.inSession() ? event.inSession("s") : event.outsideSession();
  }

  private static Limit limit(LimitName name) {
    return new Limit(
        (name == LimitName.TELEMETRY_LOST ? SESSION_LIMIT_MS : IDLE_LIMIT_MS) / 1_000.0, "p#1");
  }
}
