package io.clinictelemetry.domain.limits;

import static io.clinictelemetry.domain.limits.LimitName.CURRENT_HARD_PEAK;
import static io.clinictelemetry.domain.limits.LimitName.CURRENT_SOFT_HIGH;
import static io.clinictelemetry.domain.limits.LimitName.CURRENT_SOFT_LOW;
import static io.clinictelemetry.domain.limits.LimitName.DC_OFFSET_HARD;
import static io.clinictelemetry.domain.limits.LimitName.DC_OFFSET_SOFT;
import static io.clinictelemetry.domain.limits.LimitName.DOSE_HARD;
import static io.clinictelemetry.domain.limits.LimitName.DOSE_SOFT;
import static io.clinictelemetry.domain.limits.LimitName.DWELL_HARD;
import static io.clinictelemetry.domain.limits.LimitName.DWELL_SOFT;
import static io.clinictelemetry.domain.limits.LimitName.IMPEDANCE_LOST;
import static io.clinictelemetry.domain.limits.LimitName.IMPEDANCE_SHORT;
import static io.clinictelemetry.domain.limits.LimitName.IMPEDANCE_SOFT;
import static io.clinictelemetry.domain.limits.LimitName.SESSION_HARD;
import static io.clinictelemetry.domain.limits.LimitName.SESSION_SOFT;
import static io.clinictelemetry.domain.limits.LimitName.SUCTION_HARD_HIGH;
import static io.clinictelemetry.domain.limits.LimitName.SUCTION_HARD_LOW;
import static io.clinictelemetry.domain.limits.LimitName.SUCTION_SOFT_HIGH;
import static io.clinictelemetry.domain.limits.LimitName.SUCTION_SOFT_LOW;

import java.util.List;
import java.util.Map;

/** Which limits of the same quantity must not pass each other. */
final class LimitOrder {

  /**
   * Each from the lowest to the highest; the lower limits of a quantity come before the upper ones.
   */
  static final List<List<LimitName>> CHAINS =
      List.of(
          List.of(SUCTION_HARD_LOW, SUCTION_SOFT_LOW, SUCTION_SOFT_HIGH, SUCTION_HARD_HIGH),
          List.of(DWELL_SOFT, DWELL_HARD),
          List.of(DOSE_SOFT, DOSE_HARD),
          List.of(CURRENT_SOFT_LOW, CURRENT_SOFT_HIGH, CURRENT_HARD_PEAK),
          List.of(IMPEDANCE_SHORT, IMPEDANCE_SOFT, IMPEDANCE_LOST),
          List.of(DC_OFFSET_SOFT, DC_OFFSET_HARD),
          List.of(SESSION_SOFT, SESSION_HARD));

  private LimitOrder() {}

  /**
   * Puts limits that come from different policies in order. Of two upper limits, or two lower ones,
   * the stricter counts for both. Where a lower limit lies above an upper one, the upper counts for
   * both: it is the one that guards against injury.
   *
   * @param limits changed in place; complete for a modality
   */
  static void restore(Map<LimitName, Limit> limits) {
    for (List<LimitName> chain : CHAINS) {
      if (limits.containsKey(chain.get(0))) {
        restore(chain, limits);
      }
    }
  }

  private static void restore(List<LimitName> chain, Map<LimitName, Limit> limits) {
    for (int i = 1; i < chain.size(); i++) {
      if (chain.get(i).bound() == Bound.AT_LEAST) {
        Limit below = limits.get(chain.get(i - 1));
        limits.merge(chain.get(i), below, LimitOrder::higher);
      }
    }
    for (int i = chain.size() - 2; i >= 0; i--) {
      Limit above = limits.get(chain.get(i + 1));
      limits.merge(chain.get(i), above, LimitOrder::lower);
    }
  }

  private static Limit higher(Limit own, Limit below) {
    return below.value() > own.value() ? below : own;
  }

  private static Limit lower(Limit own, Limit above) {
    return above.value() < own.value() ? above : own;
  }
}
