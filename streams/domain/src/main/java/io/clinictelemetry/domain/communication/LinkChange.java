package io.clinictelemetry.domain.communication;

import java.util.Optional;

/**
 * One transition of one device's link, as its clinic is told of it.
 *
 * @param atMs log clock of the device's partition, ms since 1970 UTC
 * @param number counts the transitions of the device, from 1
 * @param kind what happened
 * @param deviceId the device
 * @param clinicId the clinic that is told
 * @param silence of what kind the silence is; present when the device is lost, and only then
 */
public record LinkChange(
    long atMs,
    long number,
    Kind kind,
    String deviceId,
    String clinicId,
    Optional<Silence> silence) {

  /** What can happen to a link. */
  public enum Kind {
    /** The device is heard in this clinic for the first time: from now on the clinic counts it. */
    UP,
    /** It has been silent for too long. */
    LOST,
    /** It was lost and is heard again. */
    BACK,
    /** It is heard in another clinic, or is no longer in use: the clinic counts it no more. */
    GONE
  }
}
