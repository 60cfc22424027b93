package io.clinictelemetry.domain.limits;

/** On which side of a limit values are as they should be. */
public enum Bound {
  /** Values above the limit are remarked; the lower limit is the stricter one. */
  AT_MOST,
  /** Values below the limit are remarked; the higher limit is the stricter one. */
  AT_LEAST;

  /** The one of two limits that remarks more. */
  public double stricter(double one, double other) {
    return this == AT_MOST ? Math.min(one, other) : Math.max(one, other);
  }

  /** Whether a limit lets pass what the other remarks. */
  public boolean isLooser(double limit, double other) {
    return this == AT_MOST ? limit > other : limit < other;
  }
}
