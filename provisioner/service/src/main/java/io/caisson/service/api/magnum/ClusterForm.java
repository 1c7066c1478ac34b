package io.caisson.service.api.magnum;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.domain.catalogue.Catalogue;
import io.caisson.domain.cluster.ClusterName;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Placement;
import io.caisson.domain.cluster.Role;
import io.caisson.service.api.http.Fields;
import io.caisson.service.store.ClusterTemplate;
import io.caisson.service.tenancy.ClusterWish;
import io.caisson.service.tenancy.Refused;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a request and its template together say a cluster is. Whatever the request leaves out comes
 * from the template.
 */
final class ClusterForm {
  static final String TEMPLATE = "cluster_template_id";

  /** Magnum's default-master and default-worker. */
  static final String CONTROL_PLANE = "control-plane";

  static final String WORKER = "worker";

  private static final Set<String> SETTABLE =
      Set.of(
          "name",
          TEMPLATE,
          "keypair",
          "node_count",
          "master_count",
          "docker_volume_size",
          "labels",
          "merge_labels",
          "flavor_id",
          "master_flavor_id",
          "create_timeout",
          "discovery_url",
          "fixed_network",
          "fixed_subnet",
          "floating_ip_enabled",
          "master_lb_enabled",
          "status");
  private static final Set<String> READ_ONLY =
      Set.of(
          "uuid",
          "links",
          "stack_id",
          "cluster_id",
          "status_reason",
          "health_status",
          "health_status_reason",
          "api_address",
          "coe_version",
          "container_version",
          "project_id",
          "user_id",
          "node_addresses",
          "master_addresses",
          "created_at",
          "updated_at",
          "faults",
          "labels_overridden",
          "labels_added",
          "labels_skipped");
  private static final String NOT_YET = " is not available in this version yet: leave it out";
  private static final String CONTAINERS = "docker_volume_size";
  private static final int CREATE_MINUTES = 60;

  /** What a template of Magnum has if nobody says another one. */
  private static final String NAME_SERVER = "8.8.8.8";

  private final Fields fields;
  private final ClusterTemplate template;
  private final SortedMap<String, String> labels;

  private ClusterForm(Fields fields, ClusterTemplate template) {
    this.fields = fields;
    this.template = template;
    this.labels = labels();
  }

  /**
   * The template that the body names, before anything else is judged.
   *
   * @throws Refused if it names none
   */
  static String templateOf(JsonNode body) {
    String name = body.path(TEMPLATE).asText("");
    if (name.isBlank()) {
      throw Refused.invalid("%s: is missing: name a cluster template", TEMPLATE);
    }
    return name;
  }

  static ClusterForm read(JsonNode body, ClusterTemplate template) {
    return new ClusterForm(Fields.of(body, SETTABLE, READ_ONLY), template);
  }

  String name(String generated) {
    String name = fields.text("name").orElse(generated);
    ClusterName.problem(name).ifPresent(wrong -> fields.problem(wrong.path(), wrong.text()));
    return name;
  }

  /** All that can be said without asking the cloud is among {@link #fields()}'s problems then. */
  ClusterWish wish() {
    notYet("discovery_url", fields.text("discovery_url").isPresent(), "a discovery service");
    Optional<String> network = chosen("fixed_network");
    return new ClusterWish(
        label("kube_tag").orElse(Catalogue.newest().toString()).replaceFirst("^v", ""),
        List.of(controlPlane(), worker()),
        new ClusterWish.Addresses(
            network.orElse(""),
            chosen("fixed_subnet"),
            label("flannel_network_cidr").orElse("10.100.0.0/16"),
            label("service_cluster_ip_range").orElse("10.254.0.0/16"),
            "flannel",
            network.isPresent() ? Optional.empty() : Optional.of(newNetwork())),
        new EndpointForm(fields, template, labels).endpoint(),
        fields.text("keypair").or(() -> ofTemplate("keypair_id")),
        new ClusterSpec.Timeouts(
            Duration.ofMinutes(fields.integer("create_timeout").orElse(CREATE_MINUTES))),
        labels);
  }

  Fields fields() {
    return fields;
  }

  private void notYet(String name, boolean asked, String what) {
    if (asked) {
      fields.problem(name, what + NOT_YET);
    }
  }

  /** As Magnum does it if no network is named. */
  private ClusterWish.NewNetwork newNetwork() {
    if (chosen("fixed_subnet").isPresent()) {
      fields.problem("fixed_subnet", "is of which network? Name it as fixed_network");
    }
    return new ClusterWish.NewNetwork(
        label("fixed_subnet_cidr").orElse(ClusterWish.NewNetwork.USUAL_CIDR),
        ofTemplate("external_network_id"),
        Arrays.stream(ofTemplate("dns_nameserver").orElse(NAME_SERVER).split(",", -1))
            .map(String::strip)
            .filter(server -> !server.isEmpty())
            .toList());
  }

  private ClusterWish.Group controlPlane() {
    int count = fields.integer("master_count").orElse(1);
    String flavor = chosen("master_flavor_id").or(() -> chosen("flavor_id")).orElse("");
    return group(CONTROL_PLANE, Role.CONTROL_PLANE, flavor, count);
  }

  private ClusterWish.Group worker() {
    int count = fields.integer("node_count").orElse(1);
    return group(WORKER, Role.WORKER, chosen("flavor_id").orElse(""), count);
  }

  private ClusterWish.Group group(String name, Role role, String flavor, int count) {
    return new ClusterWish.Group(
        name,
        role,
        flavor,
        ofTemplate("image_id").orElse(""),
        count,
        role == Role.WORKER ? bounds() : NodeGroup.Bounds.NONE,
        options(role, count));
  }

  private NodeGroup.Bounds bounds() {
    return new NodeGroup.Bounds(number("min_node_count").orElse(0), number("max_node_count"));
  }

  private NodeGroup.Options options(Role role, int count) {
    List<NodeGroup.Volume> volumes =
        new VolumeForm(fields, labels)
            .volumes(
                role,
                fields.integer(CONTAINERS).or(() -> ofTemplate(CONTAINERS).map(Integer::valueOf)));
    List<String> zones = label("availability_zone").map(List::of).orElse(List.of());
    return new NodeGroup.Options(
        List.of(),
        List.of(),
        zones,
        volumes,
        List.of(),
        List.of(),
        PlacementForm.read(fields, labels, Placement.usual(role, count)));
  }

  /** Of the request, or else of the template, where it has the same name. */
  private Optional<String> chosen(String name) {
    return fields.text(name).or(() -> ofTemplate(name));
  }

  private Optional<String> ofTemplate(String name) {
    return Optional.ofNullable(template.attributes().get(name));
  }

  private Optional<String> label(String name) {
    return Optional.ofNullable(labels.get(name)).map(String::strip).filter(text -> !text.isEmpty());
  }

  private Optional<Integer> number(String label) {
    Optional<String> text = label(label);
    if (text.isPresent() && !text.get().matches("[0-9]{1,9}")) {
      fields.problem("labels." + label, "is no whole number");
      return Optional.empty();
    }
    return text.map(Integer::valueOf);
  }

  /** Magnum's rule: the request's labels alone, unless they are merged or there are none. */
  private SortedMap<String, String> labels() {
    SortedMap<String, String> own = fields.labels("labels").orElseGet(TreeMap::new);
    boolean merged = fields.flag("merge_labels").orElse(false);
    TreeMap<String, String> all = new TreeMap<>();
    if (merged || own.isEmpty()) {
      all.putAll(template.labels());
    }
    all.putAll(own);
    return all;
  }
}
