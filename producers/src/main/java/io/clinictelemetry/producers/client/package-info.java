/**
 * What a device uses to publish its telemetry: {@link
 * io.clinictelemetry.producers.client.DeviceClient} for one device, over a {@link
 * io.clinictelemetry.producers.client.TelemetryChannel} that any number of devices share.
 *
 * <p>Promise: events of a boot are numbered from 0 without holes, a boot id is never used twice,
 * each call either takes effect or throws before it has any, and an event that the broker did not
 * acknowledge is named, never silently lost.
 */
package io.clinictelemetry.producers.client;
