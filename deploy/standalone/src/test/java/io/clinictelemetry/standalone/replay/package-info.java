/** The same telemetry again: in another order, over other partitions, by another application id. */
package io.clinictelemetry.standalone.replay;
