package io.clinictelemetry.sinks.batches;

import java.util.List;

/** Where batches go. */
public interface BatchTarget {

  /** The topics that it takes. */
  List<String> topics();

  /**
   * Writes a batch and the offsets that it reaches in one transaction: all or nothing.
   *
   * @throws StaleOffsetException when another instance wrote one of the partitions; nothing is
   *     written
   * @throws org.jdbi.v3.core.JdbiException when the database does not do it; nothing is written,
   *     and it is tried again
   * @throws io.clinictelemetry.contracts.serde.RegistryException when the registry does not answer;
   *     nothing is written, and it is tried again
   */
  void write(Batch batch);

  /** The end of every topic was reached; called at most about once a second. */
  default void caughtUp() {}
}
