package io.caisson.simulator.app;

import io.caisson.simulator.model.Catalogue;
import io.caisson.simulator.model.Cidr;
import io.caisson.simulator.model.CloudNetwork;
import io.caisson.simulator.model.Host;
import io.caisson.simulator.model.Ids;
import io.caisson.simulator.model.Networks;
import io.caisson.simulator.model.Plant;
import io.caisson.simulator.model.Project;
import io.caisson.simulator.model.Router;
import io.caisson.simulator.model.Subnet;
import io.caisson.simulator.model.User;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands in a new data centre, and how a client gets at it. */
final class Furnishing {
  static final String FLAVOR = "m1.medium";
  private static final String OTHER_FLAVOR = "m1.large";
  static final String NETWORK = "private";
  static final String EXTERNAL = "public";
  static final String KEY_PAIR = "caisson";

  /** A public key to which nobody has the private one. */
  private static final String PUBLIC_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA simulator";

  private static final String FINGERPRINT = "7a:5b:2f:00:3c:91:d0:4e:aa:10:62:fe:58:07:b3:c4";

  private final Ids ids;
  private final SimulatorOptions options;
  private final Map<String, String> environment = new LinkedHashMap<>();

  Furnishing(Ids ids, SimulatorOptions options) {
    this.ids = ids;
    this.options = options;
  }

  /** Fills the data centre; afterwards {@link #environment} is known. */
  void fill(Plant plant) {
    addHosts(plant);
    addOffers(plant);
    Project admin = person(plant, "admin", "admin", options.passwords().admin(), "ADMIN_OS_");
    plant.identity().grant(user(plant, "admin"), admin.id(), "admin");
    CloudNetwork external = network(plant, admin, EXTERNAL, new CloudNetwork.Kind(true, false));
    subnet(plant, admin, external, options.addresses().external());
    Project demo = person(plant, "demo", "demo", options.passwords().member(), "OS_");
    plant.identity().grant(user(plant, "admin"), demo.id(), "admin");
    Project other = person(plant, "other", "other", options.passwords().other(), "OTHER_OS_");
    Cidr all = options.addresses().tenant();
    addNetwork(plant, demo, external, all.half(0));
    addNetwork(plant, other, external, all.half(1));
    environment.put("CAISSON_IMAGE", options.images().getFirst());
    environment.put("CAISSON_FLAVOR", FLAVOR);
    environment.put("CAISSON_OTHER_FLAVOR", OTHER_FLAVOR);
    environment.put("CAISSON_EXTERNAL_NETWORK", EXTERNAL);
    environment.put("CAISSON_NETWORK", NETWORK);
    environment.put("CAISSON_KEYPAIR", KEY_PAIR);
    environment.put("CAISSON_OTHER_ZONE", "az2");
  }

  /** Names and values for a client, without the URLs. */
  Map<String, String> environment() {
    return environment;
  }

  private static void addHosts(Plant plant) {
    for (int i = 1; i <= 12; i++) {
      String zone = "az" + (1 + (i - 1) % 3);
      plant.catalogue().addHost(new Host("compute-" + i, zone, 4096, 16 * 1024 * 1024, 1_000_000));
    }
  }

  private void addOffers(Plant plant) {
    plant.catalogue().addFlavor("m1.tiny", 1, 512, 1);
    plant.catalogue().addFlavor("m1.small", 1, 2048, 20);
    plant.catalogue().addFlavor(FLAVOR, 2, 4096, 40);
    plant.catalogue().addFlavor(OTHER_FLAVOR, 4, 8192, 80);
    plant.catalogue().addImage("cirros", 0, 0, Map.of());
    options.images().forEach(name -> plant.catalogue().addImage(name, 10, 1024, about(name)));
  }

  private static Map<String, String> about(String image) {
    String[] words = image.split("-", 3);
    Map<String, String> about = new LinkedHashMap<>();
    about.put("os_distro", words[0]);
    about.put("os_version", words[1]);
    about.put("architecture", "x86_64");
    return about;
  }

  /** Each project has its own, for only the owner of a network may choose addresses on it. */
  private static void addNetwork(Plant plant, Project owner, CloudNetwork external, Cidr range) {
    CloudNetwork tenant = network(plant, owner, NETWORK, new CloudNetwork.Kind(false, false));
    Subnet inside = subnet(plant, owner, tenant, range);
    Router router = plant.routers().create(owner.id(), "router", "");
    plant.routers().setGateway(router, Optional.of(external));
    plant.routers().addInterface(router, inside);
  }

  private static CloudNetwork network(
      Plant plant, Project owner, String name, CloudNetwork.Kind kind) {
    return plant.networks().create(owner.id(), name, "", kind);
  }

  private static Subnet subnet(Plant plant, Project owner, CloudNetwork network, Cidr range) {
    Optional<Long> gateway = Optional.of(range.base() + 1);
    Subnet.Plan plan =
        new Subnet.Plan(range, gateway, Networks.wholePool(range, gateway), false, List.of());
    String name = network.card().name() + "-subnet";
    return plant.networks().createSubnet(owner.id(), name, network.id(), plan);
  }

  private Project person(
      Plant plant, String userName, String project, Optional<String> password, String prefix) {
    String secret = password.orElseGet(() -> ids.secret(24));
    User user = plant.identity().addUser(userName, secret);
    Project home = plant.identity().addProject(project);
    plant.identity().grant(user.id(), home.id(), "member");
    plant
        .catalogue()
        .addKeyPair(user.id(), KEY_PAIR, "ssh", new Catalogue.KeyText(PUBLIC_KEY, FINGERPRINT));
    environment.put(prefix + "USERNAME", userName);
    environment.put(prefix + "PASSWORD", secret);
    environment.put(prefix + "PROJECT_NAME", project);
    environment.put(prefix + "USER_DOMAIN_NAME", "Default");
    environment.put(prefix + "PROJECT_DOMAIN_NAME", "Default");
    environment.put(prefix + "REGION_NAME", "RegionOne");
    environment.put(prefix + "IDENTITY_API_VERSION", "3");
    return home;
  }

  private static String user(Plant plant, String name) {
    return plant.identity().userNamed(name).orElseThrow().id();
  }
}
