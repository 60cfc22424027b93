package io.clinictelemetry.standalone.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Kills, pauses and terminates processes side by side, each by a plan of its own that the seed
 * makes. Nothing is done to a process before it has worked since its last start.
 */
public final class Chaos {

  private final long seed;
  private final Map<ComponentProcess, List<Deed>> plans = new LinkedHashMap<>();
  private final TestCluster cluster;

  /**
   * Makes the plans; nothing happens yet.
   *
   * @param kills over all processes
   * @param cluster asked what a killed process left unfinished
   */
  public Chaos(long seed, int kills, List<ComponentProcess> victims, TestCluster cluster) {
    this.seed = seed;
    this.cluster = cluster;
    Random random = new Random(seed);
    for (int i = 0; i < victims.size(); i++) {
      int share = (kills + i) / victims.size();
      plans.put(victims.get(i), Deed.plan(random, share));
    }
  }

  /** Seed and plans, for who wants to repeat it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("chaos of seed %d:".formatted(seed));
    plans.forEach(
        (victim, deeds) -> {
          text.append("%n  %s:".formatted(victim.name()));
          deeds.forEach(
              deed ->
                  text.append(
                      " %s after %d ms%s,"
                          .formatted(
                              deed.kind(),
                              deed.after().toMillis(),
                              deed.lasting().isZero()
                                  ? ""
                                  : " for %d ms".formatted(deed.lasting().toMillis()))));
        });
    return text.toString();
  }

  /**
   * Does it all and returns when every process works again.
   *
   * @throws ExecutionException when a process did not come back
   */
  public List<Harm> run() throws ExecutionException, InterruptedException {
    ExecutorService tormentors = Executors.newFixedThreadPool(plans.size());
    try {
      List<Future<List<Harm>>> running = new ArrayList<>();
      plans.forEach(
          (victim, deeds) -> running.add(tormentors.submit(() -> torment(victim, deeds))));
      List<Harm> harms = new ArrayList<>();
      for (Future<List<Harm>> one : running) {
        harms.addAll(one.get());
      }
      return harms;
    } finally {
      tormentors.shutdownNow();
    }
  }

  private List<Harm> torment(ComponentProcess victim, List<Deed> deeds)
      throws InterruptedException {
    List<Harm> harms = new ArrayList<>();
    victim.awaitWorking();
    for (Deed deed : deeds) {
      TimeUnit.MILLISECONDS.sleep(deed.after().toMillis());
      victim.requireRunning();
      long begin = System.nanoTime();
      Optional<Unfinished> unfinished = doIt(victim, deed);
      victim.awaitWorking();
      harms.add(
          new Harm(
              victim.name(),
              deed.kind(),
              unfinished,
              Duration.ofNanos(System.nanoTime() - begin).minus(deed.lasting())));
    }
    return harms;
  }

  private Optional<Unfinished> doIt(ComponentProcess victim, Deed deed)
      throws InterruptedException {
    switch (deed.kind()) {
      case KILL -> {
        victim.kill();
        Unfinished unfinished = Unfinished.by(victim, cluster);
        victim.start();
        return Optional.of(unfinished);
      }
      case PAUSE -> {
        victim.pause();
        TimeUnit.MILLISECONDS.sleep(deed.lasting().toMillis());
        victim.resume();
      }
      case TERMINATE -> {
        victim.terminate();
        victim.start();
      }
    }
    return Optional.empty();
  }

  /**
   * What was done.
   *
   * @param victim name of the process
   * @param unfinished what it left when it was killed; empty for what is no kill
   * @param recovery from the deed, or the end of a pause, until the process worked again
   */
  public record Harm(
      String victim, Deed.Kind kind, Optional<Unfinished> unfinished, Duration recovery) {}
}
