/**
 * Bad input at random, in bytes and in content, through both applications.
 *
 * <p>Promise: the same seed gives the same input; whatever fails names its seed.
 */
package io.clinictelemetry.streams.fuzz;
