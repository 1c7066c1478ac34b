package io.caisson.domain.cluster;

/**
 * Names one thing of a cluster outside Caisson, before, while and after it exists. Its text form,
 * such as {@code server/worker-1}, is the resource in an owner mark.
 */
public record ResourceKey(Kind kind, String name) implements Comparable<ResourceKey> {

  /** What a resource is. */
  public enum Kind {
    SECURITY_GROUP("security-group", true),
    SECURITY_RULE("security-rule", false),
    FLOATING_IP("floating-ip", true),
    /** A port without a server, so that nobody else gets the control plane's address. */
    VIRTUAL_ADDRESS("virtual-address", true),
    /** It leads to the control plane. */
    LOAD_BALANCER("load-balancer", true),
    /** What the load balancer leads by: its listener, its pool, its monitor. */
    BALANCER_PART("balancer-part", false),
    PORT("port", true),
    /** A volume of one machine. */
    VOLUME("volume", true),
    /** The floating address being on a port. */
    ATTACHMENT("attachment", false),
    /** The load balancer leading to a machine. */
    POOL_MEMBER("pool-member", false),
    SERVER("server", true),
    /** What keeps servers on different hosts, or on one. */
    SERVER_GROUP("server-group", true),
    NETWORK("network", true),
    SUBNET("subnet", true),
    ROUTER("router", true),
    /** The router being plugged into the subnet. */
    ROUTER_INTERFACE("router-interface", false),
    BOOTSTRAP_TOKEN("token", false),
    ADMIN_BINDING("binding", false),
    /** The API does not approve joins by itself. */
    JOIN_GUARD("join-guard", false),
    /** The approval of a kubelet's request for a certificate. */
    SIGNING_REQUEST("signing-request", false),
    /** What is put into every cluster, such as its pod network. */
    ADD_ON("add-on", false),
    /** What machines that join the control plane are told of its version. */
    VERSION("version", false),
    /** What kubeadm put into the cluster and leaves to itself: kube-proxy and CoreDNS. */
    KUBEADM_ADD_ONS("kubeadm-add-ons", false),
    /** A Node that takes no new pods. */
    CORDON("cordon", false),
    /** A Node that new pods rather keep away from, for its machine is to be replaced. */
    OUTDATED_TAINT("outdated-taint", false),
    /** A Node that the pods have left. */
    DRAIN("drain", false),
    /** A Node that is not there any more. */
    NODE_REMOVAL("node-removal", false),
    /** A leader of etcd that has handed over. */
    LEADER_MOVE("leader-move", false),
    /** A member of etcd that is none any more. */
    MEMBER_REMOVAL("member-removal", false),
    /** The application credential that the cluster lives on. */
    CREDENTIAL("credential", false);

    private final String text;
    private final boolean marked;

    Kind(String text, boolean marked) {
      this.text = text;
      this.marked = marked;
    }

    /**
     * Whether a look shows it with its owner mark. A second create of such a thing would make a
     * second thing, so the in-doubt rule holds for it; for the others a repeated call is harmless.
     */
    public boolean marked() {
      return marked;
    }

    static Kind of(String text) {
      for (Kind kind : values()) {
        if (kind.text.equals(text)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no kind of resource: '" + text + "'");
    }
  }

  public static ResourceKey parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 1) {
      throw new IllegalArgumentException("not a resource: '" + text + "'");
    }
    return new ResourceKey(Kind.of(text.substring(0, slash)), text.substring(slash + 1));
  }

  /** A further thing that carries this key's mark: the fruit of an attempt that was in doubt. */
  public ResourceKey twin(String ref) {
    return new ResourceKey(kind, name + "+" + ref);
  }

  public boolean isTwin() {
    return name.contains("+");
  }

  @Override
  public int compareTo(ResourceKey other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return kind.text + "/" + name;
  }
}
