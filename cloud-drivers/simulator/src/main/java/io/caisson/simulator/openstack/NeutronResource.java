package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One kind of thing that Neutron keeps. */
interface NeutronResource {
  /** In a path, such as {@code security-groups}. */
  String path();

  /** As the name of a list, such as {@code security_groups}. */
  String plural();

  /** As the name of one, such as {@code security_group}. */
  String singular();

  /** All that it has. */
  List<Attribute> attributes();

  /** Those that the caller sees. */
  List<ObjectNode> list(Call call);

  ObjectNode show(Call call);

  /**
   * @param wish checked against the attributes
   */
  ObjectNode create(Call call, JsonNode wish);

  /**
   * @param wish checked against the attributes
   */
  ObjectNode update(Call call, JsonNode wish);

  void delete(Call call);

  /** Puts these tags in the place of the ones that it has. */
  void tag(Call call, List<String> tags);

  /** The refusal of a marker that names nothing. */
  NeutronFault unknown(String id);
}
