package io.clinictelemetry.standalone.usage;

import org.apache.avro.specific.SpecificRecord;

/**
 * A row as it was published at one time.
 *
 * @param row the row
 * @param publishedMs the log clock at which it was, ms since 1970 UTC
 */
record RowVersion(SpecificRecord row, long publishedMs) {}
