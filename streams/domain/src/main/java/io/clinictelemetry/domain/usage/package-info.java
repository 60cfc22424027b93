/**
 * What was done, counted: sessions and the clinic's own hours.
 *
 * <p>Promise: every sum is exact, each sample's time counts once, and the order of arrival cannot
 * change a digit.
 */
package io.clinictelemetry.domain.usage;
