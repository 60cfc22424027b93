package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.domain.limits.LimitName;
import java.math.BigDecimal;

/** Limits as people write them: 35 kPa, not 35.0. */
final class Quantity {

  private Quantity() {}

  static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  static String of(LimitName name, double value) {
    return number(value) + " " + name.unit();
  }
}
