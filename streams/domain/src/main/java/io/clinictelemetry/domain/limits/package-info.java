/**
 * Which limit applies to a reading, and where the number comes from.
 *
 * <p>Promise: a soft limit never lies above the hard one, and every shipped number has its source
 * beside it or is an engineering default. None of them is a clinical fact.
 */
package io.clinictelemetry.domain.limits;
