/**
 * Devices and pipelines for tests: what a device sends is written as it happens, and both
 * applications run whole in a topology test driver.
 *
 * <p>Promise: after every record the conservation ledger was checked.
 */
package io.clinictelemetry.streams.testing;
