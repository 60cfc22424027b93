package io.clinictelemetry.sinks.usage;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rows as CSV (RFC 4180). */
final class Csv {

  private static final String NEW_LINE = "\r\n";

  private Csv() {}

  /**
   * A column.
   *
   * @param header its name, with its unit
   * @param value its value in a row; null for none
   */
  record Column<T>(String header, Function<T, Object> value) {}

  /** The header and the rows, each with the end of its line. */
  static <T> String of(List<Column<T>> columns, List<T> rows) {
    return Stream.concat(
            Stream.of(line(columns.stream().map(Column::header))),
            rows.stream()
                .map(
                    row ->
                        line(
                            columns.stream()
                                .map(column -> Objects.toString(column.value().apply(row), "")))))
        .collect(Collectors.joining());
  }

  private static String line(Stream<String> values) {
    return values.map(Csv::quoted).collect(Collectors.joining(",", "", NEW_LINE));
  }

  /** A spreadsheet must not take a name for a formula. */
  private static String quoted(String value) {
    boolean formula = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0;
    String safe = formula && !value.matches("-?[0-9.E-]+") ? "'" + value : value;
    boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
