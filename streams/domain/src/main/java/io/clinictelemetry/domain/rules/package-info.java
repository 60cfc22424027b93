/**
 * What counts as out of range: one file a rule, over one small vocabulary.
 *
 * <p>A <em>condition</em> begins when a value has been beyond its limit for the <em>on-delay</em>,
 * and ends when it has been back by the <em>hysteresis</em> for the <em>off-delay</em>. Promise:
 * durations come from the session's own elapsed time and sample intervals, never from a wall clock,
 * and a bad sample neither begins nor ends anything.
 */
package io.clinictelemetry.domain.rules;
