package io.caisson.spi.cloud;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All that one create call of a server says. What no cloud would take is refused here.
 *
 * @param name also the host name; lower-case RFC 1123, at most 63 characters
 * @param flavor id
 * @param image id
 * @param ports ids of ports that exist, in the order of the interfaces; at least one, since its
 *     address is the last line against two servers for one machine
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

  private static final Pattern HOST_NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  public ServerOrder {
    ports = List.copyOf(ports);
    if (!HOST_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a host name: '" + name + "'");
    }
    if (ports.isEmpty()) {
      throw new IllegalArgumentException("a server needs a port");
    }
    int size = userData.getBytes(StandardCharsets.UTF_8).length;
    if (size > USER_DATA_LIMIT) {
      throw new IllegalArgumentException(
          "%d bytes of user-data, at most %d".formatted(size, USER_DATA_LIMIT));
    }
  }

  /** Without the user-data, which holds a secret. */
  @Override
  public String toString() {
    return "ServerOrder[%s, name=%s, flavor=%s, image=%s, ports=%s]"
        .formatted(mark, name, flavor, image, ports);
  }
}
