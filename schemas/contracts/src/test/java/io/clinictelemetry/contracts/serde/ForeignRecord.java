package io.clinictelemetry.contracts.serde;

/** Stands for any class on the class path that a hostile schema could name. */
public final class ForeignRecord {

  static {
    TrustedPackagesTest.foreignCodeRan();
  }

  private ForeignRecord() {}
}
