package io.clinictelemetry.domain.episodes;

import io.clinictelemetry.domain.rules.Condition.Began;
import io.clinictelemetry.domain.rules.SampleRule;
import io.clinictelemetry.domain.rules.Threshold.Side;
import java.util.Locale;

/** Tells people in one sentence what was measured, beyond which limit, for how long. */
final class Explanation {

  private static final String CHATTERING =
      " For the third time within a minute: it stays open until the value has been back for a"
          + " minute.";
  private static final double FEW = 10;
  private static final double VERY_FEW = 0.1;

  private Explanation() {}

  static String of(SampleRule rule, Began began) {
    String format =
        began.limit() < VERY_FEW ? "%.4f %s" : began.limit() < FEW ? "%.2f %s" : "%.1f %s";
    return rule.subject()
        + (rule.side() == Side.BELOW ? " fell to " : " reached ")
        + String.format(Locale.ROOT, format, began.peak(), rule.unit())
        + beyond(rule.side())
        + String.format(Locale.ROOT, format, began.limit(), rule.unit())
        + (rule.delays() ? duration(began) : "")
        + "."
        + (began.chattering() ? CHATTERING : "");
  }

  private static String beyond(Side side) {
    return switch (side) {
      case ABOVE -> ", above the limit of ";
      case AT_LEAST -> "; the limit is ";
      case BELOW -> ", below the limit of ";
    };
  }

  private static String duration(Began began) {
    return String.format(
        Locale.ROOT, ", for %.1f s", (began.triggeredAtMs() - began.startedAtMs()) / 1000.0);
  }
}
