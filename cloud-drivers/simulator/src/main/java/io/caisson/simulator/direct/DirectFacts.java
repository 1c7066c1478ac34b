package io.caisson.simulator.direct;

import io.caisson.simulator.model.Caller;
import io.caisson.simulator.model.Cidr;
import io.caisson.simulator.model.CloudNetwork;
import io.caisson.simulator.model.Plant;
import io.caisson.spi.cloud.Facts;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the model offers to the project. */
final class DirectFacts implements Facts {
  private final DirectCalls calls;

  DirectFacts(DirectCalls calls) {
    this.calls = calls;
  }

  @Override
  public Optional<Flavor> flavor(String idOrName) {
    return calls
        .look(
            plant ->
                only(
                    idOrName,
                    plant.catalogue().flavors(),
                    io.caisson.simulator.model.Flavor::id,
                    io.caisson.simulator.model.Flavor::name))
        .map(f -> new Flavor(f.id(), f.name(), f.vcpus(), f.ramMib(), f.diskGib()));
  }

  @Override
  public Optional<Image> image(String idOrName) {
    return calls
        .look(
            plant ->
                only(
                    idOrName,
                    plant.catalogue().images(),
                    io.caisson.simulator.model.Image::id,
                    io.caisson.simulator.model.Image::name))
        .map(DirectFacts::image);
  }

  @Override
  public Optional<NetworkFact> network(String idOrName) {
    return calls.look(
        plant ->
            only(
                    idOrName,
                    plant.networks().listed(calls.caller()),
                    CloudNetwork::id,
                    network -> network.card().name())
                .map(network -> network(plant, network)));
  }

  @Override
  public boolean keyPairExists(String name) {
    return calls.look(plant -> plant.catalogue().keyPair(calls.caller().user(), name).isPresent());
  }

  @Override
  public List<String> zones() {
    return calls.look(plant -> plant.catalogue().zones().stream().sorted().toList());
  }

  @Override
  public boolean offersVolumes() {
    return true;
  }

  @Override
  public boolean offersLoadBalancers() {
    return true;
  }

  @Override
  public List<QuotaFact> quotas() {
    return calls.look(
        plant ->
            List.of(
                server(plant, "instances"),
                server(plant, "cores"),
                server(plant, "ram"),
                fact(
                    plant, "server_groups", "server_groups", plant.serverGroups().count(project())),
                fact(plant, "server_group_members", "server_group_members", 0),
                fact(plant, "networks", "network", plant.networks().count(project())),
                fact(plant, "subnets", "subnet", plant.networks().countSubnets(project())),
                fact(plant, "routers", "router", plant.routers().count(project())),
                fact(plant, "ports", "port", plant.ports().count(project())),
                fact(plant, "floating_ips", "floatingip", plant.floatingIps().count(project())),
                fact(
                    plant,
                    "security_groups",
                    "security_group",
                    plant.securityGroups().count(project())),
                fact(
                    plant,
                    "security_group_rules",
                    "security_group_rule",
                    plant.securityGroups().countRules(project())),
                fact(plant, "volumes", "volumes", plant.volumes().count(project())),
                fact(plant, "gigabytes", "gigabytes", plant.volumes().gib(project())),
                fact(
                    plant,
                    "load_balancers",
                    "load_balancer",
                    plant.loadBalancers().count(project()))));
  }

  private QuotaFact server(Plant plant, String resource) {
    return fact(plant, resource, resource, plant.servers().used(project(), resource));
  }

  private QuotaFact fact(Plant plant, String name, String resource, long used) {
    return new QuotaFact(name, plant.quotas().limit(project(), resource), used);
  }

  private String project() {
    return calls.caller().project();
  }

  private static Image image(io.caisson.simulator.model.Image image) {
    return new Image(
        image.id(),
        image.name(),
        image.status().equals("active"),
        image.minDiskGib(),
        image.minRamMib(),
        new OperatingSystem(
            Optional.ofNullable(image.properties().get("os_distro")),
            Optional.ofNullable(image.properties().get("os_version"))),
        Optional.ofNullable(image.properties().get("architecture")));
  }

  private NetworkFact network(Plant plant, CloudNetwork network) {
    Caller caller = calls.caller();
    return new NetworkFact(
        network.id(),
        network.card().name(),
        network.external(),
        plant.networks().listedSubnets(caller).stream()
            .filter(subnet -> subnet.network().equals(network.id()))
            .map(DirectFacts::subnet)
            .toList());
  }

  private static Subnet subnet(io.caisson.simulator.model.Subnet subnet) {
    return new Subnet(
        subnet.id(),
        subnet.plan().cidr().toString(),
        subnet.plan().gateway().map(Cidr::dotted),
        subnet.plan().pools().stream()
            .map(pool -> new Pool(Cidr.dotted(pool.first()), Cidr.dotted(pool.last())))
            .toList());
  }

  private static <T> Optional<T> only(
      String word, List<T> all, Function<T, String> id, Function<T, String> name) {
    Optional<T> byId = all.stream().filter(one -> id.apply(one).equals(word)).findFirst();
    if (byId.isPresent()) {
      return byId;
    }
    List<T> named = all.stream().filter(one -> name.apply(one).equals(word)).toList();
    if (named.size() > 1) {
      throw DirectCalls.conflict(
          "%d have the name '%s': %s"
              .formatted(
                  named.size(), word, named.stream().map(id).collect(Collectors.joining(", "))));
    }
    return named.stream().findFirst();
  }
}
