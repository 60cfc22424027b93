package io.clinictelemetry.domain.limits;

import java.util.Arrays;
import java.util.Optional;

/**
 * The limits that a policy can set. A <em>soft</em> limit asks a person to look, a <em>hard</em>
 * one to act.
 */
public enum LimitName {
  /** Below it, on the skin, suction does too little. */
  SUCTION_SOFT_LOW("suction-soft-low", "kPa", Modality.MICRODERMABRASION, Bound.AT_LEAST),
  /** Above it suction is more than usual. */
  SUCTION_SOFT_HIGH("suction-soft-high", "kPa", Modality.MICRODERMABRASION),
  /** Below it, on the skin, the suction path leaks. */
  SUCTION_HARD_LOW("suction-hard-low", "kPa", Modality.MICRODERMABRASION, Bound.AT_LEAST),
  /** Above it suction may injure. */
  SUCTION_HARD_HIGH("suction-hard-high", "kPa", Modality.MICRODERMABRASION),
  /** How long a tip may rest on one spot before a person should look. */
  DWELL_SOFT("dwell-soft", "s", Modality.MICRODERMABRASION),
  /** How long a tip may rest on one spot at all. */
  DWELL_HARD("dwell-hard", "s", Modality.MICRODERMABRASION),
  /** How long contact may last where no sensor tells whether the tip moves. */
  CONTACT_SOFT("contact-soft", "s", Modality.MICRODERMABRASION),
  /** Suction × time on one spot before a person should look. */
  DOSE_SOFT("dose-soft", "kPa.s", Modality.MICRODERMABRASION),
  /** Suction × time that one spot may get at all. */
  DOSE_HARD("dose-hard", "kPa.s", Modality.MICRODERMABRASION),
  /** How long suction may read exactly the same while contact comes and goes. */
  FLAT_LINE("flat-line", "s", Modality.MICRODERMABRASION),
  /** Below it, in contact, current does too little. */
  CURRENT_SOFT_LOW("current-soft-low", "uA", Modality.MICROCURRENT, Bound.AT_LEAST),
  /** Above it the mean current is more than usual. */
  CURRENT_SOFT_HIGH("current-soft-high", "uA", Modality.MICROCURRENT),
  /** Above it a peak of current may injure. */
  CURRENT_HARD_PEAK("current-hard-peak", "uA", Modality.MICROCURRENT),
  /** Share of the set current below which there is no contact. */
  CURRENT_LOST("current-lost", "%", Modality.MICROCURRENT, Bound.AT_LEAST),
  /** How far the current may be from what is set, in contact. */
  TRACKING_ERROR("tracking-error", "%", Modality.MICROCURRENT),
  /** Above it electrodes dry or lie badly. */
  IMPEDANCE_SOFT("impedance-soft", "kOhm", Modality.MICROCURRENT),
  /** Above it there is no contact. */
  IMPEDANCE_LOST("impedance-lost", "kOhm", Modality.MICROCURRENT),
  /** Below it the electrodes touch each other. */
  IMPEDANCE_SHORT("impedance-short", "kOhm", Modality.MICROCURRENT, Bound.AT_LEAST),
  /** Mean direct current of a biphasic programme before a person should look. */
  DC_OFFSET_SOFT("dc-offset-soft", "uA", Modality.MICROCURRENT),
  /** Mean direct current that a biphasic programme may have at all. */
  DC_OFFSET_HARD("dc-offset-hard", "uA", Modality.MICROCURRENT),
  /** Current per electrode area before a person should look. */
  CURRENT_DENSITY("current-density", "mA/cm2", Modality.MICROCURRENT),
  /** Charge, whatever its sign, that a session may apply. */
  GROSS_DOSE("gross-dose", "C", Modality.MICROCURRENT),
  /** How long a session may last before a person should look. */
  SESSION_SOFT("session-soft", "min"),
  /** How long a session may last at all. */
  SESSION_HARD("session-hard", "min"),
  /** Below it a battery cannot hold up the output. */
  BATTERY_LOW("battery-low", "%", Bound.AT_LEAST),
  /** How far a device's clock may be off. */
  CLOCK_ERROR("clock-error", "s"),
  /** How long a device in session may be silent. */
  TELEMETRY_LOST("telemetry-lost", "s"),
  /** How long a device that is switched on may be silent. */
  DEVICE_SILENT("device-silent", "s"),
  /** How long after it was taken into use a device may not have been heard. */
  DEVICE_NEVER_SEEN("device-never-seen", "s"),
  /** After which an alert of high priority that nobody acknowledged is escalated. */
  ESCALATE_HIGH("escalate-high", "s"),
  /** The same for medium priority. */
  ESCALATE_MEDIUM("escalate-medium", "s"),
  /** After which an alert that still holds is announced again. */
  RE_ALARM("re-alarm", "s"),
  /** How long a rule may be shelved. */
  SHELF_LONGEST("shelf-longest", "min");

  private final String key;
  private final String unit;
  private final Optional<Modality> modality;
  private final Bound bound;

  LimitName(String key, String unit) {
    this(key, unit, Bound.AT_MOST);
  }

  LimitName(String key, String unit, Bound bound) {
    this(key, unit, Optional.empty(), bound);
  }

  LimitName(String key, String unit, Modality modality) {
    this(key, unit, modality, Bound.AT_MOST);
  }

  LimitName(String key, String unit, Modality modality, Bound bound) {
    this(key, unit, Optional.of(modality), bound);
  }

  LimitName(String key, String unit, Optional<Modality> modality, Bound bound) {
    this.key = key;
    this.unit = unit;
    this.modality = modality;
    this.bound = bound;
  }

  /** Its name in policies and alerts, for instance {@code suction-soft-high}. */
  public String key() {
    return key;
  }

  /** UCUM unit of its value. */
  public String unit() {
    return unit;
  }

  /** On which side of it values are as they should be. */
  public Bound bound() {
    return bound;
  }

  /** Whether sessions of the modality have this limit. */
  public boolean appliesTo(Modality modality) {
    return this.modality.isEmpty() || this.modality.get() == modality;
  }

  /** The limit of that name in policies; empty when there is none. */
  public static Optional<LimitName> ofKey(String key) {
    return Arrays.stream(values()).filter(name -> name.key.equals(key)).findFirst();
  }
}
