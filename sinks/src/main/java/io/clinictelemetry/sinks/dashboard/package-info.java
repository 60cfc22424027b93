/**
 * The dashboard: one page, the API behind it, and the live stream that feeds it.
 *
 * <p>Promise: it only reads. An alert that reached the database reaches every open page, also over
 * a broken connection; the page says so when the pipeline itself has gone blind; nothing is loaded
 * from another host.
 */
package io.clinictelemetry.sinks.dashboard;
