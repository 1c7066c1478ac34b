package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.ApiWatch;
import io.caisson.spi.kubernetes.Attachments;
import io.caisson.spi.kubernetes.Budgets;
import io.caisson.spi.kubernetes.ClusterRelease;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import io.caisson.spi.kubernetes.NodeLeases;
import io.caisson.spi.kubernetes.Pods;
import io.caisson.spi.kubernetes.SigningRequest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Map;

/**
 * One cluster's API by fabric8. It never repeats a call by itself: whether that is right, only the
 * caller knows.
 */
final class Fabric8KubernetesApi implements KubernetesApi {
  private static final String SYSTEM = "kube-system";

  private final KubernetesClient client;
  private final Dialects dialects;
  private final Lines lines;
  private final Watches watches;

  Fabric8KubernetesApi(KubernetesClient client, Lines lines, Watches watches) {
    this.client = client;
    this.dialects = new Dialects(client);
    this.lines = lines;
    this.watches = watches;
  }

  @Override
  public boolean ready() {
    try {
      return "ok".equals(Faults.told(() -> client.raw("/readyz", "GET", null)));
    } catch (KubernetesException e) {
      return false;
    }
  }

  @Override
  public List<Node> nodes() {
    return Faults.told(() -> Pages.all(client.nodes()).stream().map(Nodes::of).toList());
  }

  @Override
  public void putBootstrapToken(BootstrapToken token) {
    put(client.secrets().inNamespace(SYSTEM).resource(SystemObjects.secret(token)));
  }

  @Override
  public void deleteBootstrapToken(String tokenId) {
    delete(client.secrets().inNamespace(SYSTEM).withName(SystemObjects.secretName(tokenId)));
  }

  /** A binding's role cannot be changed (422); then the binding is made anew. */
  @Override
  public void grantClusterAdmin(String group) {
    var binding = client.rbac().clusterRoleBindings().resource(SystemObjects.clusterAdmin(group));
    try {
      put(binding);
    } catch (KubernetesException e) {
      if (e.kind() != Kind.INVALID) {
        throw e;
      }
      delete(binding);
      put(binding);
    }
  }

  @Override
  public List<SigningRequest> signingRequests() {
    return new Approvals(client, dialects).all();
  }

  @Override
  public void approve(String signingRequest, String reason) {
    new Approvals(client, dialects).approve(signingRequest, reason);
  }

  @Override
  public boolean approvesJoins() {
    return Faults.told(
        () ->
            client.rbac().clusterRoleBindings().withName(SystemObjects.AUTO_APPROVAL).get()
                != null);
  }

  @Override
  public void stopApprovingJoins() {
    delete(client.rbac().clusterRoleBindings().withName(SystemObjects.AUTO_APPROVAL));
  }

  @Override
  public void apply(Map<String, Object> document) {
    new Manifests(client, dialects).apply(document);
  }

  @Override
  public void cordon(String node) {
    new Cordons(client).cordon(node);
  }

  @Override
  public void uncordon(String node) {
    new Cordons(client).uncordon(node);
  }

  @Override
  public void taintOutdated(String node) {
    new OutdatedTaint(client).put(node);
  }

  @Override
  public void untaintOutdated(String node) {
    new OutdatedTaint(client).take(node);
  }

  @Override
  public ClusterRelease release() {
    return new KubeadmSettings(client);
  }

  @Override
  public Pods pods() {
    return new Evictions(client, dialects);
  }

  @Override
  public Budgets budgets() {
    return new DisruptionBudgets(client, dialects);
  }

  @Override
  public NodeLeases leases() {
    return new Leases(client);
  }

  @Override
  public Attachments attachments() {
    return new VolumeAttachments(client);
  }

  @Override
  public void deleteNode(String name) {
    delete(client.nodes().withName(name));
  }

  @Override
  public ApiWatch watch(Runnable changed) {
    return watches.open(dialects.now(), changed);
  }

  @Override
  public void close() {
    lines.close();
  }

  private static <T extends HasMetadata> void put(Resource<T> resource) {
    try {
      done(resource::create);
    } catch (KubernetesException e) {
      if (e.kind() != Kind.CONFLICT) {
        throw e;
      }
      done(resource::update);
    }
  }

  private static void delete(Resource<?> resource) {
    try {
      done(resource::delete);
    } catch (KubernetesException e) {
      if (e.kind() != Kind.NOT_FOUND) {
        throw e;
      }
    }
  }

  private static void done(Runnable call) {
    Faults.told(
        () -> {
          call.run();
          return true;
        });
  }
}
