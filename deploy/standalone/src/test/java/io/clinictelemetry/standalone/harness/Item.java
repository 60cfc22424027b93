package io.clinictelemetry.standalone.harness;

/**
 * One thing that came out, in a topic or as a row.
 *
 * @param key what it is about; two items of one key and revision say the same thing twice
 * @param revision which state of it; 0 where there is only one
 * @param content all else that must not depend on what broke on the way
 */
public record Item(String key, int revision, String content) {}
