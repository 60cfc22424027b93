/**
 * Reads topics in batches and writes each with the offset that it reaches in one database
 * transaction.
 *
 * <p>Promise: what a batch writes is written exactly once. The offset advances by compare-and-set,
 * so an instance that lost its partition cannot write; while the database is away, it waits where
 * it is.
 */
package io.clinictelemetry.sinks.batches;
