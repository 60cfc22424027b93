package io.clinictelemetry.streams.shared;

/**
 * What a component keeps on this machine could not be opened, for instance because the machine
 * stopped in the middle of a write. It has been deleted: it is a copy, and a component that is made
 * and started anew restores it from the changelogs.
 */
public final class LostStateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LostStateException(String component, Throwable cause) {
    super(
        "the local state of %s could not be opened and was deleted; start it again, and it is restored"
            .formatted(component),
        cause);
  }
}
