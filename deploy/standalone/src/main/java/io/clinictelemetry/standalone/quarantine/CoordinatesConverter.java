package io.clinictelemetry.standalone.quarantine;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Coordinates on the command line. */
final class CoordinatesConverter implements ITypeConverter<Coordinates> {

  @Override
  public Coordinates convert(String value) {
    try {
      return Coordinates.parse(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
