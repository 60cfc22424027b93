/** {@code clinic alerts}: the active alerts, and what people do with them. */
package io.clinictelemetry.standalone.alerts;
