package io.clinictelemetry.domain.usage;

/**
 * An amount by list prices, of which only the range is known.
 *
 * @param currency ISO 4217
 * @param lowMinor lowest, in the currency's minor unit
 * @param highMinor highest, in the currency's minor unit
 */
public record Revenue(String currency, long lowMinor, long highMinor) {

  /** Both together; of the same currency. */
  Revenue plus(Revenue other) {
    return new Revenue(currency, lowMinor + other.lowMinor, highMinor + other.highMinor);
  }
}
