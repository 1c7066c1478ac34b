package io.caisson.simulator.model;

/**
 * A floating address and the fixed one that it stands for.
 *
 * @param floating dotted IPv4
 * @param fixed dotted IPv4
 */
public record FloatingAddress(String floating, String fixed) {}
