package io.clinictelemetry.contracts.audit;

import java.time.Instant;

/**
 * The end of a chain as it was kept outside of the log.
 *
 * @param chain its name
 * @param number that of its last record
 * @param hash that of its last record, hex
 * @param at time of its last record
 * @param knownSince when the chain was first kept: it has no older records than that
 */
public record ChainHead(String chain, long number, String hash, Instant at, Instant knownSince) {}
