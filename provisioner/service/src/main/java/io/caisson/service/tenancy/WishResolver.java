package io.caisson.service.tenancy;

import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Problem;
import io.caisson.domain.cluster.SpecRules;
import io.caisson.spi.cloud.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Turns a wish into a spec with ids, and tells all that stands in the way at once: what the cloud
 * does not have, and what the rules for specs refuse. Where the cloud lacks a thing, something that
 * no rule objects to stands in for it, so that one mistake is told once.
 */
public final class WishResolver {
  private static final String SUBNET = "networking.subnet";

  /** No pod or service may be there, so that it overlaps nothing that is right. */
  static final ClusterSpec.Subnet ANY_SUBNET =
      new ClusterSpec.Subnet(
          "", "127.0.0.0/8", List.of(new ClusterSpec.AddressRange("127.0.0.1", "127.255.255.254")));

  private final ClusterWish wish;
  private final CloudFacts facts;
  private final SystemChoice system;

  private WishResolver(ClusterWish wish, CloudFacts facts) {
    this.wish = wish;
    this.facts = facts;
    this.system = SystemChoice.of(wish, facts);
  }

  /** What became of a wish: a spec that can be made if there is no problem. */
  public record Resolution(ClusterSpec spec, List<Problem> problems) {
    public Resolution {
      problems = List.copyOf(problems);
    }
  }

  public static Resolution resolve(ClusterWish wish, Facts facts) {
    return new WishResolver(wish, new CloudFacts(facts)).resolution();
  }

  private Resolution resolution() {
    GroupResolver resolver = new GroupResolver(facts, system);
    List<NodeGroup> groups = new ArrayList<>();
    for (int i = 0; i < wish.groups().size(); i++) {
      groups.add(resolver.group(wish.groups().get(i), "node_groups[%d]".formatted(i)));
    }
    ClusterSpec.Networking networking = networking();
    Endpoint endpoint = endpoint();
    wish.keyPair().ifPresent(name -> facts.keyPair("key_pair", name));
    ClusterSpec spec =
        new ClusterSpec(
            wish.kubernetesVersion(),
            groups,
            networking,
            endpoint,
            wish.keyPair(),
            system.profile(),
            wish.timeouts(),
            wish.labels());
    ClusterExtras.problems(spec.labels(), spec.kubernetesVersion())
        .forEach(problem -> facts.problem(problem.path(), problem.text()));
    return new Resolution(
        spec, Stream.concat(SpecRules.problems(spec).stream(), facts.problems().stream()).toList());
  }

  private ClusterSpec.Networking networking() {
    ClusterWish.Addresses asked = wish.addresses();
    if (asked.create().isPresent()) {
      return made(asked, asked.create().get());
    }
    Optional<Facts.NetworkFact> network = facts.network("networking.network", asked.network());
    ClusterSpec.Subnet subnet =
        network
            .flatMap(found -> SubnetChoice.of(found, asked.subnet(), facts, SUBNET))
            .orElse(ANY_SUBNET);
    return new ClusterSpec.Networking(
        network.map(Facts.NetworkFact::id).orElse("unknown"),
        subnet,
        asked.podCidr(),
        asked.serviceCidr(),
        asked.cni());
  }

  private ClusterSpec.Networking made(ClusterWish.Addresses asked, ClusterWish.NewNetwork network) {
    Optional<String> outside =
        network.externalNetwork().or(() -> wish.endpoint().externalNetwork());
    String external =
        outside
            .filter(name -> !name.isBlank())
            .map(
                name ->
                    facts
                        .externalNetwork("networking.create.external_network", name)
                        .map(Facts.NetworkFact::id)
                        .orElse("unknown"))
            .orElse("");
    return new ClusterSpec.Networking(
        "",
        ClusterSpec.Subnet.planned(network.cidr()),
        asked.podCidr(),
        asked.serviceCidr(),
        asked.cni(),
        Optional.of(new ClusterSpec.NewNetwork(external, network.nameServers())));
  }

  private Endpoint endpoint() {
    return switch (wish.endpoint()) {
      case Endpoint.ServerAddress direct -> direct;
      case Endpoint.Name name -> name;
      case Endpoint.FloatingAddress(String external) ->
          new Endpoint.FloatingAddress(external(external));
      case Endpoint.VirtualAddress virtual ->
          new Endpoint.VirtualAddress(virtual.keeper(), virtual.outside().map(this::external));
      case Endpoint.LoadBalancer balancer -> {
        facts.needLoadBalancers("endpoint");
        yield new Endpoint.LoadBalancer(
            balancer.kind(), balancer.subnet(), balancer.outside().map(this::external));
      }
    };
  }

  private String external(String name) {
    return facts
        .externalNetwork("endpoint.external_network", name)
        .map(Facts.NetworkFact::id)
        .orElse("unknown");
  }
}
