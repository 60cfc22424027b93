/**
 * How much is asked of people by alerts: the account of each clinic and hour.
 *
 * <p>Promise: every alert that opened is counted once, in the hour of the log clock in which it
 * opened, and nothing is left out without a number that says how much. The order in which devices
 * tell of their alerts cannot change a digit; only what becomes of one alert comes in its order.
 */
package io.clinictelemetry.domain.load;
