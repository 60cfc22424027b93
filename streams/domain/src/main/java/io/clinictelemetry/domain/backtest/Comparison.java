package io.clinictelemetry.domain.backtest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * The alerts of the same telemetry under the policies as they are and under others.
 *
 * <p>An alert is kept when the other side has one of the same rule on the same treatment while it
 * lasts, whenever that began: a looser limit is passed later, and is no other condition. So one
 * alert may be kept by several, and several by one.
 */
public final class Comparison {

  private static final Comparator<JudgedAlert> BY_START =
      Comparator.comparingLong(JudgedAlert::startedAtMs)
          .thenComparing(JudgedAlert::deviceId)
          .thenComparing(JudgedAlert::rule);

  private final List<JudgedAlert> now;
  private final List<JudgedAlert> then;
  private final List<JudgedAlert> lost;
  private final List<JudgedAlert> gained;

  /** The alerts of one rule on one device, in each case their number. */
  public record Row(String deviceId, String rule, int now, int then, int lost, int gained) {}

  private record Place(String deviceId, String rule) {}

  /**
   * @param now alerts under the policies as they are, in any order
   * @param then alerts under the others
   * @param counted whether an alert is of the period; those before and after it only keep others
   */
  public Comparison(
      Collection<JudgedAlert> now, Collection<JudgedAlert> then, Predicate<JudgedAlert> counted) {
    this.now = now.stream().filter(counted).sorted(BY_START).toList();
    this.then = then.stream().filter(counted).sorted(BY_START).toList();
    lost = without(this.now, then);
    gained = without(this.then, now);
  }

  private static List<JudgedAlert> without(
      List<JudgedAlert> alerts, Collection<JudgedAlert> others) {
    Map<Place, List<JudgedAlert>> byPlace = byPlace(others);
    return alerts.stream()
        .filter(
            alert ->
                byPlace.getOrDefault(place(alert), List.of()).stream().noneMatch(alert::tellsOf))
        .toList();
  }

  private static Map<Place, List<JudgedAlert>> byPlace(Collection<JudgedAlert> alerts) {
    Map<Place, List<JudgedAlert>> byPlace = new HashMap<>();
    alerts.forEach(
        alert -> byPlace.computeIfAbsent(place(alert), p -> new ArrayList<>()).add(alert));
    return byPlace;
  }

  private static Place place(JudgedAlert alert) {
    return new Place(alert.deviceId(), alert.rule());
  }

  /** Under the policies as they are, by their start. */
  public List<JudgedAlert> now() {
    return now;
  }

  /** Under the other policies, by their start. */
  public List<JudgedAlert> then() {
    return then;
  }

  /** Those of now that the other policies would not have raised. */
  public List<JudgedAlert> lost() {
    return lost;
  }

  /** Those that only the other policies would have raised. */
  public List<JudgedAlert> gained() {
    return gained;
  }

  /** Devices and rules where an alert is lost or gained, by device, then rule. */
  public List<Row> differences() {
    Map<Place, Row> rows =
        new TreeMap<>(Comparator.comparing(Place::deviceId).thenComparing(Place::rule));
    Map<Place, List<JudgedAlert>> nows = byPlace(now);
    Map<Place, List<JudgedAlert>> thens = byPlace(then);
    Map<Place, List<JudgedAlert>> losts = byPlace(lost);
    Map<Place, List<JudgedAlert>> gains = byPlace(gained);
    for (List<JudgedAlert> different : List.of(lost, gained)) {
      for (JudgedAlert alert : different) {
        Place place = place(alert);
        ToIntFunction<Map<Place, List<JudgedAlert>>> count =
            alerts -> alerts.getOrDefault(place, List.of()).size();
        rows.put(
            place,
            new Row(
                place.deviceId(),
                place.rule(),
                count.applyAsInt(nows),
                count.applyAsInt(thens),
                count.applyAsInt(losts),
                count.applyAsInt(gains)));
      }
    }
    return List.copyOf(rows.values());
  }
}
