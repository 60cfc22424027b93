package io.clinictelemetry.sinks.notifications;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * A message on its way to one channel.
 *
 * @param key what it is about
 * @param version counts the messages about it, from 1
 * @param event why it is sent: opened, escalated, cleared or ended
 * @param firing whether somebody is needed after it
 * @param content what is told
 * @param createdAt when it was decided to tell it
 * @param attempts how often it was tried, this time included
 */
record Delivery(
    String key,
    int version,
    String event,
    boolean firing,
    ObjectNode content,
    Instant createdAt,
    int attempts) {}
