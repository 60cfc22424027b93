package io.clinictelemetry.standalone;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest, and the Java that runs it. */
final class ClinicVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = ClinicVersion.class.getPackage().getImplementationVersion();
    return new String[] {
      "clinic " + (version == null ? "(not from a jar)" : version) + ", Java " + Runtime.version()
    };
  }
}
