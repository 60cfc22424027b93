package io.clinictelemetry.domain.usage;

import io.clinictelemetry.domain.limits.Modality;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a device did in a stretch of time. Times are ms, in each of which a millisecond counts once.
 *
 * @param treatingMs with contact or current
 * @param unassignedTreatingMs part of that from readings without a session
 * @param sessionMs between start and end of sessions
 * @param poweredMs for which the device gave signs of life
 * @param faultMs within opening hours and not in service, for which the device reported a fault in
 *     itself
 * @param started sessions that started
 * @param completed sessions that ended and count
 * @param aborted sessions that ended long before their plan
 * @param tests sessions without a person that ended
 * @param treated from the first to the last treatment, ms since 1970 UTC; empty without one
 * @param longestGapMs the longest time without treatment between two
 * @param modalities what was done to the skin
 * @param revenue by list price, for each currency
 * @param pumpMs highest reading of the pump's own counter of its running time; empty without one
 */
public record UsageTotals(
    long treatingMs,
    long unassignedTreatingMs,
    long sessionMs,
    long poweredMs,
    long faultMs,
    long started,
    long completed,
    long aborted,
    long tests,
    Optional<Coverage.Stretch> treated,
    long longestGapMs,
    Set<Modality> modalities,
    Map<String, Revenue> revenue,
    OptionalLong pumpMs) {

  /** Nothing at all. */
  public static final UsageTotals NONE =
      new UsageTotals(
          0, 0, 0, 0, 0, 0, 0, 0, 0, Optional.empty(), 0, Set.of(), Map.of(), OptionalLong.empty());

  /** Whether nothing was done: that the pump's counter is known is not enough. */
  boolean isNothing() {
    return equals(NONE.withPump(pumpMs));
  }

  private UsageTotals withPump(OptionalLong counterMs) {
    return new UsageTotals(
        treatingMs,
        unassignedTreatingMs,
        sessionMs,
        poweredMs,
        faultMs,
        started,
        completed,
        aborted,
        tests,
        treated,
        longestGapMs,
        modalities,
        revenue,
        counterMs);
  }

  /** This and what followed it. */
  UsageTotals then(UsageTotals next) {
    Set<Modality> both = EnumSet.noneOf(Modality.class);
    both.addAll(modalities);
    both.addAll(next.modalities);
    Map<String, Revenue> sum = new TreeMap<>(revenue);
    next.revenue.forEach((currency, amount) -> sum.merge(currency, amount, Revenue::plus));
    return new UsageTotals(
        treatingMs + next.treatingMs,
        unassignedTreatingMs + next.unassignedTreatingMs,
        sessionMs + next.sessionMs,
        poweredMs + next.poweredMs,
        faultMs + next.faultMs,
        started + next.started,
        completed + next.completed,
        aborted + next.aborted,
        tests + next.tests,
        treated.isEmpty() || next.treated.isEmpty()
            ? treated.or(next::treated)
            : Optional.of(new Coverage.Stretch(treated.get().from(), next.treated.get().to())),
        Math.max(Math.max(longestGapMs, next.longestGapMs), gapBefore(next)),
        both,
        sum,
        highest(pumpMs, next.pumpMs));
  }

  /** The higher of two readings, as far as there are any. */
  static OptionalLong highest(OptionalLong one, OptionalLong other) {
    return one.isEmpty() || (other.isPresent() && other.getAsLong() > one.getAsLong())
        ? other
        : one;
  }

  private long gapBefore(UsageTotals next) {
    return treated.isEmpty() || next.treated.isEmpty()
        ? 0
        : next.treated.get().from() - treated.get().to();
  }
}
