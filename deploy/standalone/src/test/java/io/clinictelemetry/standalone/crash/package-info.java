/**
 * What happens when components are killed again and again. Apart from the tests of broken servers
 * because of the order of tests: these two kinds start most processes, and together they starve.
 */
package io.clinictelemetry.standalone.crash;
