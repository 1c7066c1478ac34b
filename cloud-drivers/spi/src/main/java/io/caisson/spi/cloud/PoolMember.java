package io.caisson.spi.cloud;

/**
 * Where a load balancer leads.
 *
 * @param name for people
 * @param subnet id of the address's subnet
 * @param port TCP
 */
public record PoolMember(String name, String address, String subnet, int port) {}
