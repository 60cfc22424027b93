/**
 * The records themselves: their style, their released versions, and what changes they bear.
 *
 * <p>Promise: a change of a schema that an old reader or an old record cannot bear fails the build.
 */
package io.clinictelemetry.contracts.records;
