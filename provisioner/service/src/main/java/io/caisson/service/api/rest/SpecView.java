package io.caisson.service.api.rest;

import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Placement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A desired state in the very form in which a request may give it. */
record SpecView(
    String kubernetesVersion,
    List<Map<String, Object>> nodeGroups,
    Networking networking,
    Map<String, String> endpoint,
    Optional<String> keyPair,
    String osProfile,
    Map<String, Duration> timeouts,
    SortedMap<String, String> labels) {

  /** Ids; of a network that is made only what it is made by. */
  record Networking(
      Optional<String> network,
      Optional<String> subnet,
      Optional<Create> create,
      String podCidr,
      String serviceCidr,
      String cni) {}

  /** A network that is made for the cluster. */
  record Create(String cidr, String externalNetwork, List<String> dnsServers) {}

  static SpecView of(ClusterSpec spec) {
    ClusterSpec.Networking networking = spec.networking();
    return new SpecView(
        spec.kubernetesVersion(),
        spec.groups().stream().map(SpecView::group).toList(),
        networking(networking),
        endpoint(spec.endpoint()),
        spec.keyPair(),
        spec.osProfile(),
        Map.of("create", spec.timeouts().create()),
        spec.labels());
  }

  private static Networking networking(ClusterSpec.Networking networking) {
    return new Networking(
        Optional.of(networking.network()).filter(id -> !id.isEmpty()),
        Optional.of(networking.subnet().id()).filter(id -> !id.isEmpty()),
        networking
            .create()
            .map(
                made ->
                    new Create(
                        networking.subnet().cidr(), made.externalNetwork(), made.nameServers())),
        networking.podCidr(),
        networking.serviceCidr(),
        networking.cni());
  }

  /** The flavor by the name that was asked for. */
  static Map<String, Object> group(NodeGroup group) {
    TreeMap<String, String> labels = new TreeMap<>();
    group.options().labels().forEach(label -> labels.put(label.key(), label.value()));
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", group.name());
    view.put("role", group.role().label());
    view.put("flavor", group.flavor().name());
    view.put("image", group.image());
    view.put("count", group.count());
    view.put("bounds", group.bounds());
    view.put("labels", labels);
    view.put("taints", group.options().taints());
    view.put("zones", group.options().zones());
    view.put("placement", group.options().placement().map(Placement::text).orElse(Placement.NONE));
    view.put("volumes", group.options().volumes());
    view.put("ports", group.options().ports().stream().map(SpecView::port).toList());
    view.put("gpus", group.options().gpus());
    return view;
  }

  private static Map<String, Object> port(NodeGroup.ExtraPort port) {
    return Map.of(
        "network", port.network(),
        "subnet", port.subnet().id(),
        "vnic_type", port.vnicType());
  }

  private static Map<String, String> endpoint(Endpoint endpoint) {
    TreeMap<String, String> view = new TreeMap<>();
    switch (endpoint) {
      case Endpoint.FloatingAddress _ -> view.put("type", "floating_address");
      case Endpoint.ServerAddress() -> view.put("type", "server_address");
      case Endpoint.VirtualAddress virtual -> {
        view.put("type", "virtual_address");
        view.put("keeper", virtual.keeper().text());
      }
      case Endpoint.LoadBalancer balancer -> {
        view.put("type", "load_balancer");
        balancer.kind().provider().ifPresent(provider -> view.put("provider", provider));
        balancer.kind().zone().ifPresent(zone -> view.put("availability_zone", zone));
        balancer.subnet().ifPresent(subnet -> view.put("subnet", subnet));
      }
      case Endpoint.Name(String name) -> {
        view.put("type", "name");
        view.put("name", name);
      }
    }
    endpoint.externalNetwork().ifPresent(network -> view.put("external_network", network));
    return view;
  }
}
