package io.caisson.service.api.rest;

import static io.caisson.service.api.rest.Shape.flag;
import static io.caisson.service.api.rest.Shape.integer;
import static io.caisson.service.api.rest.Shape.listOf;
import static io.caisson.service.api.rest.Shape.mapOf;
import static io.caisson.service.api.rest.Shape.oneOf;
import static io.caisson.service.api.rest.Shape.text;

import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Placement;
import java.util.List;

/** All that may be in the bodies of requests. */
final class Forms {
  private static final Shape SHARE =
      Shape.either(integer(), text())
          .saying("a number of machines, or a part of the group such as 25%");
  private static final String MANY_WORKERS = "node group that is meant; worker if left out";

  static final Form BOUNDS = Form.named("Bounds").with("min", integer()).with("max", integer());

  static final Form TAINT =
      Form.named("Taint")
          .with("key", text())
          .with("value", text())
          .with("effect", oneOf("NoSchedule", "PreferNoSchedule", "NoExecute"))
          .needing("key", "effect");

  static final Form VOLUME =
      Form.named("Volume")
          .with("use", oneOf("root", "data", "etcd"))
          .with("size_gib", integer())
          .with("type", text());

  static final Form PORT =
      Form.named("ExtraPort")
          .with("network", text().saying("id or name"))
          .with("subnet", text().saying("id; needed where the network has several"))
          .with(
              "vnic_type",
              oneOf(NodeGroup.ExtraPort.VNIC_TYPES.toArray(String[]::new))
                  .saying("direct is a virtual function (SR-IOV)"))
          .needing("network");

  static final Form GPU =
      Form.named("Gpu")
          .with("vendor", text())
          .with("model", text())
          .with("count", integer())
          .with("mode", text());

  static final Form PACE =
      Form.named("Pace").with(PaceRequest.SURGE, SHARE).with(PaceRequest.UNAVAILABLE, SHARE);

  static final Form NODE_GROUP =
      Form.named("NodeGroup")
          .with("name", text())
          .with("role", oneOf("control-plane", "worker"))
          .with("flavor", text().saying("id or name"))
          .with("image", text().saying("id or name"))
          .with("count", integer())
          .with("bounds", BOUNDS)
          .with("labels", mapOf(text()))
          .with("taints", listOf(TAINT.ref()))
          .with("zones", listOf(text()))
          .with(
              "placement",
              oneOf(Placement.words().toArray(String[]::new))
                  .saying("of its machines on the cloud's hosts"))
          .with("volumes", listOf(VOLUME.ref()))
          .with("ports", listOf(PORT.ref()))
          .with("gpus", listOf(GPU.ref()))
          .needing("name");

  /** Names that cannot be changed are known, so that a refusal can say more than "not known". */
  static final Form NODE_GROUP_PATCH =
      new Form("NodeGroupPatch", NODE_GROUP.fields(), List.of()).with(PaceRequest.NAME, PACE);

  static final Form NEW_NETWORK =
      Form.named("NewNetwork")
          .with("cidr", text().saying("of the machines' subnet; 10.0.0.0/24 if left out"))
          .with("external_network", text().saying("id or name; that of the endpoint if left out"))
          .with("dns_servers", listOf(text()));

  static final Form NETWORKING =
      Form.named("Networking")
          .with("network", text())
          .with("subnet", text())
          .with("create", NEW_NETWORK)
          .with("pod_cidr", text())
          .with("service_cidr", text())
          .with("cni", text());

  static final Form ENDPOINT =
      Form.named("Endpoint")
          .with(
              "type",
              oneOf(
                  "floating_address", "server_address", "virtual_address", "load_balancer", "name"))
          .with("external_network", text())
          .with("keeper", oneOf("keepalived", "kube-vip"))
          .with("provider", text().saying("of the load balancer, such as amphora or ovn"))
          .with("availability_zone", text().saying("of the load balancer"))
          .with("subnet", text().saying("id of the one that the load balancer's address is of"))
          .with("name", text());

  static final Form TIMEOUTS = Form.named("Timeouts").with("create", text("duration"));

  static final Form CLUSTER =
      Form.named("Cluster")
          .with("name", text())
          .with("template", text().saying("id or name"))
          .with("kubernetes_version", text())
          .with("node_groups", listOf(NODE_GROUP.ref()))
          .with("networking", NETWORKING)
          .with("endpoint", ENDPOINT)
          .with("key_pair", text())
          .with("os_profile", text())
          .with("timeouts", TIMEOUTS)
          .with("labels", mapOf(text()));

  static final Form CLUSTER_PATCH =
      new Form("ClusterPatch", CLUSTER.fields(), List.of()).with(PaceRequest.NAME, PACE);

  static final Form RESIZE =
      Form.named("Resize")
          .with("node_group", text().saying(MANY_WORKERS))
          .with("count", integer())
          .with("nodes_to_remove", listOf(text()));

  static final Form UPGRADE =
      Form.named("Upgrade")
          .with("kubernetes_version", text())
          .with("image", text())
          .with("node_group", text())
          .with(PaceRequest.NAME, PACE);

  static final Form ROLLBACK =
      Form.named("Rollback").with("revision", integer()).with(PaceRequest.NAME, PACE);

  static final Form PAUSE = Form.named("Pause").with("reason", text());

  static final Form REPLACE = Form.named("Replace").with("surge", flag());

  static final Form QUOTA =
      Form.named("Quota")
          .with("clusters", integer())
          .with("nodes", integer())
          .with("gpus", integer());

  static final Form TEMPLATE = template();

  static final List<Form> ALL =
      List.of(
          BOUNDS,
          TAINT,
          VOLUME,
          PORT,
          GPU,
          PACE,
          NODE_GROUP,
          NODE_GROUP_PATCH,
          NEW_NETWORK,
          NETWORKING,
          ENDPOINT,
          TIMEOUTS,
          CLUSTER,
          CLUSTER_PATCH,
          RESIZE,
          UPGRADE,
          ROLLBACK,
          PAUSE,
          REPLACE,
          QUOTA,
          TEMPLATE);

  private Forms() {}

  private static Form template() {
    Form form = Form.named("Template").with("name", text());
    for (String word : TemplateRequest.ATTRIBUTES.keySet()) {
      form = form.with(word, text());
    }
    return form.with(TemplateRequest.FLOATING, flag())
        .with("labels", mapOf(text()))
        .with("public", flag())
        .with("hidden", flag())
        .needing("image");
  }
}
