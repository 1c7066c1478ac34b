package io.caisson.simulator.guest.kubeadm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.etcd.EtcdServer;
import io.caisson.simulator.guest.http.ApiClient;
import io.caisson.simulator.guest.http.ApiClient.Refused;
import io.caisson.simulator.guest.http.Https;
import io.caisson.simulator.guest.http.NoAnswer;
import io.caisson.simulator.guest.kubeadm.Authorities.Signers;
import io.caisson.simulator.guest.kubeadm.Patience.GaveUp;
import io.caisson.simulator.guest.kubelet.Kubelet;
import io.caisson.simulator.guest.kubelet.NodeOrder;
import io.caisson.simulator.guest.kubelet.Pods;
import io.caisson.simulator.kubeapi.Cluster;
import io.caisson.simulator.kubeapi.ControllerSettings;
import io.caisson.simulator.kubeapi.ServingIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** {@code kubeadm init}: makes the cluster's first machine, and with it the cluster. */
final class KubeadmInit {
  private final Host host;
  private final InitPlan plan;

  KubeadmInit(Host host, String file) {
    this.host = host;
    this.plan = InitPlan.read(file, host);
  }

  void run() {
    host.print("[init] Using Kubernetes version: " + plan.cluster().version());
    Preflight preflight = new Preflight(host);
    preflight.controlPlane();
    preflight.finish();
    Signers signers = new Authorities(host).forInit();
    String name = plan.node().name();
    Certificates certificates = new Certificates(signers.kubernetes(), host.timeline().now());
    ServingIdentity identity = certificates.apiServer(plan.cluster(), name, plan.address());
    ArrayNode taints = plan.node().taints().orElseGet(KubeletArguments::controlPlaneTaints);
    NodeOrder order =
        new KubeletArguments(plan.node(), host)
            .order(plan.cluster().version(), taints, plan.timeouts());
    host.print("[kubelet-start] Starting the kubelet");
    Cluster cluster = startControlPlane(signers, identity);
    try {
      finish(cluster, order, certificates.kubelet(name));
    } catch (NoAnswer e) {
      throw KubeadmFailure.in("upload-config/kubeadm", e.text());
    } catch (Refused e) {
      throw KubeadmFailure.in("upload-config/kubeadm", e.text());
    }
  }

  private Cluster startControlPlane(Signers signers, ServingIdentity identity) {
    host.print(
        "[wait-control-plane] Waiting for the kubelet to boot up the control plane as static Pods"
            + " from directory \"/etc/kubernetes/manifests\"");
    if (!host.addresses().contains(plan.address())) {
      timesOut();
    }
    host.pause(host.apiServerStart());
    Cluster cluster =
        new Cluster(
            signers.kubernetes(),
            plan.cluster().version(),
            ControllerSettings.usual(plan.cluster().podSubnet()),
            host.timeline(),
            new Random(identity.certificate().getSerialNumber().longValue()));
    EtcdServer.listenInPods(cluster);
    String name = plan.node().name();
    cluster.etcd().begin(name, plan.address());
    host.serve(
        new ControlPlane(
            cluster,
            signers
                .etcd(cluster, name, plan.address(), host.timeline().now())
                .of(plan.cluster().images().etcdVersion()),
            identity,
            plan.port()));
    host.print("[control-plane-check] kube-apiserver is healthy");
    return cluster;
  }

  /** etcd and the API server cannot listen on an address that the machine does not have. */
  private void timesOut() {
    String url = "https://%s/livez".formatted(new HostPort(plan.address(), plan.port()));
    host.pause(plan.timeouts().controlPlane());
    throw KubeadmFailure.in(
        "wait-control-plane",
        "failed while waiting for the control plane to start: kube-apiserver check failed at %s: Get"
                .formatted(url)
            + " \"%s\": dial tcp %s:%d: connect: connection refused"
                .formatted(url, plan.address(), plan.port()));
  }

  private void finish(Cluster cluster, NodeOrder order, ServingIdentity kubeletIdentity)
      throws NoAnswer, Refused {
    ApiClient api = client(cluster, kubeletIdentity);
    reachEndpoint(api);
    ClusterObjects objects = new ClusterObjects(cluster, plan, host.timeline().now());
    objects.write();
    host.clusters().add(cluster);
    Kubelet kubelet = new Kubelet(order, cluster, api, host.timeline(), pods(order));
    host.run(kubelet);
    kubelet.start();
    objects.markControlPlane(order);
    host.print("[mark-control-plane] Marking the node %s as control-plane".formatted(order.name()));
    if (plan.components().kubelet().path("serverTLSBootstrap").asBoolean()) {
      kubelet.requestServingCertificate();
    }
    host.print("Your Kubernetes control-plane has initialized successfully!");
  }

  /** kubeadm speaks to the cluster by its endpoint, not by this machine's address. */
  private void reachEndpoint(ApiClient api) {
    try {
      new Patience(host, Duration.ofMillis(500), plan.timeouts().apiCall())
          .ask(() -> Optional.of(api.get("/version")));
    } catch (GaveUp e) {
      throw KubeadmFailure.in(
          "upload-config/kubeadm",
          "error uploading the kubeadm ClusterConfiguration: unable to create ConfigMap: "
              + e.why());
    }
  }

  private ApiClient client(Cluster cluster, ServingIdentity own) {
    Https https =
        Https.trusting(List.of(cluster.pki().certificate()), own.certificate(), own.key());
    return new ApiClient(https, "https://" + plan.endpoint(), "");
  }

  private List<ObjectNode> pods(NodeOrder order) {
    Pods pods = new Pods(order.name(), order.address(), host.timeline().now());
    return pods.controlPlane(plan.cluster().images());
  }
}
