package io.caisson.contract.cloud;

/**
 * What the cloud has for the suite, by name or id.
 *
 * @param network servers get ports in it; it has a subnet with free addresses, and a router leads
 *     to {@code externalNetwork}
 * @param externalNetwork gives floating addresses
 */
public record Supplies(
    String image, String flavor, String network, String externalNetwork, String keyPair) {}
