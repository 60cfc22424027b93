/**
 * The page's files: the dashboard's own and the browser libraries, both from the class path.
 *
 * <p>Promise: no path leads outside the two folders, and every answer carries a policy that lets
 * the browser load nothing from elsewhere.
 */
package io.clinictelemetry.sinks.dashboard.pages;
