/**
 * Proofs of "nothing lost, nothing doubled": components as processes that can be killed and paused,
 * a fleet that feeds them, and what came out beside an undisturbed pass over the same log.
 *
 * <p>Promise: no process outlives the test JVM, however that ends; what was random can be repeated
 * by its seed.
 */
package io.clinictelemetry.standalone.harness;
