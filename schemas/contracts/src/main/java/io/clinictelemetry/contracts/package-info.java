/** What all parts of the pipeline share: records, topics, serdes, settings and operations. */
package io.clinictelemetry.contracts;
