package io.caisson.domain.cluster;

import java.time.Instant;

/**
 * One line of a cluster's journal: a decision or an event, and why.
 *
 * @param version of the cluster that the line came with
 * @param subject a machine's or resource's text form, or {@code cluster}
 */
public record JournalEntry(long version, Instant at, String subject, String text) {}
