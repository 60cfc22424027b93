/**
 * The topics: one declaration that provisioning, documents, tests and deployment are checked
 * against.
 *
 * <p>Promise: applying the catalogue twice changes nothing the second time, and nothing is ever
 * deleted or repartitioned.
 */
package io.clinictelemetry.contracts.topics;
