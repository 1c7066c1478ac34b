package io.caisson.simulator.guest.kubelet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.kubeapi.Json;
import io.caisson.simulator.kubeapi.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * The CertificateSigningRequests of a kubelet.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/">TLS
 *     bootstrapping</a>
 */
public final class SigningRequests {
  private SigningRequests() {}

  /** For the certificate by which it is the node. */
  public static ObjectNode client(String node, KeyPair key) {
    return object(
        "node-csr-",
        "kubernetes.io/kube-apiserver-client-kubelet",
        List.of("digital signature", "client auth"),
        request(node, key, List.of()));
  }

  /** For the certificate of its own server. */
  static ObjectNode serving(NodeOrder node, KeyPair key) {
    return object(
        "csr-",
        "kubernetes.io/kubelet-serving",
        List.of("digital signature", "server auth"),
        request(
            node.name(),
            key,
            List.of(
                new GeneralName(GeneralName.dNSName, node.name()),
                new GeneralName(GeneralName.iPAddress, node.address()))));
  }

  private static ObjectNode object(
      String prefix, String signer, List<String> usages, byte[] request) {
    ObjectNode object =
        Json.object()
            .put("apiVersion", "certificates.k8s.io/v1")
            .put("kind", "CertificateSigningRequest");
    object.putObject("metadata").put("generateName", prefix);
    String pem = Pem.text("CERTIFICATE REQUEST", request);
    ObjectNode spec = object.putObject("spec").put("signerName", signer);
    spec.set("usages", Json.texts(usages));
    spec.put(
        "request", Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)));
    return object;
  }

  private static byte[] request(String node, KeyPair key, List<GeneralName> names) {
    try {
      JcaPKCS10CertificationRequestBuilder builder =
          new JcaPKCS10CertificationRequestBuilder(
              new X500Name("O=system:nodes,CN=system:node:" + node), key.getPublic());
      if (!names.isEmpty()) {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(names.toArray(GeneralName[]::new)));
        builder.addAttribute(
            PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
      }
      return builder
          .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))
          .getEncoded();
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException("a new key can sign a request", e);
    }
  }
}
