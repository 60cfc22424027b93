/**
 * Whether devices can be heard: the link of each device on the log clock of its partition, and what
 * the links of one clinic mean together.
 *
 * <p>Promise: silence is what the log shows, so neither a slow pipeline nor the order in which
 * partitions are read can make a device look silent.
 */
package io.clinictelemetry.domain.communication;
