package io.caisson.service.api.magnum;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The attributes of a cluster template: their types, Magnum's defaults, and which values this
 * version can make clusters with. Labels, name, {@code public} and {@code hidden} stand elsewhere.
 */
final class TemplateAttributes {
  private static final String NOT_YET = " is not available in this version yet: leave it out";

  enum Type {
    TEXT,
    NUMBER,
    FLAG
  }

  /**
   * One attribute.
   *
   * @param initial what it is if it is not given; empty for null
   * @param possible the values that can be taken; empty for any
   * @param otherwise what to say of other values
   */
  record Attribute(
      String name, Type type, Optional<String> initial, Set<String> possible, String otherwise) {
    boolean allows(String value) {
      return possible.isEmpty() || possible.contains(value);
    }
  }

  static final List<Attribute> ALL =
      List.of(
          only("coe", "kubernetes", "kubernetes", "is the only one: Kubernetes is what is made"),
          any("image_id"),
          any("flavor_id"),
          any("master_flavor_id"),
          new Attribute("dns_nameserver", Type.TEXT, Optional.of("8.8.8.8"), Set.of(), ""),
          any("keypair_id"),
          any("external_network_id"),
          any("fixed_network"),
          any("fixed_subnet"),
          only("network_driver", "flannel", "flannel", "is the only pod network of this version"),
          none("volume_driver", Type.TEXT, "storage for pods"),
          new Attribute("docker_volume_size", Type.NUMBER, Optional.empty(), Set.of(), ""),
          only("docker_storage_driver", "overlay2", "overlay2", "is what machines use"),
          none("http_proxy", Type.TEXT, "a proxy"),
          none("https_proxy", Type.TEXT, "a proxy"),
          none("no_proxy", Type.TEXT, "a proxy"),
          off("registry_enabled", "a registry in the cluster"),
          none("insecure_registry", Type.TEXT, "an insecure registry"),
          new Attribute(
              "apiserver_port",
              Type.NUMBER,
              Optional.empty(),
              Set.of("6443"),
              "6443 is the API server's port"),
          new Attribute(
              "tls_disabled",
              Type.FLAG,
              Optional.of("false"),
              Set.of("false"),
              "a cluster without TLS is not made"),
          only("server_type", "vm", "vm", "is the only type of servers of this version"),
          new Attribute("master_lb_enabled", Type.FLAG, Optional.of("false"), Set.of(), ""),
          new Attribute("floating_ip_enabled", Type.FLAG, Optional.of("true"), Set.of(), ""),
          any("tags"),
          none("driver", Type.TEXT, "another driver"));

  /** Names that a request may not set. */
  static final Set<String> READ_ONLY =
      Set.of(
          "uuid", "project_id", "user_id", "links", "created_at", "updated_at", "cluster_distro");

  private TemplateAttributes() {}

  static Optional<Attribute> named(String name) {
    return ALL.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** All that a request may set. */
  static Set<String> settable() {
    Set<String> names =
        new TreeSet<>(List.of("name", "labels", "public", "public_template", "hidden"));
    ALL.forEach(one -> names.add(one.name()));
    return names;
  }

  private static Attribute any(String name) {
    return new Attribute(name, Type.TEXT, Optional.empty(), Set.of(), "");
  }

  private static Attribute only(String name, String initial, String possible, String why) {
    return new Attribute(
        name, Type.TEXT, Optional.of(initial), Set.of(possible), "'" + possible + "' " + why);
  }

  private static Attribute none(String name, Type type, String what) {
    return new Attribute(name, type, Optional.empty(), Set.of(""), what + NOT_YET);
  }

  private static Attribute off(String name, String what) {
    return new Attribute(name, Type.FLAG, Optional.of("false"), Set.of("false"), what + NOT_YET);
  }
}
