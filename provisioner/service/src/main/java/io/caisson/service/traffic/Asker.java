package io.caisson.service.traffic;

/**
 * Which look asks for a list.
 *
 * @param version of the cluster as it was loaded before it asks
 * @param calm nothing of the cluster changes or is in doubt, so that a list of some seconds ago is
 *     as good as a new one
 */
public record Asker(String cluster, long version, boolean calm) {}
