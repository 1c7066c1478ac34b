package io.caisson.service.machine;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.plan.LookOrder;
import io.caisson.domain.plan.Planner;
import io.caisson.service.bootstrap.addon.Flannel;
import io.caisson.service.bootstrap.addon.FlannelSettings;
import io.caisson.service.bootstrap.guest.GuestAccess;
import io.caisson.service.bootstrap.guest.GuestUserData;
import io.caisson.service.bootstrap.node.OsProfiles;
import io.caisson.service.bootstrap.pki.CertificateAuthority;
import io.caisson.service.bootstrap.pki.CertificateMint;
import io.caisson.service.bootstrap.pki.ClusterPki;
import io.caisson.service.bootstrap.pki.Peer;
import io.caisson.service.bootstrap.pki.ServiceIdentity;
import io.caisson.service.engine.ClusterAccess;
import io.caisson.service.tenancy.Clouds;
import io.caisson.service.tenancy.ClusterExtras;
import io.caisson.service.tenancy.ClusterSecrets;
import io.caisson.service.tenancy.Vault;
import io.caisson.service.traffic.Asker;
import io.caisson.service.traffic.Traffic;
import io.caisson.service.workload.ClusterLines;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.identity.Identity;
import io.caisson.spi.kubernetes.EtcdMembers;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.KubernetesApi.BootstrapToken;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The outside of every cluster, reached with what its sealed secrets hold. */
public final class ClusterOutside implements ClusterAccess {
  private final Parts parts;
  private final Traffic traffic;
  private final ConcurrentHashMap<ClusterId, Dialed> dialed = new ConcurrentHashMap<>();

  public ClusterOutside(Parts parts, Traffic traffic) {
    this.parts = parts;
    this.traffic = traffic;
  }

  /**
   * What it is made of.
   *
   * @param guestUrl where guests reach the service
   * @param guestAuthority PEM of what signs that listener's certificate
   */
  public record Parts(
      Vault vault,
      Clouds clouds,
      Identity identity,
      CertificateMint mint,
      KubernetesDialer dialer,
      URI guestUrl,
      String guestAuthority,
      Clock clock) {}

  private record Dialed(String host, ServiceIdentity identity, ClusterLines lines, Instant until) {
    boolean serves(String wanted, ServiceIdentity by, Instant now) {
      return host.equals(wanted) && identity == by && now.isBefore(until);
    }
  }

  @Override
  public Cloud cloud(Cluster cluster) {
    return cloud(cluster, false);
  }

  @Override
  public Cloud sight(Cluster cluster, LookOrder order) {
    return cloud(cluster, !order.ports());
  }

  private Cloud cloud(Cluster cluster, boolean calm) {
    Cloud own = parts.clouds().forCluster(cluster.id());
    Asker asker = new Asker(cluster.id().value(), cluster.version(), calm);
    return traffic.of(asker, cluster.head().project(), own);
  }

  @Override
  public KubernetesApi kubernetes(Cluster cluster, String host) {
    return lines(cluster, host).api();
  }

  @Override
  public EtcdMembers etcd(Cluster cluster, String host) {
    return lines(cluster, host).etcd();
  }

  private ClusterLines lines(Cluster cluster, String host) {
    ServiceIdentity identity =
        Planner.serviceIsBound(cluster) ? ServiceIdentity.BOUND : ServiceIdentity.FIRST_CONTACT;
    return dialed
        .compute(
            cluster.id(),
            (_, known) -> {
              if (known != null && known.serves(host, identity, parts.clock().instant())) {
                return known;
              }
              Dialed fresh = dial(cluster, host, identity);
              if (known != null) {
                known.lines().api().close();
              }
              return fresh;
            })
        .lines();
  }

  private Dialed dial(Cluster cluster, String host, ServiceIdentity identity) {
    ClusterPki pki = secrets(cluster).pki();
    ClusterLines lines =
        parts
            .dialer()
            .dial(
                URI.create("https://%s:%d".formatted(host, Endpoint.PORT)),
                peer(pki.kubernetes(), identity),
                () -> peer(pki.etcd(), ServiceIdentity.BOUND));
    Instant until = parts.clock().instant().plus(ServiceIdentity.LIFE.dividedBy(2));
    return new Dialed(host, identity, lines, until);
  }

  private Peer peer(CertificateAuthority authority, ServiceIdentity identity) {
    return new Peer(authority.certificate(), parts.mint().client(authority, identity));
  }

  @Override
  public String userData(Cluster cluster, MachineId id, int attempt) {
    Machine machine = cluster.machines().get(id);
    if (machine == null) {
      throw new CloudException(new CloudFault.Invalid("there is no machine " + id + " any more"));
    }
    return GuestUserData.of(
        OsProfiles.named(machine.blueprint().osProfile()),
        machine.name(),
        new GuestAccess(
            parts.guestUrl(),
            parts.guestAuthority(),
            new GuestName(cluster.id(), id).toString(),
            derived(cluster).machine(id, attempt)));
  }

  @Override
  public BootstrapToken token(Cluster cluster, String name) {
    return derived(cluster).token(name, parts.clock().instant());
  }

  @Override
  public List<Map<String, Object>> addOn(Cluster cluster, String name) {
    if (!name.equals("flannel")) {
      throw new IllegalArgumentException("there is no add-on " + name);
    }
    ClusterExtras extras = ClusterExtras.of(cluster.spec().labels());
    return Flannel.documents(
        new FlannelSettings(
            cluster.spec().networking().podCidr(), extras.backend(), extras.images()));
  }

  @Override
  public void deleteCredential(Cluster cluster, String credentialId) {
    if (parts.identity().serviceUser().isEmpty()) {
      throw new CredentialStays(
          "nothing of it is left but application credential %s of user %s: this service has no right to remove it; that user can"
              .formatted(credentialId, cluster.head().user()));
    }
    parts.identity().deleteCredential(cluster.head().user(), credentialId);
  }

  @Override
  public void forget(ClusterId cluster) {
    Dialed open = dialed.remove(cluster);
    if (open != null) {
      open.lines().api().close();
    }
    traffic.forget(cluster.value());
    parts.clouds().forget(cluster);
    parts.vault().forget(cluster);
  }

  private DerivedSecrets derived(Cluster cluster) {
    return new DerivedSecrets(secrets(cluster).bootstrapKey());
  }

  private ClusterSecrets secrets(Cluster cluster) {
    return parts
        .vault()
        .secrets(cluster.id())
        .orElseThrow(
            () -> new IllegalStateException("cluster " + cluster.id() + " has no secrets"));
  }
}
