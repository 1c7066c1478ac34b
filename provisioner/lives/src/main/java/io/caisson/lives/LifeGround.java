package io.caisson.lives;

import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Role;
import io.caisson.simulator.direct.DirectCloud;
import io.caisson.simulator.model.Caller;
import io.caisson.simulator.model.Cidr;
import io.caisson.simulator.model.CloudNetwork;
import io.caisson.simulator.model.DataCentre;
import io.caisson.simulator.model.Host;
import io.caisson.simulator.model.Networks;
import io.caisson.simulator.model.Plant;
import io.caisson.simulator.model.Subnet;
import io.caisson.spi.cloud.LoadBalancerOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A data centre with one tenant and all that a cluster is made of, and that cluster. */
final class LifeGround {
  private final DataCentre centre;
  private final String version;
  private final Size size;
  private String user = "";
  private String project = "";
  private String flavor = "";
  private String image = "";
  private String network = "";
  private String subnet = "";
  private String external = "";
  private String storage = "";

  LifeGround(DataCentre centre) {
    this(centre, "1.34.4");
  }

  /**
   * @param version that clusters have at first
   */
  LifeGround(DataCentre centre, String version) {
    this(centre, version, new Size(2, "127.48.0.0/24", "127.48.0.2", "127.48.0.254"));
  }

  LifeGround(DataCentre centre, String version, Size size) {
    this.centre = centre;
    this.version = version;
    this.size = size;
    centre.furnish(this::furnish);
  }

  /**
   * How much of it is needed.
   *
   * @param workers at first
   * @param range of the network, from its first to its last address for machines
   */
  record Size(int workers, String range, String first, String last) {
    /** More than any life has. */
    private int most() {
      return Math.max(5, 2 * workers);
    }
  }

  /** The cloud as the tenant has it. */
  DirectCloud cloud() {
    return new DirectCloud(centre, new Caller(user, project, List.of("member")));
  }

  String project() {
    return project;
  }

  String network() {
    return network;
  }

  String image() {
    return image;
  }

  private void furnish(Plant plant) {
    var someone = plant.identity().addUser("tenant", "secret");
    var tenant = plant.identity().addProject("tenant");
    plant.identity().grant(someone.id(), tenant.id(), "member");
    user = someone.id();
    project = tenant.id();
    plant
        .catalogue()
        .addHost(new Host("host-1", "nova", 1000 + 4 * size.workers(), 10_000_000, 100_000));
    flavor = plant.catalogue().addFlavor("m", 2, 4096, 20).id();
    image = plant.catalogue().addImage(LifeVersions.image(version, false), 0, 0, Map.of()).id();
    external = net(plant, "public", new CloudNetwork.Kind(true, false), "127.40.0.0/16", "");
    network = net(plant, "private", new CloudNetwork.Kind(false, false), size.range(), project);
    subnet = plant.networks().subnetsOf(network).getFirst().id();
    var router = plant.routers().create(project, "router", "");
    plant.routers().setGateway(router, plant.networks().get(external));
    plant.routers().addInterface(router, plant.networks().subnetsOf(network).getFirst());
  }

  /** So that as many machines as a group may have are each on a host of their own. */
  static void moreHosts(Plant plant) {
    for (int number = 2; number <= 16; number++) {
      plant.catalogue().addHost(new Host("host-" + number, "nova", 64, 200_000, 2_000));
    }
  }

  /** A second network, which the first workers' further ports are in. */
  NodeGroup.ExtraPort furtherPort() {
    if (storage.isEmpty()) {
      centre.furnish(
          plant ->
              storage =
                  net(
                      plant,
                      "storage",
                      new CloudNetwork.Kind(false, false),
                      "127.56.0.0/24",
                      project));
    }
    String subnet = centre.look(plant -> plant.networks().subnetsOf(storage).getFirst().id());
    return new NodeGroup.ExtraPort(
        storage,
        new ClusterSpec.Subnet(
            subnet,
            "127.56.0.0/24",
            List.of(new ClusterSpec.AddressRange("127.56.0.2", "127.56.0.254"))),
        "direct");
  }

  private static String net(
      Plant plant, String name, CloudNetwork.Kind kind, String range, String owner) {
    var made = plant.networks().create(owner, name, "", kind);
    Cidr cidr = Cidr.parse(range);
    Optional<Long> gateway = Optional.of(cidr.base() + 1);
    plant
        .networks()
        .createSubnet(
            owner,
            name,
            made.id(),
            new Subnet.Plan(cidr, gateway, Networks.wholePool(cidr, gateway), false, List.of()));
    return made.id();
  }

  ClusterSpec spec(int members, NodeGroup.Options leaders, NodeGroup.Options workers) {
    return new ClusterSpec(
        version,
        List.of(
            group(
                "control-plane", Role.CONTROL_PLANE, members, new NodeGroup.Bounds(1, 3), leaders),
            group(
                "worker",
                Role.WORKER,
                size.workers(),
                new NodeGroup.Bounds(0, size.most()),
                workers)),
        new ClusterSpec.Networking(
            network,
            new ClusterSpec.Subnet(
                subnet,
                size.range(),
                List.of(new ClusterSpec.AddressRange(size.first(), size.last()))),
            "10.244.0.0/16",
            "10.96.0.0/12",
            "flannel"),
        new Endpoint.FloatingAddress(external),
        Optional.empty(),
        "ubuntu-24.04",
        new ClusterSpec.Timeouts(Duration.ofHours(1)),
        new TreeMap<>());
  }

  /** The same in a network that is made for it. */
  ClusterSpec inOwnNetwork(ClusterSpec spec) {
    return new ClusterSpec(
        spec.kubernetesVersion(),
        spec.groups(),
        new ClusterSpec.Networking(
            "",
            ClusterSpec.Subnet.planned("127.52.0.0/24"),
            spec.networking().podCidr(),
            spec.networking().serviceCidr(),
            spec.networking().cni(),
            Optional.of(new ClusterSpec.NewNetwork(external, List.of("192.0.2.53")))),
        spec.endpoint(),
        spec.keyPair(),
        spec.osProfile(),
        spec.timeouts(),
        spec.labels());
  }

  /** The same behind a load balancer, with a floating address before that or without. */
  ClusterSpec balanced(ClusterSpec spec, boolean outside) {
    return new ClusterSpec(
        spec.kubernetesVersion(),
        spec.groups(),
        spec.networking(),
        new Endpoint.LoadBalancer(
            LoadBalancerOrder.Kind.USUAL,
            Optional.empty(),
            outside ? Optional.of(external) : Optional.empty()),
        spec.keyPair(),
        spec.osProfile(),
        spec.timeouts(),
        spec.labels());
  }

  private NodeGroup group(
      String name, Role role, int count, NodeGroup.Bounds bounds, NodeGroup.Options options) {
    NodeGroup.Flavor size = new NodeGroup.Flavor(flavor, "m", 2, 4096);
    return new NodeGroup(name, role, size, image, count, bounds, options);
  }
}
