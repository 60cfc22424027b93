package io.clinictelemetry.streams.usage;

import io.clinictelemetry.domain.usage.DayAccount;
import io.clinictelemetry.domain.usage.HourAccount;
import io.clinictelemetry.domain.usage.WindowOf;

/**
 * An hour or a day in its store. Both are in one: a store more would not be there while an instance
 * of the last release leads the group.
 */
sealed interface StoredWindow {

  /** The window. */
  WindowOf window();

  /** An hour. */
  record Hour(HourAccount account) implements StoredWindow {
    @Override
    public WindowOf window() {
      return account.window();
    }
  }

  /** A day. */
  record Day(DayAccount account) implements StoredWindow {
    @Override
    public WindowOf window() {
      return account.window();
    }
  }
}
