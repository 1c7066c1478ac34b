package io.caisson.service.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.domain.catalogue.Catalogue;
import io.caisson.domain.cluster.ClusterName;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.Problem;
import io.caisson.domain.cluster.Role;
import io.caisson.service.store.ClusterTemplate;
import io.caisson.service.tenancy.ClusterWish;
import io.caisson.spi.cloud.LoadBalancerOrder.Kind;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a request and its template, if it names one, together say a cluster is. Whatever the request
 * leaves out comes from the template; labels are the template's with the request's on top.
 */
final class ClusterRequest {
  private static final String TEMPLATE = "template";
  private static final String ENDPOINT = "endpoint";
  private static final Duration CREATE = Duration.ofHours(1);

  private final Part part;
  private Optional<ClusterTemplate> template = Optional.empty();

  private ClusterRequest(Part part) {
    this.part = part;
  }

  static ClusterRequest read(JsonNode body) {
    return new ClusterRequest(Part.of(body, Forms.CLUSTER.names()));
  }

  /** UUID or name of the template that it names. */
  Optional<String> template() {
    return part.text(TEMPLATE);
  }

  /** From now on this template fills what is left out. */
  void filledBy(ClusterTemplate filling) {
    template = Optional.of(filling);
  }

  String name(String generated) {
    String name = part.text("name").orElse(generated);
    ClusterName.problem(name).ifPresent(wrong -> part.problem(wrong.path(), wrong.text()));
    return name;
  }

  List<Problem> problems() {
    return part.problems();
  }

  ClusterWish wish() {
    SortedMap<String, String> labels = labels();
    return new ClusterWish(
        part.text("kubernetes_version")
            .or(() -> label(labels, "kube_tag"))
            .orElse(Catalogue.newest().toString())
            .replaceFirst("^v", ""),
        groups(),
        addresses(labels),
        endpoint(),
        part.text("key_pair").or(() -> ofTemplate("keypair_id")),
        new ClusterSpec.Timeouts(timeout(part).orElse(CREATE)),
        labels);
  }

  private List<ClusterWish.Group> groups() {
    List<ClusterWish.Group> groups =
        part.parts("node_groups", Forms.NODE_GROUP.names()).stream().map(this::group).toList();
    if (groups.isEmpty() && !part.has("node_groups")) {
      part.problem("node_groups", "is missing: name at least a group of role control-plane");
    }
    return groups;
  }

  private ClusterWish.Group group(Part group) {
    boolean leads = group.text("role").filter(Role.CONTROL_PLANE.label()::equals).isPresent();
    Optional<String> flavor = ofTemplate("flavor_id");
    return GroupRequest.read(
        group,
        leads ? ofTemplate("master_flavor_id").or(() -> flavor) : flavor,
        ofTemplate("image_id"));
  }

  private ClusterWish.Addresses addresses(SortedMap<String, String> labels) {
    Optional<Part> given = part.part("networking", Forms.NETWORKING.names());
    Optional<ClusterWish.NewNetwork> create = given.flatMap(this::create);
    Optional<String> network =
        create.isPresent()
            ? Optional.of("")
            : text(given, "network").or(() -> ofTemplate("fixed_network"));
    if (network.isEmpty()) {
      part.problem("networking.network", "is missing: name a network that exists, or say create");
    }
    return new ClusterWish.Addresses(
        network.orElse(""),
        text(given, "subnet").or(() -> ofTemplate("fixed_subnet")),
        text(given, "pod_cidr")
            .or(() -> label(labels, "flannel_network_cidr"))
            .orElse("10.100.0.0/16"),
        text(given, "service_cidr")
            .or(() -> label(labels, "service_cluster_ip_range"))
            .orElse("10.254.0.0/16"),
        text(given, "cni").orElse("flannel"),
        create);
  }

  private Optional<ClusterWish.NewNetwork> create(Part networking) {
    Optional<Part> create = networking.part("create", Forms.NEW_NETWORK.names());
    if (create.isPresent() && (networking.has("network") || networking.has("subnet"))) {
      networking.problem("create", "excludes a network and a subnet that exist: leave one out");
    }
    return create.map(
        one ->
            new ClusterWish.NewNetwork(
                one.text("cidr").orElse(ClusterWish.NewNetwork.USUAL_CIDR),
                one.text("external_network"),
                one.texts("dns_servers")));
  }

  private Endpoint endpoint() {
    Optional<Part> given = part.part(ENDPOINT, Forms.ENDPOINT.names());
    boolean floats = !ofTemplate("floating_ip_enabled").filter("false"::equals).isPresent();
    String type = text(given, "type").orElse(floats ? "floating_address" : "server_address");
    Optional<String> network =
        text(given, "external_network").or(() -> ofTemplate("external_network_id"));
    return switch (type) {
      case "server_address" -> new Endpoint.ServerAddress();
      case "floating_address" -> new Endpoint.FloatingAddress(network.orElse(""));
      case "virtual_address" -> new Endpoint.VirtualAddress(keeper(given), network);
      case "load_balancer" -> balancer(given, network);
      case "name" -> new Endpoint.Name(text(given, "name").orElse(""));
      default -> {
        part.problem(
            ENDPOINT + ".type",
            "must be floating_address, server_address, virtual_address, load_balancer or name");
        yield new Endpoint.ServerAddress();
      }
    };
  }

  /** An address of a subnet that somebody chose needs no floating one, unless that is asked for. */
  private static Endpoint balancer(Optional<Part> given, Optional<String> network) {
    Kind kind = new Kind(text(given, "provider"), text(given, "availability_zone"));
    Optional<String> subnet = text(given, "subnet");
    return new Endpoint.LoadBalancer(
        kind, subnet, subnet.isPresent() ? text(given, "external_network") : network);
  }

  private Endpoint.Keeper keeper(Optional<Part> given) {
    Optional<String> asked = text(given, "keeper");
    Optional<Endpoint.Keeper> keeper =
        asked.map(Endpoint.Keeper::of).orElse(Optional.of(Endpoint.Keeper.KEEPALIVED));
    if (keeper.isEmpty()) {
      part.problem(ENDPOINT + ".keeper", "must be keepalived or kube-vip");
    }
    return keeper.orElse(Endpoint.Keeper.KEEPALIVED);
  }

  /** The time-out of the creation, such as {@code PT1H}; {@code PT0S} is none. */
  static Optional<Duration> timeout(Part part) {
    Optional<Part> timeouts = part.part("timeouts", Forms.TIMEOUTS.names());
    return text(timeouts, "create")
        .flatMap(
            text -> {
              try {
                return Optional.of(Duration.parse(text));
              } catch (DateTimeParseException | ArithmeticException wrong) {
                part.problem("timeouts.create", "must be a time such as PT45M or PT2H");
                return Optional.empty();
              }
            });
  }

  private SortedMap<String, String> labels() {
    TreeMap<String, String> all = new TreeMap<>();
    template.ifPresent(one -> all.putAll(one.labels()));
    all.putAll(part.map("labels"));
    part.text("os_profile").ifPresent(profile -> all.put("os_profile", profile));
    return all;
  }

  private static Optional<String> label(SortedMap<String, String> labels, String name) {
    return Optional.ofNullable(labels.get(name)).map(String::strip).filter(one -> !one.isEmpty());
  }

  private static Optional<String> text(Optional<Part> part, String name) {
    return part.flatMap(one -> one.text(name));
  }

  private Optional<String> ofTemplate(String name) {
    return template.flatMap(one -> Optional.ofNullable(one.attributes().get(name)));
  }
}
