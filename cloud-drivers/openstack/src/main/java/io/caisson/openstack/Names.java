package io.caisson.openstack;

import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;

/** Names that a service can store. */
final class Names {
  private Names() {}

  /**
   * The name itself. OpenStack's databases are {@code utf8mb3}: Neutron (Zed) answers 500 to a
   * character beyond U+FFFF, which would leave the order in doubt. So it is refused here.
   */
  static String storable(String name) {
    if (name.codePoints().anyMatch(Character::isSupplementaryCodePoint)) {
      throw new CloudException(
          new CloudFault.Invalid("OpenStack cannot store every character of '" + name + "'"));
    }
    return name;
  }
}
