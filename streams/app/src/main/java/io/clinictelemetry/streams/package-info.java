/** The stream applications: the only code of the project that runs on Kafka Streams. */
package io.clinictelemetry.streams;
