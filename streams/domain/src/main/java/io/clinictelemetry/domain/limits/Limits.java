package io.clinictelemetry.domain.limits;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The limits that one device is judged by in one modality, each with the policy that sets it. */
public final class Limits {

  /**
   * Hysteresis: a condition ends when its value is back by this share of the limit. Engineering
   * default.
   */
  public static final double HYSTERESIS = 0.05;

  /**
   * Off-delay, ms: how long the value must be back before the condition has ended. Engineering
   * default.
   */
  public static final long OFF_DELAY_MS = 2_000;

  private final Modality modality;
  private final Map<LimitName, Limit> limits;

  /**
   * @param limits one for each name that applies to the modality
   * @throws IllegalArgumentException when one is missing, or is no positive number, or a soft limit
   *     lies beyond its hard one; the message names it and its policy
   */
  public Limits(Modality modality, Map<LimitName, Limit> limits) {
    this.modality = modality;
    this.limits = new EnumMap<>(LimitName.class);
    this.limits.putAll(limits);
    for (LimitName name : LimitName.values()) {
      if (name.appliesTo(modality)) {
        require(name);
      }
    }
    for (List<LimitName> chain : LimitOrder.CHAINS) {
      for (int i = 1; i < chain.size(); i++) {
        requireOrder(chain.get(i - 1), chain.get(i));
      }
    }
  }

  private void require(LimitName name) {
    Limit limit = limits.get(name);
    if (limit == null) {
      throw new IllegalArgumentException("no policy sets " + name.key());
    }
    if (!(limit.value() > 0) || Double.isInfinite(limit.value())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "policy %s: %s is %s %s; a limit is a number above 0",
              limit.policy(),
              name.key(),
              limit.value(),
              name.unit()));
    }
  }

  private void requireOrder(LimitName lower, LimitName upper) {
    if (lower.appliesTo(modality) && value(lower) > value(upper)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s (%s %s, policy %s) lies above %s (%s %s, policy %s)",
              lower.key(),
              value(lower),
              lower.unit(),
              policy(lower),
              upper.key(),
              value(upper),
              upper.unit(),
              policy(upper)));
    }
  }

  /** What these limits are for. */
  public Modality modality() {
    return modality;
  }

  /** The number, in the name's unit. */
  public double value(LimitName name) {
    return limits.get(name).value();
  }

  /** Scope and version of the policy that sets it. */
  public String policy(LimitName name) {
    return limits.get(name).policy();
  }

  /**
   * A soft limit of suction where the treatment happens, to a thousandth: zone and skin scale it,
   * but never beyond the hard limit.
   *
   * @param hard the hard limit beside it
   */
  public double scaled(LimitName soft, LimitName hard, Zone zone, SkinSensitivity sensitivity) {
    return Math.min(scaled(soft, zone, sensitivity), value(hard));
  }

  /**
   * Likewise a lower soft limit of suction: zone and skin scale it, but never below the hard limit.
   *
   * @param hard the hard limit below it
   */
  public double scaledLow(LimitName soft, LimitName hard, Zone zone, SkinSensitivity sensitivity) {
    return Math.max(scaled(soft, zone, sensitivity), value(hard));
  }

  private double scaled(LimitName soft, Zone zone, SkinSensitivity sensitivity) {
    double factor = zone.softFactor() * sensitivity.softFactor();
    // People read the limit in alerts: 28.7, not 28.699999999999996.
    return Math.round(value(soft) * factor * 1_000) / 1_000.0;
  }
}
