package io.clinictelemetry.standalone.demo;

import java.time.Duration;

/**
 * How the fleet's past was published.
 *
 * @param length how long it was
 * @param events events sent
 * @param samples samples in them
 * @param sessions sessions
 * @param published how long it took until the broker had all of it
 * @param processed how much longer until the pipeline had processed it, or was waited for no more
 * @param whole whether it had
 */
record PublishedPast(
    Duration length,
    long events,
    long samples,
    int sessions,
    Duration published,
    Duration processed,
    boolean whole) {

  Duration took() {
    return published.plus(processed);
  }
}
