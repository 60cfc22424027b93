/**
 * The dashboard's page in a real browser. Compiled and run in the Maven profile {@code browser}
 * alone, because the browser's driver is a large download.
 */
package io.clinictelemetry.standalone.browser;
