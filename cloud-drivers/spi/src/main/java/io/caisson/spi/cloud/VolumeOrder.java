package io.caisson.spi.cloud;

import java.util.Optional;

/**
 * All that one create call of a volume says.
 *
 * @param gib GiB, at least 1
 * @param image id of the image to fill it from, so that a server can boot from it
 * @param type a name of {@link Volumes#types}; absent means the cloud's own choice
 * @param zone availability zone of the storage, which need not be one of the servers
 */
public record VolumeOrder(
    OwnerMark mark,
    String name,
    int gib,
    Optional<String> image,
    Optional<String> type,
    Optional<String> zone) {
  public VolumeOrder {
    if (gib < 1) {
      throw new IllegalArgumentException("a volume has at least 1 GiB, not " + gib);
    }
  }

  /** An empty volume of the cloud's usual type. */
  public static VolumeOrder empty(OwnerMark mark, String name, int gib) {
    return new VolumeOrder(mark, name, gib, Optional.empty(), Optional.empty(), Optional.empty());
  }

  public VolumeOrder filledFrom(String imageId) {
    return new VolumeOrder(mark, name, gib, Optional.of(imageId), type, zone);
  }

  public VolumeOrder ofType(String typeName) {
    return new VolumeOrder(mark, name, gib, image, Optional.of(typeName), zone);
  }

  public VolumeOrder in(String zoneName) {
    return new VolumeOrder(mark, name, gib, image, type, Optional.of(zoneName));
  }
}
