/** Whether people are told: a real Alertmanager, a webhook that fails, and the pipeline behind. */
package io.clinictelemetry.standalone.notifications;
