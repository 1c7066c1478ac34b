package io.caisson.service.api.magnum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.domain.cluster.Cluster;
import io.caisson.service.api.http.Call;
import io.caisson.service.api.http.Fields;
import io.caisson.service.api.http.Json;
import io.caisson.service.bootstrap.pki.CertificateAuthority;
import io.caisson.service.bootstrap.pki.CertificateRefused;
import io.caisson.service.bootstrap.pki.ClusterPki;
import io.caisson.service.bootstrap.pki.TenantCertificates;
import io.caisson.service.tenancy.Principal;
import io.caisson.service.tenancy.Printable;
import io.caisson.service.tenancy.Refused;
import io.caisson.service.tenancy.TenantClusters;
import io.caisson.service.tenancy.Vault;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's authorities, and certificates for its users. Whatever subject a request asks for, its
 * sender becomes an administrator of the cluster under the sender's own name.
 */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class CertificatesController {
  private static final String TYPE = "ca_cert_type";
  private static final String KUBERNETES = "kubernetes";

  private final TenantClusters clusters;
  private final Vault vault;
  private final TenantCertificates certificates;
  private final Call call;

  CertificatesController(
      TenantClusters clusters, Vault vault, TenantCertificates certificates, Call call) {
    this.clusters = clusters;
    this.vault = vault;
    this.certificates = certificates;
    this.call = call;
  }

  @Get(uris = {"/v1/certificates/{cluster}", "/certificates/{cluster}"})
  String show(HttpRequest<?> request, String cluster) {
    Query query = Query.of(request, Set.of(TYPE));
    Cluster found = clusters.find(Call.caller(request), cluster);
    ClusterPki pki = pki(found);
    String type = query.text(TYPE).orElse(KUBERNETES);
    return Json.write(body(request, found, authority(pki, type).certificate()));
  }

  @Post(uris = {"/v1/certificates", "/certificates"})
  HttpResponse<String> sign(HttpRequest<?> request, @Body @Nullable String text) {
    Query.none(request);
    Principal who = Call.caller(request);
    who.mustWrite();
    JsonNode body = Json.read(text);
    Fields fields =
        Fields.of(
            body,
            Set.of("cluster_uuid", "bay_uuid", "csr", TYPE, "pem"),
            Set.of("links", "created_at", "updated_at"));
    Optional<String> cluster = fields.text("cluster_uuid").or(() -> fields.text("bay_uuid"));
    Optional<String> csr = fields.text("csr");
    required(fields, "cluster_uuid", cluster);
    required(fields, "csr", csr);
    if (!fields.text(TYPE).orElse(KUBERNETES).equals(KUBERNETES)) {
      fields.problem(TYPE, "only certificates of '%s' are signed".formatted(KUBERNETES));
    }
    fields.check();
    Cluster found = named(who, cluster.orElseThrow());
    String pem = signed(who, found, csr.orElseThrow());
    ObjectNode answer = body(request, found, pem).put("csr", csr.orElseThrow());
    return HttpResponse.<String>created(Json.write(answer));
  }

  private static void required(Fields fields, String name, Optional<String> value) {
    if (value.isEmpty()) {
      fields.problem(name, "is missing");
    }
  }

  /** Magnum says 400 here, and 404 to a GET. */
  private Cluster named(Principal who, String cluster) {
    try {
      return clusters.find(who, cluster);
    } catch (Refused refused) {
      throw refused.kind() == Refused.Kind.NOT_FOUND
          ? Refused.invalid("%s", refused.text())
          : refused;
    }
  }

  private String signed(Principal who, Cluster cluster, String csr) {
    try {
      return certificates.sign(pki(cluster).kubernetes(), csr, who.caller().userName());
    } catch (CertificateRefused refused) {
      throw Refused.invalid("csr: %s", String.valueOf(refused.getMessage()));
    }
  }

  private ClusterPki pki(Cluster cluster) {
    return vault
        .secrets(cluster.id())
        .orElseThrow(
            () ->
                new Refused(
                    Refused.Kind.NOT_FOUND,
                    "Cluster %s has no certificates any more".formatted(cluster.id())))
        .pki();
  }

  private static CertificateAuthority authority(ClusterPki pki, String type) {
    return switch (type) {
      case KUBERNETES -> pki.kubernetes();
      case "etcd" -> pki.etcd();
      case "front_proxy", "front-proxy" -> pki.frontProxy();
      default ->
          throw Refused.invalid(
              "%s: '%s' is not known: it is kubernetes, etcd or front_proxy",
              TYPE, Printable.of(type));
    };
  }

  private ObjectNode body(HttpRequest<?> request, Cluster cluster, String pem) {
    ObjectNode body = Json.object();
    body.put("cluster_uuid", cluster.id().value());
    body.put("pem", pem);
    body.putNull("csr");
    body.putNull(TYPE);
    new Links(call.base(request)).add(body, "certificates/" + cluster.id());
    return body;
  }
}
