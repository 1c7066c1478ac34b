package io.caisson.service.api.rest;

import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Placement;
import io.caisson.domain.cluster.Role;
import io.caisson.service.tenancy.ClusterWish;
import java.util.List;
import java.util.Optional;

/** A node group as a request describes it. */
final class GroupRequest {
  private GroupRequest() {}

  /**
   * @param flavor if it names none
   * @param image if it names none
   */
  static ClusterWish.Group read(Part part, Optional<String> flavor, Optional<String> image) {
    Role role = role(part);
    int count = part.number("count").orElse(1);
    return new ClusterWish.Group(
        need(part, "name", Optional.empty()),
        role,
        need(part, "flavor", flavor),
        need(part, "image", image),
        count,
        bounds(part).orElse(NodeGroup.Bounds.NONE),
        options(part).placed(placement(part, role, count)));
  }

  private static Role role(Part part) {
    String text = part.text("role").orElse(Role.WORKER.label());
    for (Role role : Role.values()) {
      if (role.label().equals(text)) {
        return role;
      }
    }
    part.problem("role", "must be control-plane or worker");
    return Role.WORKER;
  }

  private static String need(Part part, String name, Optional<String> otherwise) {
    Optional<String> given = part.text(name).or(() -> otherwise).filter(text -> !text.isBlank());
    if (given.isEmpty() && !part.has(name)) {
      part.problem(name, "is missing");
    }
    return given.orElse("");
  }

  /** The limits that a request names; what it leaves out is no limit. */
  static Optional<NodeGroup.Bounds> bounds(Part part) {
    return part.part("bounds", Forms.BOUNDS.names())
        .map(one -> new NodeGroup.Bounds(one.number("min").orElse(0), one.number("max")));
  }

  private static NodeGroup.Options options(Part part) {
    return new NodeGroup.Options(
        part.map("labels").entrySet().stream()
            .map(label -> new NodeGroup.Label(label.getKey(), label.getValue()))
            .toList(),
        taints(part),
        part.texts("zones"),
        volumes(part),
        part.parts("ports", Forms.PORT.names()).stream()
            .map(
                one ->
                    new NodeGroup.ExtraPort(
                        need(one, "network", Optional.empty()),
                        new ClusterSpec.Subnet(one.text("subnet").orElse(""), "", List.of()),
                        one.text("vnic_type").orElse(NodeGroup.ExtraPort.NORMAL)))
            .toList(),
        part.parts("gpus", Forms.GPU.names()).stream()
            .map(
                one ->
                    new NodeGroup.Gpu(
                        one.text("vendor").orElse(""),
                        one.text("model").orElse(""),
                        one.number("count").orElse(1),
                        one.text("mode").orElse("passthrough")))
            .toList());
  }

  private static Optional<Placement> placement(Part part, Role role, int count) {
    Optional<String> asked = part.text("placement");
    Optional<Placement> known = asked.flatMap(Placement::of);
    if (known.isEmpty() && asked.filter(word -> !word.equals(Placement.NONE)).isPresent()) {
      part.problem("placement", "must be one of " + Placement.words());
    }
    return asked.isPresent() ? known : Placement.usual(role, count);
  }

  private static List<NodeGroup.Taint> taints(Part part) {
    return part.parts("taints", Forms.TAINT.names()).stream()
        .map(
            one ->
                new NodeGroup.Taint(
                    need(one, "key", Optional.empty()),
                    one.text("value").orElse(""),
                    need(one, "effect", Optional.empty())))
        .toList();
  }

  private static List<NodeGroup.Volume> volumes(Part part) {
    return part.parts("volumes", Forms.VOLUME.names()).stream()
        .map(
            one ->
                new NodeGroup.Volume(
                    one.text("use").orElse("data"),
                    one.number("size_gib").orElse(0),
                    one.text("type").orElse("")))
        .toList();
  }
}
