package io.clinictelemetry.domain.limits;

import java.util.List;

/** A policy that cannot be; its message names all that is wrong with it. */
public final class InvalidPolicyException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  /**
   * @param problems one sentence each, beginning with the field
   */
  public InvalidPolicyException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, one sentence each, beginning with the field. */
  public List<String> problems() {
    return problems;
  }
}
