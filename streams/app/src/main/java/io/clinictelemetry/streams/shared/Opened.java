package io.clinictelemetry.streams.shared;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a constructor has opened so far, to be closed when a later step of it fails. */
final class Opened {

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /** Remembers a part that was just opened. */
  <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /** Closes all, the last opened first; what fails in that is added to {@code failure}. */
  void closeBecauseOf(Throwable failure) {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
  }
}
