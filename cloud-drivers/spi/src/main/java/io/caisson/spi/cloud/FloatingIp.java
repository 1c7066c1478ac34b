package io.caisson.spi.cloud;

import java.util.Optional;

/** A floating address as the cloud shows it. */
public record FloatingIp(
    String id, String address, Optional<String> port, Optional<OwnerMark> mark) {}
