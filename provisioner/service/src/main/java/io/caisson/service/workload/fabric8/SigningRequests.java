package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.SigningRequest;
import io.caisson.spi.kubernetes.SigningRequest.Asked;
import io.caisson.spi.kubernetes.SigningRequest.Purpose;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestCondition;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestConditionBuilder;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestSpec;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestStatus;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** Kubelets' requests for certificates as Caisson sees them. */
final class SigningRequests {
  private static final Map<String, Purpose> SIGNERS =
      Map.of(
          "kubernetes.io/kube-apiserver-client-kubelet", Purpose.CLIENT,
          "kubernetes.io/kubelet-serving", Purpose.SERVING);

  private SigningRequests() {}

  static CertificateSigningRequestCondition approval(String reason) {
    return new CertificateSigningRequestConditionBuilder()
        .withType("Approved")
        .withStatus("True")
        .withReason("CaissonApproved")
        .withMessage(reason)
        .build();
  }

  /** In the version of old releases, which gives conditions no status. */
  static io.fabric8.kubernetes.api.model.certificates.v1beta1.CertificateSigningRequestCondition
      oldApproval(String reason) {
    return new io.fabric8.kubernetes.api.model.certificates.v1beta1
            .CertificateSigningRequestConditionBuilder()
        .withType("Approved")
        .withReason("CaissonApproved")
        .withMessage(reason)
        .build();
  }

  /** Empty if it is no kubelet's, or cannot be read: then it is not ours to approve either. */
  static Optional<SigningRequest> read(CertificateSigningRequest request) {
    CertificateSigningRequestSpec spec = request.getSpec();
    return asked(spec)
        .flatMap(
            asked ->
                purpose(spec, asked)
                    .map(
                        purpose ->
                            new SigningRequest(
                                request.getMetadata().getName(),
                                purpose,
                                spec.getUsername(),
                                asked,
                                isPending(request),
                                Instant.parse(request.getMetadata().getCreationTimestamp()))));
  }

  /**
   * By its signer. Before 1.18 requests named none, and the controllers went by what was asked for
   * ({@code k8s.io/kubernetes pkg/apis/certificates/v1beta1/defaults.go} has their rules).
   */
  private static Optional<Purpose> purpose(CertificateSigningRequestSpec spec, Asked asked) {
    if (spec.getSignerName() != null) {
      return Optional.ofNullable(SIGNERS.get(spec.getSignerName()));
    }
    boolean node =
        asked.organizations().equals(List.of("system:nodes"))
            && asked.commonName().startsWith("system:node:");
    boolean named = !asked.names().isEmpty() || !asked.addresses().isEmpty();
    if (!node || named != asked.usages().contains("server auth")) {
      return Optional.empty();
    }
    if (named) {
      return asked.usages().contains("client auth")
          ? Optional.empty()
          : Optional.of(Purpose.SERVING);
    }
    return asked.usages().contains("client auth") ? Optional.of(Purpose.CLIENT) : Optional.empty();
  }

  private static boolean isPending(CertificateSigningRequest request) {
    return Optional.ofNullable(request.getStatus())
        .map(CertificateSigningRequestStatus::getConditions)
        .map(List::isEmpty)
        .orElse(true);
  }

  private static Optional<Asked> asked(CertificateSigningRequestSpec spec) {
    try (PEMParser parser = new PEMParser(new StringReader(pem(spec.getRequest())))) {
      return parser.readObject() instanceof PKCS10CertificationRequest asked
          ? Optional.of(asked(asked, spec.getUsages()))
          : Optional.empty();
    } catch (IOException | RuntimeException hostile) {
      // Bouncy Castle answers hostile bytes with any of a dozen unchecked exceptions
      return Optional.empty();
    }
  }

  private static String pem(String encoded) {
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII);
  }

  private static Asked asked(PKCS10CertificationRequest request, List<String> usages)
      throws IOException {
    List<String> names = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    for (GeneralName name : names(request).getNames()) {
      switch (name.getTagNo()) {
        case GeneralName.iPAddress -> addresses.add(address(name));
        case GeneralName.dNSName -> names.add(name.getName().toString());
        default -> names.add(name.toString());
      }
    }
    return new Asked(
        String.join(",", values(request, BCStyle.CN)),
        values(request, BCStyle.O),
        names,
        addresses,
        usages,
        digest(request.getSubjectPublicKeyInfo().getEncoded()));
  }

  private static String address(GeneralName name) throws IOException {
    byte[] bytes = org.bouncycastle.asn1.ASN1OctetString.getInstance(name.getName()).getOctets();
    return java.net.InetAddress.getByAddress(bytes).getHostAddress();
  }

  private static List<String> values(
      PKCS10CertificationRequest request, ASN1ObjectIdentifier type) {
    List<String> values = new ArrayList<>();
    for (RDN rdn : request.getSubject().getRDNs(type)) {
      values.add(IETFUtils.valueToString(rdn.getFirst().getValue()));
    }
    return values;
  }

  private static GeneralNames names(PKCS10CertificationRequest request) {
    for (var attribute : request.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)) {
      Extensions extensions = Extensions.getInstance(attribute.getAttrValues().getObjectAt(0));
      GeneralNames names =
          GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
      if (names != null) {
        return names;
      }
    }
    return new GeneralNames(new GeneralName[0]);
  }

  private static String digest(byte[] key) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
