/**
 * Questions about utilisation, for the API and the command line alike.
 *
 * <p>Promise: sums are sums of the rows of devices, and a ratio is that of the sums, never a mean
 * of ratios; hours and days are those on each clinic's wall.
 */
package io.clinictelemetry.sinks.usage;
