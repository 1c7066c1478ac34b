package io.caisson.contract.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What {@code kubeadm init} leaves in {@code kube-system}, without pods. What of it is there
 * already comes back after the case.
 */
final class SystemState {
  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/namespaces/";
  static final String MAPS = "/api/v1/namespaces/kube-system/configmaps";
  private static final String DAEMONS = "/apis/apps/v1/namespaces/kube-system/daemonsets";
  private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/kube-system/deployments";
  private static final String PUBLIC = "/api/v1/namespaces/kube-public/configmaps";
  static final String CLUSTER_INFO = PUBLIC + "/cluster-info";
  static final String PROXY = DAEMONS + "/kube-proxy";
  static final String DNS = DEPLOYMENTS + "/coredns";

  private SystemState() {}

  /**
   * @param configuration the ClusterConfiguration
   */
  static void put(Bench bench, String configuration) {
    map(bench, "kubeadm-config", "ClusterConfiguration", configuration);
    map(
        bench,
        "kubelet-config",
        "kubelet",
        "cgroupDriver: systemd\nkind: KubeletConfiguration\nstaticPodPath: /x\n"
            + "featureGates: {AllowOverwriteTerminationGracePeriodSeconds: true}\n");
    map(
        bench,
        "kube-proxy",
        "config.conf",
        "kind: KubeProxyConfiguration\n"
            + "mode: iptables\n"
            + "featureGates: {AllowOverwriteTerminationGracePeriodSeconds: true}\n");
    place(
        bench,
        DAEMONS,
        Doc.of(
            """
            metadata: {name: kube-proxy}
            spec:
              selector: {matchLabels: {k8s-app: kube-proxy}}
              template:
                metadata: {labels: {k8s-app: kube-proxy}}
                spec:
                  nodeSelector: {no: node}
                  containers:
                  - {name: kube-proxy, image: 'registry.example/kubernetes/kube-proxy:v1.34.4', command: [run]}
                  - {name: other, image: 'other:1'}
            """));
    place(
        bench,
        DEPLOYMENTS,
        Doc.of(
            """
            metadata: {name: coredns}
            spec:
              replicas: 0
              selector: {matchLabels: {k8s-app: kube-dns}}
              template:
                metadata: {labels: {k8s-app: kube-dns}}
                spec:
                  containers: [{name: coredns, image: 'registry.example/dns/coredns:v1.12.1'}]
            """));
  }

  /** Where the cluster is, for everybody; what kubeadm has left of it stays as it is. */
  static void tellOfTheCluster(Bench bench) {
    if (bench.admin().get(CLUSTER_INFO).status() == 200) {
      return;
    }
    bench.make(
        PUBLIC, Doc.of("{metadata: {name: cluster-info}, data: {kubeconfig: '{kind: Config}'}}"));
    String rbac = RBAC + "kube-public/";
    bench.make(
        rbac + "roles",
        Doc.of(
            "{metadata: {name: contract-info}, rules: [{apiGroups: [''], resources: [configmaps],"
                + " resourceNames: [cluster-info], verbs: [get]}]}"));
    bench.make(
        rbac + "rolebindings",
        Doc.of(
            """
            metadata: {name: contract-info}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: contract-info}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: 'system:anonymous'}]
            """));
  }

  /** What kubeadm lets those read who join. */
  static void readable(Bench bench) {
    String rbac = RBAC + "kube-system/";
    for (String name : List.of("kubeadm:nodes-kubeadm-config", "kubeadm:kubelet-config")) {
      String map = name.substring(name.lastIndexOf(':') + 1).replace("nodes-", "");
      place(
          bench,
          rbac + "roles",
          Doc.of(
              "{metadata: {name: '%s'}, rules: [{apiGroups: [''], resources: [configmaps],"
                  + " resourceNames: [%s], verbs: [get]}]}",
              name, map));
      place(
          bench,
          rbac + "rolebindings",
          Doc.of(
              """
              metadata: {name: '%1$s'}
              roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: '%1$s'}
              subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group,
                name: 'system:bootstrappers:kubeadm:default-node-token'}]
              """,
              name));
    }
  }

  /** The mirror of an API server's static pod, as kubeadm labels it. */
  static void apiServer(Bench bench, String version) {
    ObjectNode pod =
        bench.podOn(
            bench.node(),
            bench.unique("kube-apiserver-" + version.replace('.', '-')),
            "api",
            "ready");
    pod.withObject("/metadata/labels").put("component", "kube-apiserver");
    ObjectNode spec = pod.withObject("/spec");
    spec.put("terminationGracePeriodSeconds", 0);
    ObjectNode container = (ObjectNode) spec.at("/containers/0");
    container.put("image", "registry.k8s.io/kube-apiserver:" + version);
    bench.make("/api/v1/namespaces/kube-system/pods", pod);
  }

  /** Another image, as somebody sets it by hand. */
  static void image(Bench bench, String workload, String container, String image) {
    bench
        .admin()
        .patch(
            Caller.STRATEGIC,
            workload,
            Doc.of(
                "spec: {template: {spec: {containers: [{name: %s, image: '%s'}]}}}",
                container, image))
        .expect(200);
  }

  /** The document in a ConfigMap. */
  static ObjectNode text(Bench bench, String map, String key) {
    String text = bench.admin().get(MAPS + "/" + map).expect(200).at("/data").path(key).asText();
    return Doc.JSON.valueToTree(Doc.yaml(text));
  }

  private static void map(Bench bench, String name, String key, String text) {
    ObjectNode map = Doc.of("{metadata: {name: %s}, data: {other: stays}}", name);
    map.withObject("/data").put(key, text);
    place(bench, MAPS, map);
  }

  private static void place(Bench bench, String collection, ObjectNode object) {
    String path = collection + "/" + object.at("/metadata/name").asText();
    Answer before = bench.admin().get(path);
    if (before.status() == 200) {
      bench.afterwards(() -> bench.admin().post(collection, fresh(before.object())).expect(201));
      bench.admin().delete(path).expect(200);
    }
    bench.goes(path);
    bench.eventually(() -> bench.admin().post(collection, object).status() == 201);
  }

  private static ObjectNode fresh(ObjectNode object) {
    object.remove("status");
    object
        .withObject("/metadata")
        .remove(List.of("uid", "resourceVersion", "creationTimestamp", "managedFields"));
    return object;
  }
}
