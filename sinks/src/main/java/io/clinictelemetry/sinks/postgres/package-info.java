/**
 * The PostgreSQL sink: the output topics as tables.
 *
 * <p>Promise: each record is stored exactly once. Rows and the offset after them are one database
 * transaction; the offset advances by compare-and-set, so a sink that lost its partition cannot
 * write; writing a record again changes nothing; a record that cannot be stored is counted and
 * remembered in {@code sink_errors}, and never stops the others.
 */
package io.clinictelemetry.sinks.postgres;
