package io.clinictelemetry.domain.usage;

/** What tells that a device is switched on. */
public final class SignsOfLife {

  /**
   * A device was on from its first to its last event where no two that follow each other are
   * farther apart than this, ms: the silence after which an idle device counts as lost. Engineering
   * default.
   */
  public static final long LINK_MS = 120_000;

  private SignsOfLife() {}
}
