/**
 * An alert's life: one continuous condition of one rule on one subject, from opening to clearing.
 *
 * <p>Promise: the identity, start, end, peak and limit of an episode are a function of the readings
 * and the policies; only the detection time depends on when the readings arrived. What comes after
 * its gap was declared widens an episode, or is one of its own; it never renames, merges or deletes
 * one.
 */
package io.clinictelemetry.domain.episodes;
