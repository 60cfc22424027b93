/**
 * The servers that integration tests run against: in containers where a Docker engine answers, else
 * the embedded ones.
 *
 * <p>Promise: a test sees no difference, the run says which it was and why, and where {@code
 * CLINIC_REQUIRE_CONTAINERS} is true there is no falling back.
 */
package io.clinictelemetry.standalone.servers;
