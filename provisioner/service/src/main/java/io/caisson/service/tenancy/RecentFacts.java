package io.caisson.service.tenancy;

import io.caisson.spi.cloud.Facts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What was found is not asked for again while this object is used: whoever makes many clusters at
 * once names the same few things each time. What was not there, an image that is not active yet,
 * networks of the project, whose subnets change, and quotas are asked for each time.
 */
final class RecentFacts implements Facts {
  private final Facts own;
  private final Map<String, Flavor> flavors = new ConcurrentHashMap<>();
  private final Map<String, Image> images = new ConcurrentHashMap<>();
  private final Map<String, NetworkFact> networks = new ConcurrentHashMap<>();
  private final Map<String, Boolean> keyPairs = new ConcurrentHashMap<>();
  private final Map<String, Boolean> services = new ConcurrentHashMap<>();

  RecentFacts(Facts own) {
    this.own = own;
  }

  @Override
  public Optional<Flavor> flavor(String idOrName) {
    return known(flavors, idOrName, own::flavor);
  }

  @Override
  public Optional<Image> image(String idOrName) {
    Optional<Image> found = known(images, idOrName, own::image);
    found.filter(image -> !image.active()).ifPresent(_ -> images.remove(idOrName));
    return found;
  }

  @Override
  public Optional<NetworkFact> network(String idOrName) {
    Optional<NetworkFact> found = known(networks, idOrName, own::network);
    found.filter(network -> !network.external()).ifPresent(_ -> networks.remove(idOrName));
    return found;
  }

  @Override
  public boolean keyPairExists(String name) {
    return known(keyPairs, name, one -> yes(own.keyPairExists(one))).isPresent();
  }

  @Override
  public List<String> zones() {
    return own.zones();
  }

  @Override
  public boolean offersVolumes() {
    return known(services, "volumes", _ -> yes(own.offersVolumes())).isPresent();
  }

  @Override
  public boolean offersLoadBalancers() {
    return known(services, "load balancers", _ -> yes(own.offersLoadBalancers())).isPresent();
  }

  @Override
  public List<QuotaFact> quotas() {
    return own.quotas();
  }

  private static Optional<Boolean> yes(boolean answer) {
    return Optional.of(answer).filter(one -> one);
  }

  /** Several may ask at the same time; none waits for another's answer. */
  private static <T> Optional<T> known(
      Map<String, T> shelf, String name, Function<String, Optional<T>> question) {
    Optional<T> found = Optional.ofNullable(shelf.get(name)).or(() -> question.apply(name));
    found.ifPresent(one -> shelf.put(name, one));
    return found;
  }
}
