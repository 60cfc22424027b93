/**
 * Looking at a cluster from outside: whole topics, the ledger, the catalogue.
 *
 * <p>Promise: what is read is committed, and reading changes nothing.
 */
package io.clinictelemetry.standalone.cluster;
