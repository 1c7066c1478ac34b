package io.caisson.service.traffic;

import io.caisson.spi.cloud.Facts;
import java.util.List;
import java.util.Optional;

/** What the cloud offers, by way of {@link GuardedCloud}. */
final class GuardedFacts implements Facts {
  private final ProjectTraffic project;
  private final Asker asker;
  private final Facts own;

  GuardedFacts(ProjectTraffic project, Asker asker, Facts own) {
    this.project = project;
    this.asker = asker;
    this.own = own;
  }

  @Override
  public Optional<Flavor> flavor(String idOrName) {
    return project.compute.read(() -> own.flavor(idOrName));
  }

  @Override
  public Optional<Image> image(String idOrName) {
    return project.compute.read(() -> own.image(idOrName));
  }

  @Override
  public Optional<NetworkFact> network(String idOrName) {
    return project.compute.read(() -> own.network(idOrName));
  }

  @Override
  public boolean keyPairExists(String name) {
    return project.compute.read(() -> own.keyPairExists(name));
  }

  @Override
  public List<String> zones() {
    return project.compute.read(own::zones);
  }

  @Override
  public boolean offersVolumes() {
    return project.volume.read(own::offersVolumes);
  }

  @Override
  public boolean offersLoadBalancers() {
    return project.balancer.read(own::offersLoadBalancers);
  }

  @Override
  public List<QuotaFact> quotas() {
    return project.quotas.ask(asker, () -> project.compute.read(own::quotas));
  }
}
