package io.clinictelemetry.contracts.serde;

import org.apache.kafka.common.errors.SerializationException;

/** The schema registry did not do what was asked of it; the record itself may be fine. */
public final class RegistryException extends SerializationException {

  /** Why the registry did not do it. */
  public enum Kind {
    /** No answer, or 408, 429 or one of the 5xx kind: trying again may help. */
    UNAVAILABLE,
    /** 401 or 403: the credentials are missing, wrong, or not allowed to do this. */
    UNAUTHORIZED,
    /** 409 or 422: the schema breaks the subject's compatibility rule or is not valid. */
    INCOMPATIBLE,
    /** 404 when looking up a schema to write with: registration is off and nobody registered it. */
    NOT_REGISTERED,
    /** Any other refusal, for instance a 404 that no registry gave: the address may be wrong. */
    REFUSED
  }

  private final Kind kind;

  RegistryException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Why the registry did not do it. */
  public Kind kind() {
    return kind;
  }
}
