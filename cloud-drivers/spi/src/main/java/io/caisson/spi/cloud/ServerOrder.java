package io.caisson.spi.cloud;

import java.util.List;
import java.util.Optional;

/**
 * All that one create call of a server says.
 *
 * @param name also the host name; lower-case RFC 1123, at most 63 characters
 * @param flavor id
 * @param image id
 * @param ports ids of ports that exist, in the order of the interfaces
 * @param keyPair name
 * @param zone availability zone
 * @param userData raw bytes as text, at most {@value #USER_DATA_LIMIT} bytes in UTF-8
 */
public record ServerOrder(
    OwnerMark mark,
    String name,
    String flavor,
    String image,
    List<String> ports,
    Optional<String> keyPair,
    Optional<String> zone,
    String userData) {
  /** Nova takes 65,535 characters of base64, ZStack a little less: below both. */
  public static final int USER_DATA_LIMIT = 48_000;

  public ServerOrder {
    ports = List.copyOf(ports);
  }

  /** Without the user-data, which holds a secret. */
  @Override
  public String toString() {
    return "ServerOrder[%s, name=%s, flavor=%s, image=%s, ports=%s]"
        .formatted(mark, name, flavor, image, ports);
  }
}
