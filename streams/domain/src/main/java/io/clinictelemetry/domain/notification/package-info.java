/**
 * Whom to disturb, and how often: what is told to people outside of the page of the alerts of one
 * clinic.
 *
 * <p>Promise: every alert that calls for somebody is told, alone or as one of a storm; nothing is
 * told twice; a storm never hides an alert of high priority of another rule.
 */
package io.clinictelemetry.domain.notification;
