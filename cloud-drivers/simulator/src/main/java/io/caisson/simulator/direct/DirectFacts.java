package io.caisson.simulator.direct;

import io.caisson.simulator.model.CloudNetwork;
import io.caisson.simulator.model.Plant;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the data centre offers to the project. */
final class DirectFacts implements Facts {
  private final DirectCloud cloud;

  DirectFacts(DirectCloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public Optional<Flavor> flavor(String idOrName) {
    return cloud.look(
        plant ->
            only(plant.catalogue().flavors(), idOrName, one -> one.id(), one -> one.name())
                .map(
                    one ->
                        new Flavor(
                            one.id(), one.name(), one.vcpus(), one.ramMib(), one.diskGib())));
  }

  @Override
  public Optional<Image> image(String idOrName) {
    return cloud.look(
        plant ->
            only(plant.catalogue().images(), idOrName, one -> one.id(), one -> one.name())
                .map(DirectFacts::shown));
  }

  private static Image shown(io.caisson.simulator.model.Image image) {
    return new Image(
        image.id(),
        image.name(),
        image.status().equals("active"),
        image.minDiskGib(),
        image.minRamMib(),
        Optional.ofNullable(image.properties().get("os_distro")),
        Optional.ofNullable(image.properties().get("architecture")));
  }

  @Override
  public Optional<NetworkFact> network(String idOrName) {
    return cloud.look(
        plant ->
            only(
                    plant.networks().listed(cloud.caller()),
                    idOrName,
                    CloudNetwork::id,
                    one -> one.card().name())
                .map(network -> shown(plant, network)));
  }

  private static NetworkFact shown(Plant plant, CloudNetwork network) {
    List<Subnet> subnets =
        plant.networks().subnetsOf(network.id()).stream().map(DirectFacts::shown).toList();
    return new NetworkFact(network.id(), network.card().name(), network.external(), subnets);
  }

  private static Subnet shown(io.caisson.simulator.model.Subnet subnet) {
    var plan = subnet.plan();
    return new Subnet(
        subnet.id(),
        plan.cidr().toString(),
        plan.gateway().map(io.caisson.simulator.model.Cidr::dotted),
        plan.pools().stream()
            .map(
                pool ->
                    new Pool(
                        io.caisson.simulator.model.Cidr.dotted(pool.first()),
                        io.caisson.simulator.model.Cidr.dotted(pool.last())))
            .toList());
  }

  @Override
  public boolean keyPairExists(String name) {
    return cloud.look(plant -> plant.catalogue().keyPair(cloud.caller().user(), name).isPresent());
  }

  @Override
  public List<String> zones() {
    return cloud.look(plant -> plant.catalogue().zones());
  }

  @Override
  public List<QuotaFact> quotas() {
    String project = cloud.caller().project();
    return cloud.look(
        plant -> {
          List<QuotaFact> all = new ArrayList<>();
          for (String name : List.of("instances", "cores", "ram")) {
            all.add(fact(plant, name, name, plant.servers().used(project, name)));
          }
          all.add(fact(plant, "ports", "port", plant.ports().count(project)));
          all.add(fact(plant, "floating_ips", "floatingip", plant.floatingIps().count(project)));
          all.add(
              fact(
                  plant,
                  "security_groups",
                  "security_group",
                  plant.securityGroups().count(project)));
          return all;
        });
  }

  private QuotaFact fact(Plant plant, String name, String inModel, long used) {
    return new QuotaFact(name, plant.quotas().limit(cloud.caller().project(), inModel), used);
  }

  private static <T> Optional<T> only(
      List<T> all, String idOrName, Function<T, String> id, Function<T, String> name) {
    Optional<T> byId = all.stream().filter(one -> id.apply(one).equals(idOrName)).findFirst();
    if (byId.isPresent()) {
      return byId;
    }
    List<T> byName = all.stream().filter(one -> name.apply(one).equals(idOrName)).toList();
    if (byName.size() > 1) {
      throw new CloudException(
          new CloudFault.Conflict(
              "%d things are named %s; give the id".formatted(byName.size(), idOrName)));
    }
    return byName.stream().findFirst();
  }
}
