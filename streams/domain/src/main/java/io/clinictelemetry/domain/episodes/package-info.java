/**
 * An alert's life: one continuous condition of one rule on one subject, from opening to clearing.
 *
 * <p>Promise: the identity, start, end, peak and limit of an episode are a function of the readings
 * and the policies; only the detection time depends on when the readings arrived.
 */
package io.clinictelemetry.domain.episodes;
