package io.caisson.service.bootstrap.kubeadm;

import java.util.regex.Pattern;

/**
 * Where an API server is reached.
 *
 * @param host a DNS name or an address
 */
public record Endpoint(String host, int port) {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:-]{1,253}");

  public Endpoint {
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException("not a host: " + host);
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
  }

  /** {@code host:port}; an IPv6 address stands in brackets. */
  public String text() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
