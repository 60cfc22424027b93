package io.clinictelemetry.domain.load;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The sources with the most alerts, the most first; of equals the first by name.
 *
 * <p>The counts of sources only grow, one source at a time. What is not among the first before then
 * is not among them after another source grew, so these few are enough to remember.
 *
 * @param sources at most {@value #MOST}
 */
public record TopSources(List<Counted> sources) {

  /** How many are told by name. */
  public static final int MOST = 10;

  /** None. */
  public static final TopSources NONE = new TopSources(List.of());

  private static final Comparator<Counted> ORDER =
      Comparator.comparingLong(Counted::alerts).reversed().thenComparing(Counted::source);

  /** A source and how many alerts it has. */
  public record Counted(Source source, long alerts) {}

  /** As remembered. */
  public TopSources {
    sources = List.copyOf(sources);
  }

  /** The source has so many by now, more than before. */
  TopSources with(Source source, long alerts) {
    List<Counted> all = new ArrayList<>(MOST + 1);
    sources.stream().filter(counted -> !counted.source().equals(source)).forEach(all::add);
    all.add(new Counted(source, alerts));
    all.sort(ORDER);
    return new TopSources(all.subList(0, Math.min(MOST, all.size())));
  }

  /** Alerts of all of them. */
  public long alerts() {
    return sources.stream().mapToLong(Counted::alerts).sum();
  }
}
