package io.caisson.simulator.guest.kubeadm;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code host[:port]} as kubeadm reads it.
 *
 * @param port 0 if none is given
 */
record HostPort(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\[[0-9a-fA-F:.]+\\]|[^:\\[\\]]+|[0-9a-fA-F:]+:[0-9a-fA-F:]+)(?::(\\d{1,5}))?");
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  static Optional<HostPort> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String host = parts.group(1).replace("[", "").replace("]", "");
    int port = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
    boolean good = host.contains(":") || (NAME.matcher(host).matches() && host.length() <= 253);
    boolean inRange = parts.group(2) == null || (port >= 1 && port <= 65_535);
    return good && inRange ? Optional.of(new HostPort(host, port)) : Optional.empty();
  }

  boolean isAddress() {
    return host.contains(":") || host.matches("\\d{1,3}(\\.\\d{1,3}){3}");
  }

  HostPort withPort(int usual) {
    return port == 0 ? new HostPort(host, usual) : this;
  }

  @Override
  public String toString() {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return port == 0 ? shown : shown + ":" + port;
  }
}
