package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.rules.Condition.Sample;
import io.clinictelemetry.domain.rules.Threshold.Side;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * A rule that judges one sample after the other: which value, while what holds, beyond which limit,
 * for how long. Each rule is written down once, in a class of its own.
 */
public final class SampleRule implements Rule {

  /** Rules of one family tell of one trouble in its course: their alerts belong to the first. */
  public enum Family {
    /** Electrodes dry, lift and lose the skin. */
    ELECTRODE_CONTACT
  }

  /** A limit where and how the treatment happens. */
  @FunctionalInterface
  interface Scaling {
    double limit(Limits limits, Setting setting);
  }

  private final Description is;
  private final Modality modality;

  private SampleRule(Description is) {
    this.is = is;
    this.modality =
        is.limitName.appliesTo(Modality.MICRODERMABRASION)
            ? Modality.MICRODERMABRASION
            : Modality.MICROCURRENT;
  }

  /** Begins to write down a rule. */
  static Description named(String name, Priority priority, Kind kind) {
    return new Description(name, priority, kind);
  }

  @Override
  public String name() {
    return is.name;
  }

  @Override
  public Priority priority() {
    return is.priority;
  }

  @Override
  public Kind kind() {
    return is.kind;
  }

  @Override
  public String unit() {
    return is.limitName.unit();
  }

  /** The readings that it judges. */
  public Modality modality() {
    return modality;
  }

  /** The limit that it judges by. */
  public LimitName limitName() {
    return is.limitName;
  }

  /** The limit that it judges by in a setting. */
  public LimitName limitName(Setting setting) {
    return setting.motionSensor() ? is.limitName : is.limitNameWithoutMotion;
  }

  /** The limit and its delays in a setting. */
  public Threshold threshold(Limits limits, Setting setting) {
    return new Threshold(
        is.scaling
            .map(by -> by.limit(limits, setting))
            .orElseGet(() -> limits.value(limitName(setting))),
        is.side,
        is.hysteresis,
        setting.roving() ? is.rovingOnDelayMs : is.onDelayMs,
        is.onDelaySamples);
  }

  /** What is beyond the limit, for people, as the beginning of a sentence. */
  public String subject() {
    return is.subject;
  }

  /** On which side of the limit a breach lies. */
  public Side side() {
    return is.side;
  }

  /** Whether it takes more than one sample. */
  public boolean delays() {
    return is.onDelayMs > 0 || is.onDelaySamples > 1;
  }

  /** The family, of a rule that has one. */
  public Optional<Family> family() {
    return is.family;
  }

  /** Rules that explain this one: while an alert of theirs is open, none of this one opens. */
  public Set<String> explainedBy() {
    return is.explainedBy;
  }

  double value(Moment moment) {
    return is.value.applyAsDouble(moment);
  }

  /** What a good sample says. */
  Sample judge(Moment moment, double value, Threshold threshold) {
    if (!is.silentUnless.test(moment)) {
      return Sample.UNKNOWN;
    }
    if (!is.onlyWhile.test(moment)) {
      return Sample.BACK;
    }
    if (Double.isNaN(value)) {
      return Sample.UNKNOWN;
    }
    if (threshold.exceededBy(value)) {
      return Sample.BREACH;
    }
    return threshold.resetBy(value) ? Sample.BACK : Sample.BETWEEN;
  }

  @Override
  public String toString() {
    return is.name;
  }

  /** A rule as it is written down, line by line. */
  static final class Description {
    private final String name;
    private final Priority priority;
    private final Kind kind;
    private String subject = "";
    private ToDoubleFunction<Moment> value = moment -> Double.NaN;
    private Predicate<Moment> silentUnless = moment -> true;
    private Predicate<Moment> onlyWhile = moment -> true;
    private LimitName limitName;
    private LimitName limitNameWithoutMotion;
    private Optional<Scaling> scaling = Optional.empty();
    private Side side = Side.ABOVE;
    private double hysteresis = Limits.HYSTERESIS;
    private long onDelayMs;
    private long rovingOnDelayMs;
    private int onDelaySamples = 1;
    private Optional<Family> family = Optional.empty();
    private Set<String> explainedBy = Set.of();

    private Description(String name, Priority priority, Kind kind) {
      this.name = name;
      this.priority = priority;
      this.kind = kind;
    }

    /** The value in the limit's unit, and how people call it. */
    Description judges(String called, ToDoubleFunction<Moment> which) {
      subject = called;
      value = which;
      return this;
    }

    /** Else the sample says nothing: it neither begins nor ends anything. */
    Description silentUnless(Predicate<Moment> predicate) {
      silentUnless = silentUnless.and(predicate);
      return this;
    }

    /** Else the sample is back in range, whatever its value. */
    Description onlyWhile(Predicate<Moment> predicate) {
      onlyWhile = onlyWhile.and(predicate);
      return this;
    }

    Description above(LimitName limit) {
      return beyond(limit, Side.ABOVE);
    }

    Description atLeast(LimitName limit) {
      return beyond(limit, Side.AT_LEAST);
    }

    Description below(LimitName limit) {
      return beyond(limit, Side.BELOW);
    }

    private Description beyond(LimitName limit, Side where) {
      limitName = limit;
      limitNameWithoutMotion = limit;
      side = where;
      return this;
    }

    /** Another limit where no sensor tells whether the wand moves. */
    Description withoutMotionSensor(LimitName limit) {
      limitNameWithoutMotion = limit;
      return this;
    }

    /** The limit depends on where the treatment happens. */
    Description scaled(Scaling by) {
      scaling = Optional.of(by);
      return this;
    }

    /** How long samples must breach, ms. */
    Description forMs(long ms) {
      onDelayMs = ms;
      rovingOnDelayMs = ms;
      return this;
    }

    /** How long they must breach with a roving electrode, ms. */
    Description rovingForMs(long ms) {
      rovingOnDelayMs = ms;
      return this;
    }

    /** How many samples must breach. */
    Description forSamples(int samples) {
      onDelaySamples = samples;
      return this;
    }

    /** By which share of the limit a value must be back. */
    Description hysteresis(double share) {
      hysteresis = share;
      return this;
    }

    /** A value that grows: it is back when it begins at zero again. */
    Description untilItBeginsAgain() {
      return hysteresis(1);
    }

    Description of(Family whole) {
      family = Optional.of(whole);
      return this;
    }

    Description explainedBy(String... rules) {
      explainedBy = Set.of(rules);
      return this;
    }

    SampleRule rule() {
      return new SampleRule(this);
    }
  }
}
