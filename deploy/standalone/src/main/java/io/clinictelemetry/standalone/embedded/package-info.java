/**
 * Real servers on this machine for the demo, the drill and the integration tests: a Kafka broker, a
 * schema registry and PostgreSQL.
 *
 * <p>Promise: everything listens on 127.0.0.1 only, keeps all it writes under one data directory,
 * can be started again on that directory, and leaves no process behind: not after {@code close()},
 * not when a start fails half way, and not when this JVM is killed without warning. What is left
 * all the same, because its guard was killed, too, the next {@code DataDirectory.claim} ends.
 */
package io.clinictelemetry.standalone.embedded;
