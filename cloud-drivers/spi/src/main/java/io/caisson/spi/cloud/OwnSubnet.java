package io.caisson.spi.cloud;

import java.util.Optional;

/**
 * A subnet of the project's own, as the cloud shows it.
 *
 * @param network id
 * @param cidr range of its addresses
 */
public record OwnSubnet(
    String id, String name, String network, String cidr, Optional<OwnerMark> mark) {}
