package io.caisson.service.tenancy;

import io.caisson.domain.catalogue.Catalogue;
import io.caisson.domain.catalogue.KubernetesVersion;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterHead;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Problem;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.plan.Footprint;
import io.caisson.domain.plan.Planner;
import io.caisson.service.bootstrap.pki.CertificateMint;
import io.caisson.service.engine.Wakeups;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.OverQuota;
import io.caisson.service.store.ProjectQuota;
import io.caisson.service.store.StoreUnavailable;
import io.caisson.service.traces.Traces;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.identity.Identity;
import io.caisson.spi.identity.Identity.ClusterCredential;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a cluster's record, with all that it needs to live without its creator:
 *
 * <ol>
 *   <li>A credential of the cluster's own is made with the caller's token. Its name ends with the
 *       cluster's UUID, so that one whose cluster was never recorded (killed in between) can be
 *       found: it is named {@value #CREDENTIAL_PREFIX} and a UUID that no cluster has.
 *   <li>Cluster and sealed secrets become durable at once, or the credential is removed again.
 *   <li>The engine is woken; everything else is its work.
 * </ol>
 */
public final class ClusterCreation {
  /** What the names of application credentials for clusters begin with. */
  public static final String CREDENTIAL_PREFIX = "caisson-";

  private static final Logger LOG = LoggerFactory.getLogger(ClusterCreation.class);

  private final Outside outside;
  private final ClusterStore store;
  private final Vault vault;
  private final Wakeups wakeups;

  /**
   * What a creation takes from elsewhere.
   *
   * @param installation which Caisson this is
   * @param oldReleases whether the operator allows clusters of releases that upstream has given up
   */
  public record Outside(
      String installation,
      Identity identity,
      CertificateMint mint,
      InstantSource clock,
      SecureRandom random,
      boolean oldReleases) {}

  /**
   * What is asked for.
   *
   * @param template UUID, or empty for a cluster that is made from none
   * @param spec without problems
   */
  public record Order(String name, String template, ClusterSpec spec) {}

  /** What the operator does not allow, though it could be made. */
  public List<Problem> objections(ClusterSpec spec) {
    return outside.oldReleases()
        ? List.of()
        : KubernetesVersion.parse(spec.kubernetesVersion())
            .flatMap(Catalogue::objection)
            .map(text -> List.of(new Problem("kubernetes_version", text)))
            .orElse(List.of());
  }

  public ClusterCreation(Outside outside, ClusterStore store, Vault vault, Wakeups wakeups) {
    this.outside = outside;
    this.store = store;
    this.vault = vault;
    this.wakeups = wakeups;
  }

  /**
   * @return the id of a cluster that is durable
   * @throws Refused if the caller may not, or not with this token
   */
  public ClusterId create(Principal who, Order order) {
    return create(who, new ClusterId(UUID.randomUUID().toString()), order);
  }

  /**
   * The cluster as it would be recorded; nothing is kept of it.
   *
   * @param order may have a spec that stands for one that is wrong
   */
  public Cluster draft(Principal who, Order order) {
    who.mustWrite();
    ClusterId id = new ClusterId(UUID.randomUUID().toString());
    return cluster(who, id, order, List.of());
  }

  /**
   * @param id that no cluster has or had
   * @return the same id, of a cluster that is durable
   * @throws Refused if the caller may not, or not with this token
   */
  public ClusterId create(Principal who, ClusterId id, Order order) {
    who.mustWrite();
    mustFit(cluster(who, id, order, List.of()));
    ClusterCredential credential = credential(who, id);
    try {
      byte[] key = new byte[ClusterSecrets.KEY_BYTES];
      outside.random().nextBytes(key);
      ClusterSecrets secrets = new ClusterSecrets(outside.mint().cluster(), credential, key);
      Resource given = Resource.given(Planner.credential(), credential.id());
      store.create(cluster(who, id, order, List.of(given)), vault.seal(id, secrets));
    } catch (StoreUnavailable unknown) {
      // it may have been kept all the same: then it needs its credential
      LOG.warn(
          "cluster {}: nobody knows whether it was kept; its credential {} stays for now",
          id,
          credential.id());
      throw unknown;
    } catch (OverQuota faster) {
      withdraw(id, credential);
      throw Refused.over(faster);
    } catch (RuntimeException failed) {
      withdraw(id, credential);
      throw failed;
    }
    LOG.info("cluster {}: {} asked for by user {}", id, order.name(), who.caller().userId());
    wakeups.wake(id);
    return id;
  }

  /** Before anything is made for it; whoever is faster is noticed when it is recorded. */
  private void mustFit(Cluster cluster) {
    String project = cluster.head().project();
    try {
      ProjectQuota quota = store.quota(project);
      if (!quota.limits().equals(ProjectQuota.Limits.NONE)) {
        quota.check(store.clusters(Optional.of(project)), Footprint.NONE, cluster);
      }
    } catch (OverQuota over) {
      throw Refused.over(over);
    }
  }

  private Cluster cluster(Principal who, ClusterId id, Order order, List<Resource> given) {
    Instant now = outside.clock().instant();
    ClusterHead head =
        new ClusterHead(
            id,
            outside.installation(),
            order.name(),
            who.project(),
            who.caller().userId(),
            order.template(),
            now);
    Revision first = new Revision(1, order.spec(), who.caller().userId(), now);
    return Cluster.create(head, first.in(Traces.current()), given);
  }

  private ClusterCredential credential(Principal who, ClusterId id) {
    try {
      return outside.identity().createCredential(who.token(), who.caller(), CREDENTIAL_PREFIX + id);
    } catch (CloudException refused) {
      throw refusal(refused.fault());
    }
  }

  private static Refused refusal(CloudFault fault) {
    return switch (fault) {
      case CloudFault.Denied(String text) -> cure(text);
      case CloudFault.Invalid(String text) -> cure(text);
      case CloudFault.Unauthenticated(String text) ->
          new Refused(
              Refused.Kind.UNAUTHENTICATED,
              "the identity service refuses the token: %s".formatted(text));
      case CloudFault.NotFound _,
          CloudFault.Conflict _,
          CloudFault.AddressTaken _,
          CloudFault.Quota _,
          CloudFault.NoCapacity _,
          CloudFault.Throttled _,
          CloudFault.Unreachable _,
          CloudFault.Broken _ ->
          new Refused(
              Refused.Kind.UNAVAILABLE,
              "the identity service made no credential for the cluster, nothing was changed, try"
                  + " again: "
                  + fault.text());
    };
  }

  private static Refused cure(String text) {
    return new Refused(
        Refused.Kind.FORBIDDEN,
        ("this token cannot make the application credential that the cluster lives on (%s): log in"
                + " with a password, or with an application credential made with --unrestricted")
            .formatted(text));
  }

  private void withdraw(ClusterId id, ClusterCredential credential) {
    try {
      outside.identity().deleteCredential(credential.userId(), credential.id());
    } catch (CloudException stays) {
      LOG.warn(
          "cluster {} was not made, and its credential {} of user {} could not be removed: {}",
          id,
          credential.id(),
          credential.userId(),
          stays.fault().text());
    }
  }
}
