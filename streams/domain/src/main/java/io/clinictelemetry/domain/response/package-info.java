/**
 * What people make of alerts, and what falls due when they make nothing of them: acknowledging,
 * shelving, resetting, escalation and re-alarm.
 */
package io.clinictelemetry.domain.response;
