/**
 * What is judged of a device or a session as a whole, not sample by sample: one file a rule, over
 * one small vocabulary.
 *
 * <p>At an event each rule gives a {@link io.clinictelemetry.domain.device.Verdict}: its condition
 * holds, is over, or the event says nothing about it. {@link
 * io.clinictelemetry.domain.device.DeviceWatch} makes one alert of a condition that holds, however
 * often it is said. Promise: verdicts come from the device's own events in their order, from the
 * log clock and from the inventory; what comes out of order is history and changes nothing here.
 */
package io.clinictelemetry.domain.device;
