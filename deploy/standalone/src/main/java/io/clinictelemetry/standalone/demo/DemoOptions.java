package io.clinictelemetry.standalone.demo;

import io.clinictelemetry.producers.simulator.Programme;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What demo to run.
 *
 * @param duration how long the fleet runs; empty until a signal comes
 * @param devices number of devices
 * @param clinics number of clinics
 * @param seed makes the fleet and all it does
 * @param programme how long sessions are
 * @param faults whether faults are injected
 * @param history how many days before its origin the fleet has lived; empty for none
 * @param port the dashboard's port
 * @param kafkaPort the broker's port
 * @param registryPort the schema registry's port
 * @param postgresPort PostgreSQL's port
 * @param data directory of all data; empty for a temporary one
 */
public record DemoOptions(
    Optional<Duration> duration,
    int devices,
    int clinics,
    long seed,
    Programme programme,
    boolean faults,
    Optional<Duration> history,
    int port,
    int kafkaPort,
    int registryPort,
    int postgresPort,
    Optional<Path> data) {}
