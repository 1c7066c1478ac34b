package io.caisson.service.bootstrap.node;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a machine reaches what is outside of its network. Only who fetches images and packages is
 * told: kubeadm would hand a proxy on to the control plane, which has no use for one.
 *
 * @param direct names, domains and CIDRs that are reached without
 */
public record Proxies(Optional<URI> http, Optional<URI> https, List<String> direct) {
  private static final Pattern PROXY =
      Pattern.compile("https?://([A-Za-z0-9._~%:-]+@)?[A-Za-z0-9.\\[\\]:-]+/?");
  private static final Pattern PLACE = Pattern.compile("[A-Za-z0-9.:/*_-]{1,253}");
  private static final List<String> ALWAYS_DIRECT =
      List.of("localhost", "127.0.0.0/8", ".svc", ".cluster.local");

  public Proxies {
    direct = List.copyOf(direct);
    Stream.concat(http.stream(), https.stream()).forEach(Proxies::check);
    for (String place : direct) {
      if (!PLACE.matcher(place).matches()) {
        throw new IllegalArgumentException("not a name or network: " + place);
      }
    }
  }

  /**
   * @param cluster its networks for machines, pods and services, and its endpoint's host
   */
  public Proxies aroundCluster(List<String> cluster) {
    return new Proxies(
        http,
        https,
        Stream.of(ALWAYS_DIRECT, cluster, direct).flatMap(List::stream).distinct().toList());
  }

  /** {@code NAME=VALUE}, in both spellings: programs differ in which they read. */
  List<String> variables() {
    return Stream.of(
            http.map(uri -> "HTTP_PROXY=" + uri),
            https.map(uri -> "HTTPS_PROXY=" + uri),
            Optional.of("NO_PROXY=" + String.join(",", direct)))
        .flatMap(Optional::stream)
        .flatMap(variable -> Stream.of(variable, lowerCase(variable)))
        .toList();
  }

  private static String lowerCase(String variable) {
    int equals = variable.indexOf('=');
    return variable.substring(0, equals).toLowerCase(java.util.Locale.ROOT)
        + variable.substring(equals);
  }

  private static void check(URI proxy) {
    if (!PROXY.matcher(proxy.toString()).matches()) {
      // the value is not told: it may hold a password
      throw new IllegalArgumentException(
          "not the address of a proxy: http(s)://[USER@]HOST[:PORT]");
    }
  }

  /** Without the addresses, which may hold passwords. */
  @Override
  public String toString() {
    return "Proxies[direct=" + direct + "]";
  }
}
