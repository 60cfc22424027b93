/**
 * Which limit applies to a reading, and where the number comes from.
 *
 * <p>Promise: a soft limit never lies above the hard one, and every shipped number says in its
 * comment whether it has a source or is an engineering default. None of them is a clinical fact.
 */
package io.clinictelemetry.domain.limits;
