package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import io.caisson.spi.kubernetes.SigningRequest;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;

/** Lists and approves requests for certificates, in the cluster's dialect. */
final class Approvals {
  private final KubernetesClient client;
  private final Dialects dialects;

  Approvals(KubernetesClient client, Dialects dialects) {
    this.client = client;
    this.dialects = dialects;
  }

  List<SigningRequest> all() {
    return Faults.told(
        () ->
            dialects.list(this::requests).stream()
                .flatMap(request -> SigningRequests.read(request).stream())
                .toList());
  }

  private List<CertificateSigningRequest> requests(Dialect dialect) {
    return dialect.certificates().equals("v1")
        ? Pages.all(client.certificates().v1().certificateSigningRequests())
        : Pages.all(client.certificates().v1beta1().certificateSigningRequests()).stream()
            .map(this::modern)
            .toList();
  }

  /** Each field of the old version stands in the new one. */
  private CertificateSigningRequest modern(Object old) {
    return client.getKubernetesSerialization().convertValue(old, CertificateSigningRequest.class);
  }

  /** fabric8's own approval of what is not there is an error that says nothing. */
  void approve(String name, String reason) {
    Faults.told(
        () ->
            dialects.now().certificates().equals("v1")
                ? there(client.certificates().v1().certificateSigningRequests().withName(name))
                    .approve(SigningRequests.approval(reason))
                : there(client.certificates().v1beta1().certificateSigningRequests().withName(name))
                    .approve(SigningRequests.oldApproval(reason)));
  }

  private static <R extends Resource<?>> R there(R request) {
    if (request.get() == null) {
      throw new KubernetesException(Kind.NOT_FOUND, "the request has gone");
    }
    return request;
  }
}
