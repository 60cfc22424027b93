/**
 * The way to PostgreSQL, for the sink that writes it and the dashboard that reads it.
 *
 * <p>Promise: no call waits for ever, and no message or log line carries the password.
 */
package io.clinictelemetry.sinks.database;
