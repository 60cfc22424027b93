package io.clinictelemetry.streams.testing;

import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;

import io.clinictelemetry.domain.intake.DeviceOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Telemetry at random, and the ways in which it may arrive. */
public final class RandomLog {

  private RandomLog() {}

  /** Sessions of suction at random levels, some above the limits, in the order of sending. */
  public static List<Sent> ofSuction(Random random, String... devices) {
    List<Sent> log = new ArrayList<>();
    for (String id : devices) {
      TestDevice device = device(id).at(T0 + random.nextInt(5_000));
      int sessions = 2 + random.nextInt(2);
      for (int s = 0; s < sessions; s++) {
        session(device, "s" + s, random);
      }
      log.addAll(device.sent());
    }
    log.sort(Comparator.comparingLong(Sent::appendedAtMs));
    return log;
  }

  private static void session(TestDevice device, String id, Random random) {
    if (random.nextInt(4) == 0) {
      device.boots();
    }
    device.startsSession(id);
    int phases = 4 + random.nextInt(6);
    for (int p = 0; p < phases; p++) {
      long lastingMs = 100L * (1 + random.nextInt(35));
      switch (random.nextInt(5)) {
        case 0 -> device.freeAir(lastingMs, 2);
        case 1 -> device.suction(lastingMs, 60 + random.nextInt(20));
        case 2 -> device.suction(lastingMs, 35 + random.nextInt(12));
        case 3 -> device.heartbeat().pauses(lastingMs);
        default -> device.suction(lastingMs, 25 + random.nextInt(10));
      }
    }
    device.endsSession().pauses(random.nextInt(3_000));
    if (random.nextBoolean()) {
      device.suction(500, 30);
    }
  }

  /** Each event delayed by less than the gap wait, and some a second time. */
  public static List<Sent> mixedWithinTheGapWait(List<Sent> log, Random random) {
    List<Sent> mixed = new ArrayList<>();
    for (Sent sent : log) {
      mixed.add(sent.delayed(random.nextInt((int) DeviceOrder.GAP_WAIT_MS)));
      if (random.nextInt(4) == 0) {
        mixed.add(sent.delayed(random.nextInt((int) DeviceOrder.GAP_WAIT_MS)));
      }
    }
    mixed.sort(Comparator.comparingLong(Sent::appendedAtMs));
    return mixed;
  }

  /** The events in any order at all, one each second of log clock. */
  public static List<Sent> shuffled(List<Sent> log, Random random) {
    List<Sent> shuffled = new ArrayList<>(log);
    Collections.shuffle(shuffled, random);
    List<Sent> arriving = new ArrayList<>();
    long at = log.get(log.size() - 1).appendedAtMs();
    for (Sent sent : shuffled) {
      at += 1_000;
      arriving.add(sent.resentLater(at - sent.appendedAtMs()));
    }
    return arriving;
  }
}
