package io.caisson.domain.cluster;

import java.time.Instant;

/**
 * One immutable version of a cluster's desired state.
 *
 * @param number from 1
 * @param actor who asked for it
 */
public record Revision(int number, ClusterSpec spec, String actor, Instant at) {}
