/**
 * A fleet of devices that exists only in software, for demonstrations, drills and tests, and its
 * own account of what happened.
 *
 * <p>Promise: the same options give the same clinics, devices, sessions, samples and faults, only
 * shifted to when it was started; a healthy session stays inside the default limits of its device
 * class; the ground truth is booked here, from what was sent, and shares no code with the pipeline
 * that it is compared with.
 */
package io.clinictelemetry.producers.simulator;
