package io.caisson.domain.cluster;

import java.time.Instant;

/**
 * What a machine or resource waits for.
 *
 * @param subject a machine's or resource's text form, or {@code cluster}
 * @param deadline when the wait counts as failed
 */
public record Wait(String subject, String reason, Instant since, Instant deadline) {}
