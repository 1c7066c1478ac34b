package io.caisson.spi.kubernetes;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One cluster's API server, spoken to as its administrator. Blocks; every call ends within the call
 * limit; throws {@link KubernetesException} only.
 */
public interface KubernetesApi extends AutoCloseable {
  /** The key of the taint on Nodes whose machines are to be replaced. */
  String OUTDATED = "caisson.io/outdated";

  /** Whether {@code /readyz} answers ok. An API that does not answer is not ready. */
  boolean ready();

  /** All nodes. */
  List<Node> nodes();

  /**
   * Makes the bootstrap token Secret, or makes it equal to this one if it is there. A machine may
   * ask for its certificate by it; to find and trust the cluster by it is not what it is for.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/">Bootstrap
   *     tokens</a>
   */
  void putBootstrapToken(BootstrapToken token);

  void deleteBootstrapToken(String tokenId);

  /**
   * Binds {@code cluster-admin} to the group by a ClusterRoleBinding of the group's name, or makes
   * that binding equal to this if it is there.
   */
  void grantClusterAdmin(String group);

  /** Kubelets' requests for certificates that can be read; those of other signers are left out. */
  List<SigningRequest> signingRequests();

  /**
   * Approves a request; of one that is approved already that is no change.
   *
   * @param reason in a sentence, for those who read the request
   */
  void approve(String signingRequest, String reason);

  /**
   * Whether the API approves by itself whoever joins with any bootstrap token: kubeadm's binding
   * {@code kubeadm:node-autoapprove-bootstrap} is there.
   */
  boolean approvesJoins();

  /** Removes that binding, and no other: kubelets still renew their certificates by themselves. */
  void stopApprovingJoins();

  /**
   * Makes an object have the fields of this document: nobody else has a say in them. By server-side
   * apply with force where the cluster has it, else by a merge patch.
   */
  void apply(Map<String, Object> document);

  /**
   * Makes the Node unschedulable, and notes on it that we did; one that is already stays as it is.
   *
   * @throws KubernetesException of kind {@code NOT_FOUND} if there is no such Node
   */
  void cordon(String node);

  /**
   * Lets the Node take pods again, if it was us who made it unschedulable: somebody else's wish
   * stays. Of a Node that is not there nothing is wanted.
   */
  void uncordon(String node);

  /**
   * Gives the Node the taint {@link #OUTDATED} with the effect {@code PreferNoSchedule}; one that
   * has it stays as it is, and so do all other taints.
   *
   * @throws KubernetesException of kind {@code NOT_FOUND} if there is no such Node
   */
  void taintOutdated(String node);

  /**
   * Takes that taint, and no other, from the Node. Of a Node that is not there nothing is wanted.
   */
  void untaintOutdated(String node);

  /** What kubeadm and its add-ons go by. */
  ClusterRelease release();

  Pods pods();

  Budgets budgets();

  NodeLeases leases();

  Attachments attachments();

  /** Deletes the Node object; what is not there is deleted. */
  void deleteNode(String name);

  /**
   * Listens for what makes {@link #nodes} or {@link #signingRequests} answer otherwise: a Node that
   * is new, gone, or not as it was (that it was heard of again is none of it), and a kubelet's
   * request that waits for approval. Tells of all that there is when it begins, and once more when
   * it ends without having been closed: what happens from then on nobody tells.
   *
   * <p>Does not wait for the API to let it listen: if that does not come about, it ends.
   *
   * @param changed called on any thread, and must not block
   */
  ApiWatch watch(Runnable changed);

  @Override
  void close();

  /**
   * @param ready the Ready condition is True
   * @param providerId {@code spec.providerID}, which tenants can write: never an identity
   */
  record Node(
      String name,
      String uid,
      boolean ready,
      String kubeletVersion,
      String providerId,
      List<String> addresses) {
    public Node {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * @param id six characters of {@code [a-z0-9]}
   * @param secret sixteen characters of {@code [a-z0-9]}
   */
  record BootstrapToken(String id, String secret, String description, Instant expires) {
    /** As kubeadm takes it. */
    public String text() {
      return id + "." + secret;
    }

    @Override
    public String toString() {
      return "BootstrapToken[" + id + "]";
    }
  }
}
