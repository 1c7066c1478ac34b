package io.caisson.service.engine;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.plan.Accessories;
import io.caisson.domain.plan.ApiSight;
import io.caisson.domain.plan.Look;
import io.caisson.domain.plan.LookOrder;
import io.caisson.domain.plan.Sight;
import io.caisson.service.store.StorableText;
import io.caisson.service.workload.LongJobs;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.Facts.QuotaFact;
import io.caisson.spi.cloud.FloatingIp;
import io.caisson.spi.cloud.LoadBalancer;
import io.caisson.spi.cloud.OwnNetwork;
import io.caisson.spi.cloud.OwnRouter;
import io.caisson.spi.cloud.OwnSubnet;
import io.caisson.spi.cloud.PoolMember;
import io.caisson.spi.cloud.Port;
import io.caisson.spi.cloud.SecurityGroup;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.cloud.ServerGroup;
import io.caisson.spi.cloud.Volume;
import io.caisson.spi.kubernetes.EtcdMember;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.SigningRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Looks at a cluster's outside. A question that is not answered is unknown; it never fails the look
 * as a whole.
 */
public final class Observer {
  private final ClusterAccess access;
  private final Together together;

  public Observer(ClusterAccess access, Together together) {
    this.access = access;
    this.together = together;
  }

  /** Runs questions that do not depend on each other; how is the driver's choice. */
  public interface Together {
    void run(List<Runnable> questions);
  }

  /**
   * What is outside, as far as it is answered.
   *
   * @param cluster as it was loaded before
   * @param begun a moment after the loading and before the first question
   */
  public Sight look(Cluster cluster, LookOrder order, Instant begun) {
    Glance glance = new Glance(cluster, begun);
    Cloud cloud = access.sight(cluster, order);
    glance.ask(() -> glance.servers = glance.list(() -> cloud.compute().servers()));
    if (order.ports()) {
      glance.ask(() -> glance.ports = glance.list(() -> cloud.network().ports()));
      glance.ask(() -> glance.groups = glance.list(() -> cloud.network().securityGroups()));
      glance.ask(() -> glance.addresses = glance.list(() -> cloud.network().floatingIps()));
    }
    if (order.accessories().contains(ResourceKey.Kind.VOLUME)) {
      glance.ask(() -> glance.volumes = glance.list(() -> cloud.volumes().volumes()));
    }
    topology(glance, cloud, order);
    if (order.accessories().contains(ResourceKey.Kind.SERVER_GROUP)) {
      glance.ask(() -> glance.serverGroups = glance.list(() -> cloud.compute().serverGroups()));
    }
    if (order.accessories().contains(ResourceKey.Kind.LOAD_BALANCER)) {
      glance.ask(() -> glance.balancers = glance.list(() -> cloud.loadBalancers().loadBalancers()));
      LookOrder.loadBalancer(cluster)
          .ifPresent(
              id ->
                  glance.ask(
                      () -> glance.members = glance.list(() -> cloud.loadBalancers().members(id))));
    }
    if (order.quotas()) {
      glance.ask(() -> glance.quotas = glance.list(() -> cloud.facts().quotas()));
    }
    order.api().ifPresent(host -> glance.ask(() -> glance.api = api(glance, host)));
    order
        .api()
        .filter(_ -> order.etcd())
        .ifPresent(host -> glance.ask(() -> glance.etcd = etcd(glance, host)));
    order.questions().forEach(one -> glance.ask(() -> show(glance, cloud, one)));
    order.consoles().forEach(one -> glance.ask(() -> read(glance, cloud, one)));
    together.run(glance.questions);
    return glance.sight();
  }

  private static void topology(Glance glance, Cloud cloud, LookOrder order) {
    if (order.accessories().contains(ResourceKey.Kind.NETWORK)) {
      glance.ask(() -> glance.networks = glance.list(() -> cloud.topology().networks()));
    }
    if (order.accessories().contains(ResourceKey.Kind.SUBNET)) {
      glance.ask(() -> glance.subnets = glance.list(() -> cloud.topology().subnets()));
    }
    if (order.accessories().contains(ResourceKey.Kind.ROUTER)) {
      glance.ask(() -> glance.routers = glance.list(() -> cloud.topology().routers()));
    }
  }

  private ApiSight api(Glance glance, String host) {
    try {
      return api(glance, access.kubernetes(glance.cluster, host));
    } catch (KubernetesException unanswered) {
      return ApiSight.unknown(
          glance.cluster.version(),
          glance.begun,
          StorableText.told(String.valueOf(unanswered.getMessage())));
    }
  }

  /**
   * All is asked at once of an API that is ready. One that starts does not serve all of its groups
   * yet, and what it says that it serves would be kept.
   */
  private ApiSight api(Glance glance, KubernetesApi api) {
    if (!api.ready()) {
      throw new KubernetesException(
          KubernetesException.Kind.UNREACHABLE, "the API server is not ready");
    }
    Question<List<KubernetesApi.Node>> nodes = new Question<>(api::nodes);
    Question<List<SigningRequest>> requests = new Question<>(api::signingRequests);
    Question<Boolean> approvesJoins = new Question<>(api::approvesJoins);
    Question<Set<String>> busy = new Question<>(() -> busy(glance.cluster, api));
    together.run(List.of(nodes, requests, approvesJoins, busy));
    return new ApiSight(
            Look.seen(glance.cluster.version(), glance.begun, nodes.answer()),
            requests.answer(),
            approvesJoins.answer())
        .withBusy(busy.answer());
  }

  private static Set<String> busy(Cluster cluster, KubernetesApi api) {
    return LookOrder.completing(cluster)
        .map(policy -> LongJobs.nodes(api.pods(), policy))
        .orElse(Set.of());
  }

  private Look<EtcdMember> etcd(Glance glance, String host) {
    try {
      return Look.seen(
          glance.cluster.version(),
          glance.begun,
          access.etcd(glance.cluster, host).members().stream().map(Observer::storable).toList());
    } catch (KubernetesException unanswered) {
      return Look.unknown(
          glance.cluster.version(),
          glance.begun,
          StorableText.told(String.valueOf(unanswered.getMessage())));
    }
  }

  private static EtcdMember storable(EtcdMember member) {
    return new EtcdMember(
        member.id(),
        StorableText.clean(member.name()),
        member.peerUrls().stream().map(StorableText::clean).toList(),
        member.clientUrls(),
        member.learner(),
        member.answer());
  }

  private static void show(Glance glance, Cloud cloud, Resource resource) {
    String id = resource.ref().orElseThrow();
    try {
      Optional<?> shown =
          switch (resource.key().kind()) {
            case SERVER -> cloud.compute().server(id);
            case SERVER_GROUP -> cloud.compute().serverGroup(id);
            case NETWORK -> cloud.topology().network(id);
            case SUBNET -> cloud.topology().subnet(id);
            case ROUTER -> cloud.topology().router(id);
            case PORT, VIRTUAL_ADDRESS -> cloud.network().port(id);
            case SECURITY_GROUP -> cloud.network().securityGroup(id);
            case VOLUME -> cloud.volumes().volume(id);
            case LOAD_BALANCER -> cloud.loadBalancers().loadBalancer(id);
            case FLOATING_IP -> cloud.network().floatingIp(id);
            case SECURITY_RULE,
                ROUTER_INTERFACE,
                ATTACHMENT,
                BALANCER_PART,
                POOL_MEMBER,
                BOOTSTRAP_TOKEN,
                ADMIN_BINDING,
                JOIN_GUARD,
                SIGNING_REQUEST,
                ADD_ON,
                VERSION,
                KUBEADM_ADD_ONS,
                CORDON,
                OUTDATED_TAINT,
                DRAIN,
                NODE_REMOVAL,
                LEADER_MOVE,
                MEMBER_REMOVAL,
                CREDENTIAL ->
                throw new IllegalArgumentException(resource.key() + " cannot be asked for");
          };
      glance.shown(resource.key(), shown.isPresent());
    } catch (CloudException unanswered) {
      // unknown: neither there nor gone
    }
  }

  private static void read(Glance glance, Cloud cloud, Resource server) {
    String id = server.ref().orElseThrow();
    glance.console(
        server.key(), console(() -> cloud.compute().console(id, LookOrder.CONSOLE_LINES)));
  }

  /** A console that cannot be read says so itself, or its machine would stay without a verdict. */
  static String console(Supplier<String> question) {
    try {
      return StorableText.clean(question.get());
    } catch (CloudException unanswered) {
      return "(it cannot be read: %s)".formatted(FaultTable.text(unanswered.fault()));
    }
  }

  /** One look in the making. */
  private final class Glance {
    private final Cluster cluster;
    private final Instant begun;
    private final List<Runnable> questions = new ArrayList<>();
    private final Map<ResourceKey, Boolean> shown = new TreeMap<>();
    private final Map<ResourceKey, String> consoles = new TreeMap<>();
    private volatile Look<Server> servers;
    private volatile Look<Port> ports;
    private volatile Look<SecurityGroup> groups;
    private volatile Look<FloatingIp> addresses;
    private volatile Look<Volume> volumes;
    private volatile Look<ServerGroup> serverGroups;
    private volatile Look<OwnNetwork> networks;
    private volatile Look<OwnSubnet> subnets;
    private volatile Look<OwnRouter> routers;
    private volatile Look<LoadBalancer> balancers;
    private volatile Look<PoolMember> members;
    private volatile Look<QuotaFact> quotas;
    private volatile ApiSight api;
    private volatile Look<EtcdMember> etcd;

    Glance(Cluster cluster, Instant begun) {
      this.cluster = cluster;
      this.begun = begun;
      this.servers = notAsked();
      this.ports = notAsked();
      this.groups = notAsked();
      this.addresses = notAsked();
      this.volumes = notAsked();
      this.serverGroups = notAsked();
      this.networks = notAsked();
      this.subnets = notAsked();
      this.routers = notAsked();
      this.balancers = notAsked();
      this.members = notAsked();
      this.quotas = notAsked();
      this.api = ApiSight.unknown(0, begun, "not asked");
      this.etcd = notAsked();
    }

    private <T> Look<T> notAsked() {
      return Look.unknown(0, begun, "not asked");
    }

    void ask(Runnable question) {
      questions.add(question);
    }

    <T> Look<T> list(Supplier<List<T>> call) {
      try {
        return Look.seen(cluster.version(), begun, call.get());
      } catch (CloudException unanswered) {
        return Look.unknown(cluster.version(), begun, FaultTable.text(unanswered.fault()));
      }
    }

    synchronized void shown(ResourceKey key, boolean present) {
      shown.put(key, present);
    }

    synchronized void console(ResourceKey server, String text) {
      consoles.put(server, text);
    }

    synchronized Sight sight() {
      return new Sight(
          servers,
          ports,
          groups,
          addresses,
          new Accessories(volumes, serverGroups, networks, subnets, routers, balancers, members),
          shown,
          quotas.seen(),
          api.withEtcd(etcd),
          consoles);
    }
  }
}
