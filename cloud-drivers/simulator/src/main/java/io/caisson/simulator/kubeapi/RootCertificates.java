package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What every namespace has: a default service account and the certificate of the cluster's CA. */
final class RootCertificates implements Controller {
  private static final String NAME = "kube-root-ca.crt";
  private final ClusterClient client;
  private final ClusterPki pki;

  RootCertificates(ClusterClient client, ClusterPki pki) {
    this.client = client;
    this.pki = pki;
  }

  @Override
  public List<String> follows() {
    return List.of("namespaces", "serviceaccounts");
  }

  @Override
  public Optional<Duration> look() {
    for (ObjectNode namespace : client.list("namespaces")) {
      if (!namespace.path("metadata").has("deletionTimestamp")) {
        furnish(Metadata.name(namespace));
      }
    }
    return Optional.empty();
  }

  private void furnish(String space) {
    if (client.find("serviceaccounts", space, "default").isEmpty()) {
      client.create(object("ServiceAccount", space, "default"));
    }
    if (client.find("configmaps", space, NAME).isEmpty()) {
      ObjectNode map = object("ConfigMap", space, NAME);
      map.putObject("data").put("ca.crt", Pem.text(pki.certificate()));
      client.create(map);
    }
  }

  private static ObjectNode object(String kind, String space, String name) {
    ObjectNode object = Json.object().put("kind", kind).put("apiVersion", "v1");
    object.putObject("metadata").put("name", name).put("namespace", space);
    return object;
  }
}
