package io.clinictelemetry.standalone.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Something done to a process.
 *
 * @param after how long after the process began to work again
 * @param kind what is done
 * @param lasting how long the process then stands still; 0 unless it is paused
 */
public record Deed(Duration after, Kind kind, Duration lasting) {

  /** What can be done. */
  public enum Kind {
    /** SIGKILL, and another start. */
    KILL,
    /** SIGSTOP, and later SIGCONT. */
    PAUSE,
    /** SIGTERM, and another start. */
    TERMINATE
  }

  private static final int LONGEST_WAIT_MS = 2_500;
  private static final int SHORTEST_PAUSE_MS = 1_000;
  private static final int LONGEST_PAUSE_MS = 12_000;
  private static final int KILLS_FOR_A_PAUSE = 5;

  /** Deeds by seed: so many kills, a pause for each five of them, and one termination. */
  public static List<Deed> plan(Random random, int kills) {
    List<Kind> kinds =
        new ArrayList<>(
            Stream.of(
                    Collections.nCopies(kills, Kind.KILL),
                    Collections.nCopies(Math.max(1, kills / KILLS_FOR_A_PAUSE), Kind.PAUSE),
                    List.of(Kind.TERMINATE))
                .flatMap(List::stream)
                .toList());
    Collections.shuffle(kinds, random);
    return kinds.stream()
        .map(
            kind ->
                new Deed(
                    Duration.ofMillis(random.nextInt(LONGEST_WAIT_MS)),
                    kind,
                    kind == Kind.PAUSE
                        ? Duration.ofMillis(random.nextInt(SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS))
                        : Duration.ZERO))
        .toList();
  }
}
