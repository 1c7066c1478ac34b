package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Timeline;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * Approves the client certificates of kubelets as far as the requester may have them approved
 * automatically, and signs what is approved.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/">Certificate
 *     signing requests</a>
 */
final class CertificateController {
  private static final String PLURAL = "certificatesigningrequests";
  private static final String KUBELET_CLIENT = "kubernetes.io/kube-apiserver-client-kubelet";
  private static final String KUBELET_SERVING = "kubernetes.io/kubelet-serving";
  private static final String CLIENT = "kubernetes.io/kube-apiserver-client";
  private static final Duration YEAR = Duration.ofDays(365);

  private final ClusterClient client;
  private final ClusterPki pki;
  private final Authorization authorization;
  private final Timeline timeline;

  CertificateController(
      ClusterClient client, ClusterPki pki, Authorization authorization, Timeline timeline) {
    this.client = client;
    this.pki = pki;
    this.authorization = authorization;
    this.timeline = timeline;
  }

  void look() {
    for (ObjectNode request : client.list(PLURAL)) {
      if (request.path("status").path("conditions").isEmpty()) {
        approve(request);
      }
    }
    for (ObjectNode request : client.list(PLURAL)) {
      if (has(request, "Approved")
          && !has(request, "Denied")
          && !has(request, "Failed")
          && !request.path("status").has("certificate")) {
        sign(request);
      }
    }
  }

  private void approve(ObjectNode request) {
    if (!signer(request).equals(KUBELET_CLIENT)) {
      return;
    }
    Optional<PKCS10CertificationRequest> asked = parse(request);
    if (asked.isEmpty() || !isNodeClient(asked.get())) {
      return;
    }
    boolean self = commonName(asked.get()).equals(request.path("spec").path("username").asText());
    String what = self ? "selfnodeclient" : "nodeclient";
    Target permission = new Target(ApiResources.of("certificates.k8s.io", PLURAL), "", "", what);
    if (authorization.allows(requester(request), "create", permission)) {
      String text =
          self
              ? "Auto approving self kubelet client certificate after SubjectAccessReview."
              : "Auto approving kubelet client certificate after SubjectAccessReview.";
      condition(request, "approval", "Approved", "AutoApproved", text);
    }
  }

  private void sign(ObjectNode request) {
    Optional<PKCS10CertificationRequest> asked = parse(request);
    Optional<KeyPurposeId> purpose = purpose(signer(request));
    if (purpose.isEmpty()) {
      return;
    }
    if (asked.isEmpty() || !isWellFormed(request, asked.get())) {
      condition(
          request,
          "status",
          "Failed",
          "SignerValidationFailure",
          "the request is not for this signer");
      return;
    }
    X509Certificate issued = issue(asked.get(), purpose.get(), request);
    String encoded =
        Base64.getEncoder().encodeToString(Pem.text(issued).getBytes(StandardCharsets.US_ASCII));
    client.changeThrough(
        "status",
        named(request),
        before -> {
          ObjectNode after = before.deepCopy();
          Json.child(after, "status").put("certificate", encoded);
          return after;
        });
  }

  private X509Certificate issue(
      PKCS10CertificationRequest asked, KeyPurposeId purpose, JsonNode request) {
    try {
      JsonNode seconds = request.path("spec").path("expirationSeconds");
      Duration validity = seconds.isNumber() ? Duration.ofSeconds(seconds.asLong()) : YEAR;
      return pki.issue(
          new JcaPKCS10CertificationRequest(asked).getPublicKey(),
          new ClusterPki.Request(
              asked.getSubject(), List.of(purpose), names(asked), timeline.now(), validity));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a request that was read has a key", e);
    }
  }

  private boolean isWellFormed(JsonNode request, PKCS10CertificationRequest asked) {
    return switch (signer(request)) {
      case KUBELET_CLIENT -> isNodeClient(asked);
      case KUBELET_SERVING ->
          isNode(asked)
              && names(asked).getNames().length > 0
              && commonName(asked).equals(request.path("spec").path("username").asText());
      default -> !organisations(asked).contains("system:masters");
    };
  }

  private static Optional<KeyPurposeId> purpose(String signer) {
    return switch (signer) {
      case KUBELET_CLIENT, CLIENT -> Optional.of(KeyPurposeId.id_kp_clientAuth);
      case KUBELET_SERVING -> Optional.of(KeyPurposeId.id_kp_serverAuth);
      default -> Optional.empty();
    };
  }

  private static boolean isNodeClient(PKCS10CertificationRequest asked) {
    return isNode(asked) && names(asked).getNames().length == 0;
  }

  private static boolean isNode(PKCS10CertificationRequest asked) {
    return organisations(asked).equals(List.of("system:nodes"))
        && commonName(asked).startsWith("system:node:");
  }

  private static String commonName(PKCS10CertificationRequest asked) {
    return values(asked.getSubject(), org.bouncycastle.asn1.x500.style.BCStyle.CN).stream()
        .findFirst()
        .orElse("");
  }

  private static List<String> organisations(PKCS10CertificationRequest asked) {
    return values(asked.getSubject(), org.bouncycastle.asn1.x500.style.BCStyle.O);
  }

  private static List<String> values(
      X500Name name, org.bouncycastle.asn1.ASN1ObjectIdentifier type) {
    List<String> values = new ArrayList<>();
    for (var rdn : name.getRDNs(type)) {
      values.add(rdn.getFirst().getValue().toString());
    }
    return values;
  }

  private static GeneralNames names(PKCS10CertificationRequest asked) {
    for (var attribute : asked.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)) {
      Extensions extensions = Extensions.getInstance(attribute.getAttrValues().getObjectAt(0));
      GeneralNames names =
          GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
      if (names != null) {
        return names;
      }
    }
    return new GeneralNames(new GeneralName[0]);
  }

  private static Optional<PKCS10CertificationRequest> parse(JsonNode request) {
    String encoded = request.path("spec").path("request").asText();
    try (PEMParser parser =
        new PEMParser(
            new StringReader(
                new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII)))) {
      return parser.readObject() instanceof PKCS10CertificationRequest asked
          ? Optional.of(asked)
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void condition(
      ObjectNode request, String subresource, String type, String reason, String text) {
    String now = Registry.seconds(timeline.now());
    client.changeThrough(
        subresource,
        named(request),
        before -> {
          ObjectNode after = before.deepCopy();
          Json.child(after, "status")
              .withArray("conditions")
              .addObject()
              .put("type", type)
              .put("status", "True")
              .put("reason", reason)
              .put("message", text)
              .put("lastUpdateTime", now)
              .put("lastTransitionTime", now);
          return after;
        });
  }

  private static Caller requester(JsonNode request) {
    List<String> groups =
        Json.each(request.path("spec").path("groups")).map(JsonNode::asText).toList();
    return new Caller(request.path("spec").path("username").asText(), groups, "");
  }

  private static ClusterClient.Named named(JsonNode request) {
    return new ClusterClient.Named(PLURAL, "", Metadata.name(request));
  }

  private static String signer(JsonNode request) {
    return request.path("spec").path("signerName").asText();
  }

  private static boolean has(JsonNode request, String type) {
    return Json.each(request.path("status").path("conditions"))
        .anyMatch(c -> c.path("type").asText().equals(type));
  }
}
