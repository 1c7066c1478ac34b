package io.caisson.service.bootstrap.node;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A registry that is to be asked elsewhere, or that has an authority of its own.
 *
 * @param host as it stands in images' names, such as {@code docker.io} or {@code
 *     registry.example:5000}
 * @param mirrors asked in this order before the registry itself; their paths replace {@code /v2}
 * @param authority PEM of what signs the certificates of the mirrors, or of the registry if it has
 *     none
 */
public record Registry(String host, List<URI> mirrors, Optional<String> authority) {
  private static final Pattern HOST = Pattern.compile("[a-z0-9][a-z0-9.-]{0,200}(:\\d{1,5})?");
  private static final Pattern MIRROR =
      Pattern.compile("https?://[A-Za-z0-9.\\[\\]:-]+(/[A-Za-z0-9._~/-]*)?");

  public Registry {
    mirrors = List.copyOf(mirrors);
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException("not a registry's host: " + host);
    }
    for (URI mirror : mirrors) {
      if (!MIRROR.matcher(mirror.toString()).matches()) {
        throw new IllegalArgumentException("not an address of a registry's mirror: " + mirror);
      }
    }
  }
}
