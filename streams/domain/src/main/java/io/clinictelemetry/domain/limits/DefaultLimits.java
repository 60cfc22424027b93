package io.clinictelemetry.domain.limits;

/**
 * The limits that ship with the pipeline, by modality and class.
 *
 * <p>Sources: soft suction medical from removal of the outer skin layer at 30 to 50 kPa
 * (PMC3596453, fig. 5) and salon from 8 to 12 inHg in medical use (mountaincoastdistributors.com);
 * soft current medical from a professional unit's range (pantheonresearch.com) and home from 510(k)
 * summaries K103472 and K201680; hard peak medical from "sub-sensory means below 1 mA"
 * (PMC9941239). All other numbers are engineering defaults.
 */
public final class DefaultLimits {

  private DefaultLimits() {}

  /** The limits of a modality and class. */
  public static Limits of(Modality modality, DeviceClass deviceClass) {
    return switch (modality) {
      case MICRODERMABRASION ->
          switch (deviceClass) {
            case MEDICAL -> suction("medical", 50, 65);
            case SALON -> suction("salon", 41, 55);
            case HOME -> suction("home", 30, 40);
          };
      case MICROCURRENT ->
          switch (deviceClass) {
            case MEDICAL -> current("medical", 600, 1_000);
            case SALON -> current("salon", 500, 700);
            case HOME -> current("home", 400, 500);
          };
    };
  }

  private static Limits suction(String name, double softKpa, double hardKpa) {
    return new Limits(
        "default/microdermabrasion/" + name + "#1", Modality.MICRODERMABRASION, softKpa, hardKpa);
  }

  private static Limits current(String name, double softUa, double hardUa) {
    return new Limits("default/microcurrent/" + name + "#1", Modality.MICROCURRENT, softUa, hardUa);
  }
}
