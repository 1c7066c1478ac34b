package io.caisson.lives;

import io.caisson.domain.cluster.Machine.Stage;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.operation.ClusterStatus.State;
import io.caisson.service.engine.ClusterAccess;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.Pods;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One thing that goes wrong.
 *
 * @param broke what, in words
 * @param reads some of the words that the user then reads
 * @param play breaks it, waits until that was told, and mends what only others can mend
 */
record Failure(String broke, String reads, Consumer<Patient> play) {
  private static final Predicate<String> SERVER = "createServer"::equals;
  private static final Predicate<String> LISTS =
      List.of("servers", "ports", "securityGroups", "floatingIps", "quotas")::contains;
  private static final Predicate<String> CLOUD =
      name -> LISTS.test(name) || name.startsWith("create") || name.startsWith("delete");

  static List<Failure> all() {
    return List.of(
        new Failure(
            "The flavor was deleted in the cloud",
            "Flavor",
            one ->
                refused(
                    one, SERVER, new CloudFault.NotFound("Flavor m1.large could not be found"))),
        new Failure(
            "The cloud refuses the order itself (image and flavor do not fit)",
            "Flavor's disk is too small",
            one -> {
              one.trouble.refuse(
                  SERVER,
                  new CloudException(
                      new CloudFault.Invalid("Flavor's disk is too small for requested image")));
              one.until(ill -> ill.status() == State.CREATE_FAILED);
              one.then("the operator mended the image and the user asked for the same once more");
              one.resize(2);
              one.untilEnd();
            }),
        new Failure(
            "The project's quota of cores is too small",
            "quota cores",
            one -> {
              one.inTheCloud(plant -> plant.quotas().limit(one.ground.project(), "cores", 4));
              one.until(ill -> ill.couldRead("quota cores"));
              one.inTheCloud(plant -> plant.quotas().limit(one.ground.project(), "cores", 20));
              one.then("the quota was raised");
              one.untilEnd();
            }),
        new Failure(
            "Somebody else used up the quota between the look and the call",
            "Quota exceeded for resources",
            one ->
                refused(
                    one,
                    "createPort"::equals,
                    new CloudFault.Quota(
                        "ports",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "Quota exceeded for resources: ['port']"))),
        new Failure(
            "No host has room for a worker",
            "the cloud could not build",
            one -> {
              one.noRoomFor(name -> name.contains("worker"));
              one.until(ill -> ill.couldRead("could not build worker-1"));
              one.noRoomFor(_ -> false);
              one.then("hosts were added");
              one.untilEnd();
            }),
        new Failure(
            "The cloud answers 500 to an order and has done nothing",
            "status 500",
            one -> passing(one, SERVER, new CloudFault.Broken(500, "Unexpected API Error"), false)),
        new Failure(
            "The cloud answers 500 to an order and has carried it out",
            "Perhaps created",
            one -> passing(one, SERVER, new CloudFault.Broken(502, "Bad Gateway"), true)),
        new Failure(
            "The answer to an order is lost on its way",
            "Perhaps created",
            one ->
                passing(
                    one, SERVER, new CloudFault.Unreachable(true, "no answer within 30 s"), true)),
        new Failure(
            "The cloud cannot be reached for ten minutes",
            "connection refused",
            one -> {
              one.pass(Duration.ofSeconds(6));
              one.trouble.refuse(
                  CLOUD,
                  new CloudException(new CloudFault.Unreachable(false, "connection refused")));
              one.pass(Duration.ofMinutes(10));
              one.then("the cloud came back");
              one.untilEnd();
            }),
        new Failure(
            "A proxy before the cloud answers with a page of HTML",
            "not JSON",
            one -> {
              one.pass(Duration.ofSeconds(6));
              one.trouble.refuse(
                  LISTS,
                  new CloudException(new CloudFault.Broken(200, "the body is not JSON: <html>")));
              one.pass(Duration.ofMinutes(2));
              one.then("the proxy was mended");
              one.untilEnd();
            }),
        new Failure(
            "The cluster's credential is refused (401)",
            "credential is refused",
            one -> {
              one.pass(Duration.ofSeconds(6));
              one.trouble.refuse(
                  CLOUD,
                  new CloudException(
                      new CloudFault.Unauthenticated(
                          "The request you have made requires authentication")));
              one.pass(Duration.ofMinutes(3));
              one.then("the user's role was given back");
              one.untilEnd();
            }),
        new Failure(
            "The project may not take a floating address (403)",
            "may not do this",
            one ->
                refused(
                    one,
                    "createFloatingIp"::equals,
                    new CloudFault.Denied("Policy does not allow this request to be performed"))),
        new Failure(
            "The cloud asks for fewer calls (429)",
            "fewer calls",
            one ->
                passing(
                    one,
                    SERVER,
                    new CloudFault.Throttled(Duration.ofSeconds(20), "Too Many Requests"),
                    false)),
        new Failure(
            "Somebody has taken the address of a machine's port",
            "is taken",
            one -> {
              one.takeAddresses(120);
              one.then("other addresses were chosen");
              one.untilEnd();
            }),
        new Failure(
            "The cloud's lists are eight seconds behind",
            "the cloud to build its server",
            one -> {
              one.listsLag(Duration.ofSeconds(8));
              one.then("nothing was made twice");
              one.untilEnd();
            }),
        new Failure(
            "A worker's server vanishes while it boots",
            "removed from the cloud",
            one -> {
              one.until(ill -> ill.is("worker-1", MachineState.BOOTING));
              one.loseServer("worker-1");
              one.then("another one took its place");
              one.untilEnd();
            }),
        new Failure(
            "A worker's server is deleted by hand after the cluster was complete",
            "removed from the cloud",
            one -> {
              one.untilEnd();
              one.loseServer("worker-1");
              one.until(ill -> ill.couldRead("removed from the cloud"));
              one.then("another one took its place");
              one.until(ill -> ill.ready() == 3);
            }),
        new Failure(
            "The only control plane's server is deleted by hand",
            "the cluster's data",
            one -> {
              one.untilEnd();
              one.loseServer("control-plane-1");
              one.until(ill -> ill.couldRead("the cluster's data"));
              one.then("nothing can bring its data back, and the user deleted the cluster");
              one.delete();
              one.until(ill -> ill.cluster().gone().isPresent());
            }),
        new Failure(
            "A guest never calls back",
            "for 5 minutes it has waited",
            one -> failing(one, "worker-1", (_, _) -> {})),
        new Failure(
            "A guest has the wrong secret: its bundle is refused",
            "for 2 minutes it has waited",
            one -> failing(one, "worker-1", (ill, id) -> ill.tell(id, Stage.BOOTED, ""))),
        new Failure(
            "A guest has its bundle and its package mirror hangs",
            "for 10 minutes it has waited",
            one ->
                failing(
                    one,
                    "worker-1",
                    (ill, id) -> {
                      ill.tell(id, Stage.BOOTED, "");
                      ill.tell(id, Stage.BUNDLE_RECEIVED, "");
                    })),
        new Failure(
            "kubeadm fails on a worker: an image cannot be pulled",
            "cannot be pulled",
            one ->
                failing(
                    one,
                    "worker-1",
                    (ill, id) ->
                        ill.tell(
                            id,
                            Stage.FAILED,
                            "kubeadm failed: the image registry.k8s.io/pause:3.10 cannot be"
                                + " pulled: dial tcp: lookup registry.k8s.io: no such host"))),
        new Failure(
            "kubeadm fails on the control plane: the pod network is too small",
            "pod subnet",
            one ->
                failing(
                    one,
                    "control-plane-1",
                    (ill, id) ->
                        ill.tell(
                            id,
                            Stage.FAILED,
                            "kubeadm refuses a value: the size of pod subnet with mask 26 is"
                                + " smaller than the size of node subnet with mask 24"))),
        new Failure(
            "A worker's image holds another minor version of Kubernetes",
            "take another image",
            one ->
                failing(
                    one,
                    "worker-1",
                    (ill, id) ->
                        ill.tell(
                            id,
                            Stage.FAILED,
                            "kubeadm is v1.33.13, but Kubernetes v1.34.4 was ordered: take"
                                + " another image"))),
        new Failure(
            "A worker cannot reach its package mirror",
            "cannot be reached",
            one ->
                failing(
                    one,
                    "worker-1",
                    (ill, id) ->
                        ill.tell(
                            id,
                            Stage.FAILED,
                            "the package mirror"
                                + " https://mirror.example/kubernetes/v1.34/deb/ cannot be reached:"
                                + " Connection refused"))),
        new Failure(
            "A worker's disk is full",
            "the disk is full",
            one ->
                failing(
                    one,
                    "worker-1",
                    (ill, id) ->
                        ill.tell(
                            id,
                            Stage.FAILED,
                            "the disk is full: /var/lib has 96 MiB left, a node needs 512"
                                + " MiB at least"))),
        new Failure(
            "A worker's clock is wrong",
            "clock",
            one ->
                failing(
                    one,
                    "worker-1",
                    (ill, id) ->
                        ill.tell(
                            id,
                            Stage.FAILED,
                            "this machine's clock is -86400 s ahead of the service's"
                                + " (negative: behind): set time servers that it can reach"))),
        new Failure(
            "kubeadm is done and the service cannot reach the cluster's API",
            "can it be reached from here",
            one -> {
              one.trouble.refuse(
                  List.of("ready", "nodes")::contains,
                  new KubernetesException(
                      KubernetesException.Kind.UNREACHABLE, "connect timed out"));
              one.until(ill -> ill.couldRead("can it be reached from here"));
              one.then("a firewall was opened");
              one.untilEnd();
            }),
        new Failure(
            "The cluster's API refuses the pod network's documents",
            "admission webhook",
            one -> {
              one.trouble.refuse(
                  "apply"::equals,
                  new KubernetesException(
                      KubernetesException.Kind.BROKEN,
                      "failed calling admission webhook: no endpoints available"));
              one.until(ill -> ill.couldRead("admission webhook"));
              one.then("the webhook came up");
              one.untilEnd();
            }),
        new Failure(
            "The API server of a complete cluster is down when a worker is to go",
            "API does not answer",
            one -> {
              one.untilEnd();
              one.kubernetes.stop();
              one.resize(1);
              one.pass(Duration.ofMinutes(2));
              one.kubernetes.start();
              one.then("the API came back");
              one.untilEnd();
            }),
        new Failure(
            "A node's kubelet dies",
            "for more than 5 minutes it has waited for its Node to become Ready",
            one -> {
              one.untilEnd();
              one.nodeIsReady("worker-1", false);
              one.until(ill -> ill.couldRead("for more than 5 minutes"));
              one.nodeIsReady("worker-1", true);
              one.then("it was started again, and nothing was replaced");
              one.until(ill -> ill.ready() == 3);
            }),
        new Failure(
            "A disruption budget blocks a worker that is to go",
            "disruption budget",
            one -> {
              one.untilEnd();
              one.trouble.answer(
                  "evict"::equals,
                  new Pods.Answer.Blocked(
                      "The disruption budget web needs 2 healthy pods and has 2 currently"));
              one.resize(1);
              one.until(ill -> ill.couldRead("disruption budget"));
              one.then("the budget allowed it again");
              one.untilEnd();
            }),
        new Failure(
            "The service stands still for a minute in the middle of a create",
            "certainty about a call",
            one -> {
              one.pass(Duration.ofMillis(1500));
              one.serviceLost();
              one.serviceAway(Duration.ofSeconds(60));
              one.then("another replica took the cluster over when the lease had run out");
              one.untilEnd();
            }),
        new Failure(
            "The service is killed after it has ordered the servers",
            "the service that sent it ended",
            one -> {
              one.until(ill -> ill.cluster().waits().containsKey("control-plane-1"));
              one.until(ill -> ill.is("control-plane-1", MachineState.CREATING));
              one.serviceLost();
              one.then("it was started again");
              one.untilEnd();
            }),
        new Failure(
            "The cluster is deleted while it is being made",
            "all that it has in the cloud to be gone",
            one -> {
              one.pass(Duration.ofSeconds(8));
              one.then("the deletion took the creation's place");
              one.delete();
              one.until(ill -> ill.cluster().gone().isPresent());
            }),
        new Failure(
            "The cluster is deleted while the cloud does not answer",
            "does not answer",
            one -> {
              one.untilEnd();
              one.trouble.refuse(
                  CLOUD,
                  new CloudException(new CloudFault.Unreachable(false, "connection refused")));
              one.delete();
              one.pass(Duration.ofMinutes(5));
              one.then("the cloud came back");
              one.until(ill -> ill.cluster().gone().isPresent());
            }),
        new Failure(
            "A security group is still in use when it is to go",
            "in use",
            one -> {
              one.untilEnd();
              one.trouble.refuse(
                  "deleteSecurityGroup"::equals,
                  new CloudException(new CloudFault.Conflict("Security Group is in use")));
              one.delete();
              one.until(ill -> ill.couldRead("in use"));
              one.then("the foreign port that used it went");
              one.until(ill -> ill.cluster().gone().isPresent());
            }),
        new Failure(
            "The service may not remove the cluster's credential",
            "no right to remove it",
            one -> {
              one.untilEnd();
              one.trouble.refuse(
                  "deleteCredential"::equals,
                  new ClusterAccess.CredentialStays(
                      "nothing of it is left but application credential 4711 of user ada: this"
                          + " service has no right to remove it; that user can"));
              one.turns("the cluster is gone, and its last event names the credential");
              one.delete();
              one.until(ill -> ill.cluster().gone().isPresent());
            }));
  }

  /** The cloud refuses something for a while, and takes it later. */
  private static void refused(Patient one, Predicate<String> call, CloudFault fault) {
    one.trouble.refuse(call, new CloudException(fault));
    one.until(ill -> ill.trouble.hits() > 1);
    one.pass(Duration.ofSeconds(10));
    one.then("it was put right in the cloud");
    one.untilEnd();
  }

  /** It passes by itself. */
  private static void passing(Patient one, Predicate<String> call, CloudFault fault, boolean done) {
    if (done) {
      one.trouble.lose(call, new CloudException(fault));
    } else {
      one.trouble.refuse(call, new CloudException(fault));
    }
    one.until(ill -> ill.trouble.hits() > 0);
    one.pass(Duration.ofSeconds(1));
    one.then(done ? "what had been made was found" : "it was asked for again");
    one.untilEnd();
  }

  /** A machine fails, and its user asks for the same once more. */
  private static void failing(Patient one, String machine, BiConsumer<Patient, MachineId> guest) {
    one.guest(machine, id -> guest.accept(one, id));
    one.until(ill -> ill.is(machine, MachineState.BOOTING) || ill.status() == State.CREATE_FAILED);
    one.print(machine, "[FAILED] Failed to start cloud-init: 10.0.0.1: No route to host\n");
    one.until(ill -> ill.status() == State.CREATE_FAILED);
    one.usualGuests();
    one.then("the user asked for the same once more");
    one.resize(2);
    one.untilEnd();
  }
}
