package io.caisson.domain.cluster;

import java.time.Instant;

/**
 * What never changes about a cluster.
 *
 * @param installation which Caisson made it; part of every owner mark
 * @param project id of the tenant's project
 * @param user id of the user who created it
 * @param template UUID of the cluster template
 */
public record ClusterHead(
    ClusterId id,
    String installation,
    String name,
    String project,
    String user,
    String template,
    Instant created) {}
