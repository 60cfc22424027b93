/**
 * The {@code clinic} command: the whole pipeline on one machine, and each of its parts by itself.
 *
 * <p>Promise: an error is one line that says what to do, and status 1; a wrong command line is
 * status 2.
 */
package io.clinictelemetry.standalone;
