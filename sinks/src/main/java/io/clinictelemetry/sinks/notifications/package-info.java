/**
 * Tells people outside of the page of alerts: Prometheus Alertmanager and a signed webhook.
 *
 * <p>Promise: every message is delivered to every channel at least once, in the order of its alert,
 * under a key by which a receiver knows it again; what is to be told is written in the transaction
 * that reads it, so nothing is told twice under two keys and nothing is forgotten, whatever stops.
 * While many alerts of a clinic come at once, they are one notification. When the pipeline itself
 * no longer sees, that is told from here.
 */
package io.clinictelemetry.sinks.notifications;
