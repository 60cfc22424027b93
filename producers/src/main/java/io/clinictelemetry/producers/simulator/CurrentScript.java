package io.clinictelemetry.producers.simulator;

/** What a disturbance makes of output stage and electrodes while it lasts. */
@FunctionalInterface
interface CurrentScript {

  /**
   * The next sample.
   *
   * @param into number of the sample, from 0 at the first one disturbed
   * @param setUa current that the programme sets, uA
   */
  CurrentPoint at(int into, double setUa);

  /**
   * The script of a disturbance.
   *
   * @param skinKohm impedance of skin and electrodes in good contact, kOhm
   * @param softHighUa the soft high limit of zone and skin, uA
   */
  static CurrentScript of(Disturbance kind, Dice dice, double skinKohm, double softHighUa) {
    Current current = new Current(dice, skinKohm, softHighUa);
    if (kind instanceof FaultKind fault) {
      return switch (fault) {
        case ELECTRODE_DRIES -> current::dryingElectrode;
        case OUTPUT_SPIKE -> current::spike;
        case POLARITY_STUCK -> current::oneWay;
        case BATTERY_LOW -> current::saggingBattery;
        default -> current::usual;
      };
    }
    return switch ((ControlKind) kind) {
      case PROBE_LIFTED -> current::lifted;
      case RAMPS -> current::ramped;
      case HOVERING_CURRENT -> current::hovering;
      default -> current::usual;
    };
  }

  /** The scripts; one of them is used by a session. */
  final class Current {

    private static final double NOISE = 0.03;

    /** From a wet electrode to one that is dry, in samples. */
    private static final int DRYING = 120;

    private static final double DRY_KOHM = 320;
    private static final double SPIKE_UA = 1_200;

    /** From the report of a low battery until the voltage falls, in samples. */
    private static final int BATTERY_HOLDS = 30;

    private static final double SAGGED = 0.65;

    private final Dice dice;
    private final double skinKohm;
    private final double softHighUa;
    private double rampedUa = -1;

    Current(Dice dice, double skinKohm, double softHighUa) {
      this.dice = dice;
      this.skinKohm = skinKohm;
      this.softHighUa = softHighUa;
    }

    CurrentPoint usual(int into, double setUa) {
      return wanted(setUa, setUa * dice.about(NOISE));
    }

    private CurrentPoint wanted(double setUa, double wantedUa) {
      return CurrentPoint.of(
          setUa, wantedUa, skinKohm * dice.about(0.05), dice.between(1.05, 1.15));
    }

    CurrentPoint dryingElectrode(int into, double setUa) {
      if (into >= DRYING) {
        return CurrentPoint.lifted(setUa, dice);
      }
      double kohm = skinKohm * Math.pow(DRY_KOHM / skinKohm, (double) into / DRYING);
      return CurrentPoint.of(
          setUa, setUa * dice.about(NOISE), kohm * dice.about(0.02), dice.between(1.05, 1.15));
    }

    CurrentPoint spike(int into, double setUa) {
      double current = setUa * dice.about(NOISE);
      return CurrentPoint.of(setUa, current, skinKohm * dice.about(0.05), SPIKE_UA / current);
    }

    CurrentPoint oneWay(int into, double setUa) {
      CurrentPoint usual = usual(into, setUa);
      return new CurrentPoint(setUa, usual.currentUa(), usual.kohm(), usual.peakUa(), true);
    }

    CurrentPoint saggingBattery(int into, double setUa) {
      double share = into < BATTERY_HOLDS ? 1 : SAGGED;
      return wanted(setUa, share * setUa * dice.about(NOISE));
    }

    CurrentPoint lifted(int into, double setUa) {
      return CurrentPoint.lifted(setUa, dice);
    }

    /**
     * The set-point falls to a third and climbs again, once a second; the current lags a little.
     */
    CurrentPoint ramped(int into, double setUa) {
      int second = into / Treatment.PER_SECOND;
      double set = setUa * (1 - Math.min(second, 16 - second) / 12.0);
      rampedUa = rampedUa < 0 ? set : rampedUa + 0.7 * (set - rampedUa);
      return wanted(set, rampedUa * dice.about(NOISE));
    }

    /** Over the limit for long enough, then on both sides of it and never clear of it. */
    CurrentPoint hovering(int into, double setUa) {
      return wanted(
          softHighUa, softHighUa * (into < 55 ? dice.between(1.02, 1.04) : dice.about(0.04)));
    }
  }
}
