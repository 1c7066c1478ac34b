package io.caisson.simulator.model;

/**
 * An address of a port.
 *
 * @param subnet id
 * @param address dotted IPv4
 */
public record FixedAddress(String subnet, String address) {}
