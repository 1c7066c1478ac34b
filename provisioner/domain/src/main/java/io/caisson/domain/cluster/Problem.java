package io.caisson.domain.cluster;

/**
 * One thing that is wrong with a spec.
 *
 * @param path where, such as {@code node_groups[0].count}
 * @param text what and why, and what to do
 */
public record Problem(String path, String text) {}
