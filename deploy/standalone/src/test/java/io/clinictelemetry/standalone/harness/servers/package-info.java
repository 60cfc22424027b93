/**
 * The servers of a pipeline as processes that a test can break: one or three Kafka brokers, the
 * schema registry and PostgreSQL.
 *
 * <p>Promise: each can be killed, stopped or frozen, and started again on the same port and data;
 * everything listens on 127.0.0.1 only, and nothing outlives the tests' JVM.
 */
package io.clinictelemetry.standalone.harness.servers;
