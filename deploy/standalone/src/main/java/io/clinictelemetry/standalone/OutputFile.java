package io.clinictelemetry.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A file to be written at the end: that it cannot be is told before the work begins. */
public final class OutputFile implements ITypeConverter<Path> {

  @Override
  public Path convert(String value) {
    Path file = Path.of(value);
    Path directory = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || !Files.isDirectory(directory) || !Files.isWritable(directory)) {
      throw new TypeConversionException(
          "'" + value + "' cannot be written: give a file in an existing directory");
    }
    return file;
  }
}
