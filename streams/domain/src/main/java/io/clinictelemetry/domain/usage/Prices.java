package io.clinictelemetry.domain.usage;

import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Modality;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a clinic's treatments cost by its price list, which may change from some instant on. */
public final class Prices {

  /** What an amount is asked for. */
  public enum Per {
    /** Each session, however long. */
    SESSION,
    /** Each hour of the planned duration. */
    HOUR
  }

  /**
   * One line of a price list.
   *
   * @param lowMinor lowest price, in the currency's minor unit
   * @param highMinor highest price, in the currency's minor unit
   * @param per what it is asked for
   */
  public record Price(
      Modality modality, DeviceClass deviceClass, long lowMinor, long highMinor, Per per) {

    /**
     * @throws IllegalArgumentException when it is below 0 or its lowest above its highest
     */
    public Price {
      if (lowMinor < 0 || lowMinor > highMinor) {
        throw new IllegalArgumentException("a price from " + lowMinor + " to " + highMinor);
      }
    }
  }

  /**
   * A price list from an instant on.
   *
   * @param fromMs first instant, ms since 1970 UTC
   * @param currency ISO 4217
   */
  public record ListFrom(long fromMs, String currency, List<Price> prices) {}

  private static final long HOUR_MS = 3_600_000;

  /**
   * What applies where a clinic has given no price list, or before its first: the prices of 2017
   * that the article on these treatments names. Microdermabrasion 75 to 200 pounds in spas and
   * salons, 100 to 300 by dermatologists; microcurrent just under 100 pounds an hour. People who
   * treat themselves pay nobody.
   */
  public static final ListFrom DEFAULTS =
      new ListFrom(
          Long.MIN_VALUE,
          "GBP",
          List.of(
              new Price(Modality.MICRODERMABRASION, DeviceClass.SALON, 75_00, 200_00, Per.SESSION),
              new Price(
                  Modality.MICRODERMABRASION, DeviceClass.MEDICAL, 100_00, 300_00, Per.SESSION),
              new Price(Modality.MICROCURRENT, DeviceClass.SALON, 99_99, 99_99, Per.HOUR),
              new Price(Modality.MICROCURRENT, DeviceClass.MEDICAL, 99_99, 99_99, Per.HOUR)));

  private final List<ListFrom> lists;

  /**
   * @param lists in any order; before the earliest {@link #DEFAULTS} apply
   */
  public Prices(List<ListFrom> lists) {
    this.lists = lists.stream().sorted(Comparator.comparingLong(ListFrom::fromMs)).toList();
  }

  private ListFrom at(long atMs) {
    ListFrom inForce = DEFAULTS;
    for (ListFrom list : lists) {
      if (list.fromMs() <= atMs) {
        inForce = list;
      }
    }
    return inForce;
  }

  /**
   * What a session costs; empty where the list has no price for it.
   *
   * @param atMs its start, ms since 1970 UTC
   * @param durationMs its planned duration, ms
   */
  public Optional<Revenue> of(
      Modality modality, DeviceClass deviceClass, long atMs, long durationMs) {
    ListFrom list = at(atMs);
    return list.prices().stream()
        .filter(price -> price.modality() == modality && price.deviceClass() == deviceClass)
        .findFirst()
        .map(
            price ->
                new Revenue(
                    list.currency(),
                    amount(price.lowMinor(), price.per(), durationMs),
                    amount(price.highMinor(), price.per(), durationMs)));
  }

  private static long amount(long minor, Per per, long durationMs) {
    return per == Per.SESSION ? minor : Math.round((double) minor * durationMs / HOUR_MS);
  }
}
