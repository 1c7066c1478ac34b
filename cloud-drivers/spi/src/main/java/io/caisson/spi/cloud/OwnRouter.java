package io.caisson.spi.cloud;

import java.util.Optional;

/**
 * A router of the project's own, as the cloud shows it.
 *
 * @param externalNetwork id of where it leads to
 */
public record OwnRouter(
    String id, String name, Optional<String> externalNetwork, Optional<OwnerMark> mark) {}
