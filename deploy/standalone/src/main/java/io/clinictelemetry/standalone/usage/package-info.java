/** {@code clinic usage}: utilisation of a period, from the database. */
package io.clinictelemetry.standalone.usage;
