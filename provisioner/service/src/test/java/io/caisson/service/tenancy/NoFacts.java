package io.caisson.service.tenancy;

import io.caisson.spi.cloud.Facts;
import java.util.List;
import java.util.Optional;

/** A cloud that has nothing. */
final class NoFacts implements Facts {
  @Override
  public Optional<Flavor> flavor(String idOrName) {
    return Optional.empty();
  }

  @Override
  public Optional<Image> image(String idOrName) {
    return Optional.empty();
  }

  @Override
  public Optional<NetworkFact> network(String idOrName) {
    return Optional.empty();
  }

  @Override
  public boolean keyPairExists(String name) {
    return false;
  }

  @Override
  public List<String> zones() {
    return List.of();
  }

  @Override
  public boolean offersVolumes() {
    return false;
  }

  @Override
  public boolean offersLoadBalancers() {
    return false;
  }

  @Override
  public List<QuotaFact> quotas() {
    return List.of();
  }
}
