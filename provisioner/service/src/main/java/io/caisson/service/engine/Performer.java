package io.caisson.service.engine;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.disruption.DrainPolicy;
import io.caisson.domain.disruption.Verdict;
import io.caisson.domain.plan.LookOrder;
import io.caisson.domain.plan.Membership;
import io.caisson.service.store.StorableText;
import io.caisson.service.workload.DrainPorts;
import io.caisson.service.workload.DrainRound;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.LoadBalancerOrder;
import io.caisson.spi.cloud.LoadBalancerPart;
import io.caisson.spi.cloud.LoadBalancers;
import io.caisson.spi.cloud.Network;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.PoolMember;
import io.caisson.spi.cloud.PortOrder;
import io.caisson.spi.cloud.PortTraits;
import io.caisson.spi.cloud.ServerOrder;
import io.caisson.spi.cloud.ServerRebuild;
import io.caisson.spi.cloud.SubnetOrder;
import io.caisson.spi.cloud.Topology;
import io.caisson.spi.cloud.VolumeOrder;
import io.caisson.spi.kubernetes.EtcdMembers;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.KubernetesApi.BootstrapToken;
import io.caisson.spi.kubernetes.KubernetesException;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out one effect: exactly one changing call, with the owner mark inside. */
public final class Performer {
  private static final Logger LOG = LoggerFactory.getLogger(Performer.class);
  private final ClusterAccess access;
  private final DrainRound drain;

  public Performer(ClusterAccess access, DrainRound drain) {
    this.access = access;
    this.drain = drain;
  }

  /**
   * Sends the call and waits for its answer. Never throws: whatever happens is an outcome.
   *
   * @param cluster as it was when the effect was committed
   */
  public Outcome perform(Cluster cluster, Effect effect) {
    try {
      return switch (effect.order()) {
        case Order.Cordon(String node) -> cordoned(cluster, node);
        case Order.Drain(String node) -> drained(cluster, node);
        case Order.RemoveMember(long member) -> memberRemoved(cluster, member);
        case Order _ -> new Outcome.Done(call(cluster, effect));
      };
    } catch (CloudException refused) {
      return FaultTable.outcome(refused.fault());
    } catch (KubernetesException refused) {
      return effect.key().kind() == ResourceKey.Kind.OUTDATED_TAINT
          ? FaultTable.unhurried(refused)
          : FaultTable.outcome(refused);
    } catch (ClusterAccess.CredentialStays stays) {
      return new Outcome.Failed(Outcome.Retry.STOP, String.valueOf(stays.getMessage()));
    } catch (RuntimeException | Error unexpected) {
      LOG.error("cluster {}: {} broke", cluster.id(), effect.key(), unexpected);
      return new Outcome.InDoubt("an error of the service itself: " + unexpected);
    }
  }

  /** A drain that can never end is not begun: its Node keeps taking pods meanwhile. */
  private Outcome cordoned(Cluster cluster, String node) {
    KubernetesApi api = kubernetes(cluster);
    DrainPolicy policy = DrainPolicy.ofKnown(cluster.spec().labels());
    Optional<String> hopeless =
        policy.late() == DrainPolicy.Late.OVERRIDE
            ? Optional.empty()
            : DrainRound.hopeless(DrainPorts.of(api), node, policy);
    if (hopeless.isPresent()) {
      return new Outcome.Failed(Outcome.Retry.LATER, StorableText.clean(hopeless.get()));
    }
    api.cordon(node);
    return new Outcome.Done(Optional.of(node));
  }

  private Outcome drained(Cluster cluster, String node) {
    DrainPorts ports = DrainPorts.of(kubernetes(cluster));
    DrainPolicy policy = DrainPolicy.ofKnown(cluster.spec().labels());
    return switch (drain.run(ports, node, policy)) {
      case DrainRound.Result.Drained _ -> new Outcome.Done(Optional.of(node));
      case DrainRound.Result.NotYet(var left) ->
          new Outcome.Failed(Outcome.Retry.NOW, StorableText.clean(DrainWords.of(left)));
    };
  }

  /** Another member may have been lost since the look: what etcd says now has the last word. */
  private Outcome memberRemoved(Cluster cluster, long member) {
    EtcdMembers etcd = access.etcd(cluster, host(cluster));
    if (Membership.mayBeRemoved(cluster, member, etcd.members())
        instanceof Verdict.Hold(String why)) {
      return new Outcome.Failed(Outcome.Retry.SOON, StorableText.clean("etcd's quorum: " + why));
    }
    etcd.remove(member);
    return new Outcome.Done(Optional.of(Long.toHexString(member)));
  }

  private Optional<String> call(Cluster cluster, Effect effect) {
    OwnerMark mark = mark(cluster, effect);
    return switch (effect.order()) {
      case Order.CreateSecurityGroup(String name) ->
          Optional.of(network(cluster).createSecurityGroup(mark, name));
      case Order.AddRule(String group, var rule) ->
          Optional.of(network(cluster).addRule(group, rule));
      case Order.CreateFloatingIp(String external) ->
          Optional.of(network(cluster).createFloatingIp(mark, external, Optional.empty()));
      case Order.CreatePort order -> Optional.of(network(cluster).createPort(port(mark, order)));
      case Order.AttachFloatingIp(String floatingIp, String port) -> {
        network(cluster).attachFloatingIp(floatingIp, port);
        yield Optional.of(port);
      }
      case Order.CreateLoadBalancer(String name, var front, var kind) ->
          Optional.of(
              balancers(cluster)
                  .createLoadBalancer(new LoadBalancerOrder(mark, name, front, kind)));
      case Order.AddPart(String loadBalancer, LoadBalancerPart part) -> {
        balancers(cluster).addPart(loadBalancer, part);
        yield Optional.of(loadBalancer);
      }
      case Order.AddMember(String loadBalancer, PoolMember member) -> {
        balancers(cluster).addMember(loadBalancer, member);
        yield Optional.of(member.address());
      }
      case Order.CreateVolume order ->
          Optional.of(access.cloud(cluster).volumes().createVolume(volume(mark, order)));
      case Order.CreateNetwork(String name) ->
          Optional.of(topology(cluster).createNetwork(mark, name));
      case Order.CreateSubnet(String name, String network, String cidr, var servers) ->
          Optional.of(
              topology(cluster).createSubnet(new SubnetOrder(mark, name, network, cidr, servers)));
      case Order.CreateRouter(String name, String external) ->
          Optional.of(topology(cluster).createRouter(mark, name, external));
      case Order.PlugRouter(String router, String subnet) -> {
        topology(cluster).plug(router, subnet);
        yield Optional.of(subnet);
      }
      case Order.UnplugRouter(String router, String subnet) -> {
        topology(cluster).unplug(router, subnet);
        yield Optional.empty();
      }
      case Order.CreateServerGroup(var policy) ->
          Optional.of(access.cloud(cluster).compute().createServerGroup(mark, policy));
      case Order.CreateServer order ->
          Optional.of(access.cloud(cluster).compute().createServer(server(cluster, mark, order)));
      case Order.RebuildServer(MachineId machine, String server, String image) -> {
        String userData = access.userData(cluster, machine, mark.attempt());
        access
            .cloud(cluster)
            .compute()
            .rebuildServer(server, new ServerRebuild(mark, image, userData));
        yield Optional.of(server);
      }
      case Order.PutBootstrapToken _ -> {
        BootstrapToken token = access.token(cluster, effect.key().name());
        kubernetes(cluster).putBootstrapToken(token);
        yield Optional.of(token.id());
      }
      case Order.GrantClusterAdmin(String group) -> {
        kubernetes(cluster).grantClusterAdmin(group);
        yield Optional.of(group);
      }
      case Order.StopApprovingJoins _ -> {
        kubernetes(cluster).stopApprovingJoins();
        yield Optional.of(cluster.id().value());
      }
      case Order.ApproveSigningRequest(String request, String reason, String key) -> {
        kubernetes(cluster).approve(request, reason);
        yield Optional.of(key);
      }
      case Order.ApplyAddOn(String addOn) -> {
        access.addOn(cluster, addOn).forEach(kubernetes(cluster)::apply);
        yield Optional.of(addOn);
      }
      case Order.AnnounceVersion(String version, Optional<String> etcd) -> {
        kubernetes(cluster).release().announce(version, etcd);
        yield Optional.of(version);
      }
      case Order.UpgradeKubeadmAddOns(String version) -> {
        kubernetes(cluster).release().upgradeAddOns(version);
        yield Optional.of(version);
      }
      case Order.Cordon _, Order.Drain _, Order.RemoveMember _ ->
          throw new IllegalStateException("it has more than two ends");
      case Order.TaintOutdated(String node) -> {
        kubernetes(cluster).taintOutdated(node);
        yield Optional.of(node);
      }
      case Order.RemoveNode(String node) -> {
        kubernetes(cluster).deleteNode(node);
        yield Optional.of(node);
      }
      case Order.MoveLeader(long to) -> {
        access.etcd(cluster, host(cluster)).moveLeader(to);
        yield Optional.of(Long.toHexString(to));
      }
      case Order.Delete(String ref) -> {
        delete(cluster, effect, ref);
        yield Optional.empty();
      }
    };
  }

  private static OwnerMark mark(Cluster cluster, Effect effect) {
    String key = effect.key().toString().replace('+', '_');
    return new OwnerMark(
        cluster.head().installation(), cluster.id().value(), key, effect.attempt());
  }

  private static PortOrder port(OwnerMark mark, Order.CreatePort order) {
    return new PortOrder(
        mark,
        order.name(),
        order.plug().network(),
        order.plug().subnet(),
        order.plug().address(),
        order.securityGroups(),
        PortTraits.USUAL.with(vnic(order.vnicType())).allowing(order.allowedAddresses()));
  }

  private static PortTraits.Vnic vnic(String type) {
    return type.isEmpty()
        ? PortTraits.Vnic.NORMAL
        : PortTraits.Vnic.valueOf(type.toUpperCase(Locale.ROOT));
  }

  private static VolumeOrder volume(OwnerMark mark, Order.CreateVolume order) {
    return new VolumeOrder(
        mark, order.name(), order.gib(), order.image(), order.type(), Optional.empty());
  }

  private ServerOrder server(Cluster cluster, OwnerMark mark, Order.CreateServer order) {
    return new ServerOrder(
        mark,
        order.name(),
        order.flavor(),
        order.disks(),
        order.ports(),
        new ServerOrder.Guest(
            order.keyPair(), access.userData(cluster, order.machine(), mark.attempt())),
        order.placement());
  }

  private void delete(Cluster cluster, Effect effect, String ref) {
    switch (effect.key().kind()) {
      case SERVER -> access.cloud(cluster).compute().deleteServer(ref);
      case SERVER_GROUP -> access.cloud(cluster).compute().deleteServerGroup(ref);
      case NETWORK -> topology(cluster).deleteNetwork(ref);
      case SUBNET -> topology(cluster).deleteSubnet(ref);
      case ROUTER -> topology(cluster).deleteRouter(ref);
      case PORT, VIRTUAL_ADDRESS -> network(cluster).deletePort(ref);
      case VOLUME -> access.cloud(cluster).volumes().deleteVolume(ref);
      case LOAD_BALANCER -> balancers(cluster).deleteLoadBalancer(ref);
      case POOL_MEMBER ->
          LookOrder.loadBalancer(cluster).ifPresent(id -> balancers(cluster).removeMember(id, ref));
      case SECURITY_GROUP -> network(cluster).deleteSecurityGroup(ref);
      case SECURITY_RULE -> network(cluster).removeRule(ref);
      case FLOATING_IP -> network(cluster).deleteFloatingIp(ref);
      case BOOTSTRAP_TOKEN ->
          kubernetes(cluster).deleteBootstrapToken(access.token(cluster, ref).id());
      case CREDENTIAL -> access.deleteCredential(cluster, ref);
      case CORDON -> kubernetes(cluster).uncordon(ref);
      case OUTDATED_TAINT -> kubernetes(cluster).untaintOutdated(ref);
      case ATTACHMENT,
          BALANCER_PART,
          ROUTER_INTERFACE,
          ADMIN_BINDING,
          JOIN_GUARD,
          SIGNING_REQUEST,
          ADD_ON,
          VERSION,
          KUBEADM_ADD_ONS,
          DRAIN,
          NODE_REMOVAL,
          LEADER_MOVE,
          MEMBER_REMOVAL ->
          throw new IllegalStateException(effect.key() + " goes with what it is part of");
    }
  }

  private Network network(Cluster cluster) {
    return access.cloud(cluster).network();
  }

  private Topology topology(Cluster cluster) {
    return access.cloud(cluster).topology();
  }

  private LoadBalancers balancers(Cluster cluster) {
    return access.cloud(cluster).loadBalancers();
  }

  private KubernetesApi kubernetes(Cluster cluster) {
    return access.kubernetes(cluster, host(cluster));
  }

  private static String host(Cluster cluster) {
    return LookOrder.endpoint(cluster)
        .orElseThrow(
            () ->
                new KubernetesException(
                    KubernetesException.Kind.UNREACHABLE, "the API has no address yet"));
  }
}
