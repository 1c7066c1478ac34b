package io.caisson.spi.cloud;

import java.util.Optional;

/** A network of the project's own, as the cloud shows it. */
public record OwnNetwork(String id, String name, Optional<OwnerMark> mark) {}
