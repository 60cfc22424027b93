package io.clinictelemetry.sinks.postgres;

import java.util.function.Function;

/**
 * One column and where its value comes from.
 *
 * @param name the column
 * @param placeholder SQL of the value, with the parameter {@code :name} in it
 * @param value reads the value from a record; may give null
 */
record Column<T>(String name, String placeholder, Function<T, Object> value) {

  /** The column's name as SQL. */
  String quoted() {
    return '"' + name + '"';
  }
}
