/**
 * What a sample means together with those before it: how long a tip has rested, how much charge has
 * flowed. Each is a few numbers that go on from sample to sample.
 *
 * <p>Promise: time that no good sample covers counts for nothing, so that a frame that was lost can
 * not make a signal longer than what was seen.
 */
package io.clinictelemetry.domain.rules.signals;
