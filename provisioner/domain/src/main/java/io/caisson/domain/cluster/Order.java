package io.caisson.domain.cluster;

import io.caisson.spi.cloud.LoadBalancerOrder;
import io.caisson.spi.cloud.LoadBalancerPart;
import io.caisson.spi.cloud.PoolMember;
import io.caisson.spi.cloud.SecurityRule;
import io.caisson.spi.cloud.ServerGroup;
import io.caisson.spi.cloud.ServerOrder;
import java.util.List;
import java.util.Optional;

/** All that one changing call to the outside says. Holds no secret: it is kept and shown. */
public sealed interface Order {
  record CreateSecurityGroup(String name) implements Order {}

  record AddRule(String group, SecurityRule rule) implements Order {}

  record CreateFloatingIp(String externalNetwork) implements Order {}

  /**
   * @param allowedAddresses what the server on it may answer for beside its own address
   * @param vnicType as of {@link NodeGroup.ExtraPort}; empty in records of before there were others
   */
  record CreatePort(
      String name,
      Machine.Plug plug,
      List<String> securityGroups,
      List<String> allowedAddresses,
      String vnicType)
      implements Order {
    /** One on the cloud's virtual switch. */
    public CreatePort(
        String name,
        Machine.Plug plug,
        List<String> securityGroups,
        List<String> allowedAddresses) {
      this(name, plug, securityGroups, allowedAddresses, NodeGroup.ExtraPort.NORMAL);
    }

    public CreatePort {
      securityGroups = List.copyOf(securityGroups);
      allowedAddresses = List.copyOf(allowedAddresses);
    }
  }

  /**
   * It leads nowhere before it has its parts.
   *
   * @param front where it is reached
   */
  record CreateLoadBalancer(String name, LoadBalancerOrder.Front front, LoadBalancerOrder.Kind kind)
      implements Order {}

  record AddPart(String loadBalancer, LoadBalancerPart part) implements Order {}

  record AddMember(String loadBalancer, PoolMember member) implements Order {}

  record AttachFloatingIp(String floatingIp, String port) implements Order {}

  /**
   * @param image to fill it from; empty for a volume that the guest formats
   * @param type empty for the cloud's default
   */
  record CreateVolume(String name, int gib, Optional<String> image, Optional<String> type)
      implements Order {}

  record CreateNetwork(String name) implements Order {}

  record CreateSubnet(String name, String network, String cidr, List<String> nameServers)
      implements Order {
    public CreateSubnet {
      nameServers = List.copyOf(nameServers);
    }
  }

  record CreateRouter(String name, String externalNetwork) implements Order {}

  record PlugRouter(String router, String subnet) implements Order {}

  /** The removal of what {@link PlugRouter} made, which has no id of its own. */
  record UnplugRouter(String router, String subnet) implements Order {}

  record CreateServerGroup(ServerGroup.Policy policy) implements Order {}

  record CreateServer(
      MachineId machine,
      String name,
      String flavor,
      ServerOrder.Disks disks,
      List<String> ports,
      Optional<String> keyPair,
      ServerOrder.Placement placement)
      implements Order {
    public CreateServer {
      ports = List.copyOf(ports);
    }
  }

  /**
   * The server keeps its id, its ports, its volumes and its host, and gets another system.
   *
   * @param server its id in the cloud
   */
  record RebuildServer(MachineId machine, String server, String image) implements Order {}

  record PutBootstrapToken(MachineId machine) implements Order {}

  record GrantClusterAdmin(String group) implements Order {}

  record StopApprovingJoins() implements Order {}

  /**
   * @param keyDigest of the key that gets a certificate by it
   */
  record ApproveSigningRequest(String request, String reason, String keyDigest) implements Order {}

  record ApplyAddOn(String addOn) implements Order {}

  /**
   * Machines that join the control plane from now on are of this version.
   *
   * @param etcd the tag of its etcd's image; empty for what kubeadm brings
   */
  record AnnounceVersion(String version, Optional<String> etcd) implements Order {}

  /** kube-proxy and CoreDNS become those of this version. */
  record UpgradeKubeadmAddOns(String version) implements Order {}

  /** The Node takes no new pods. */
  record Cordon(String node) implements Order {}

  /** New pods rather go to other Nodes than to this one, for its machine is to be replaced. */
  record TaintOutdated(String node) implements Order {}

  /** The pods leave the Node, as far as they may in one call's time. */
  record Drain(String node) implements Order {}

  record RemoveNode(String node) implements Order {}

  /**
   * Another member leads etcd.
   *
   * @param to the member that is to lead, by its id
   */
  record MoveLeader(long to) implements Order {}

  /** Etcd has this member no more; ids of members are never given twice. */
  record RemoveMember(long member) implements Order {}

  /**
   * Removes a thing; the kind of its key says what it is.
   *
   * @param ref its id; of what belongs to a Node the Node's name, of a bootstrap token the name of
   *     its key, from which the token's id follows; of a member of a pool its address
   */
  record Delete(String ref) implements Order {}
}
