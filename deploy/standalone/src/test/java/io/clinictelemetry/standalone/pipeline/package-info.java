/**
 * What integration tests share: one running pipeline, and devices that a test writes with.
 *
 * <p>Promise: a test that leaves the topics and the settings of the pipeline as they are does not
 * disturb another, as long as each uses devices of its own.
 */
package io.clinictelemetry.standalone.pipeline;
