package io.caisson.domain.cluster;

/**
 * One decided call to the outside.
 *
 * @param attempt the number that the owner mark carries
 */
public record Effect(ResourceKey key, int attempt, Attempt.Verb verb, Order order) {}
