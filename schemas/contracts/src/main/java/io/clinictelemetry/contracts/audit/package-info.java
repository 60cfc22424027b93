/**
 * Entries chained by their hashes, so that whoever edits or removes one afterwards is found out.
 *
 * <p>Promise: with the heads kept where the log's administrators cannot write, no entry that was
 * anchored can be changed, taken out or cut off without {@link
 * io.clinictelemetry.contracts.audit.ChainAudit} naming it.
 */
package io.clinictelemetry.contracts.audit;
