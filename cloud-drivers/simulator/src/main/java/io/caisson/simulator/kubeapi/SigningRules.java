package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/**
 * What may become of a CertificateSigningRequest.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/apis/certificates/validation/validation.go">validation.go</a>
 */
final class SigningRules {
  private static final String CLIENT = "kubernetes.io/kube-apiserver-client";

  private SigningRules() {}

  static Optional<Status.Cause> request(JsonNode object) {
    return parse(object).isPresent()
        ? Optional.empty()
        : Optional.of(
            new Status.Cause(
                "FieldValueInvalid",
                "Invalid value: %s: PEM block type must be CERTIFICATE REQUEST"
                    .formatted(object.path("spec").path("request")),
                "spec.request"));
  }

  /** Approval and denial come by their own subresource, and stay. */
  static Optional<Status.Cause> conditions(String subresource, JsonNode before, JsonNode changed) {
    for (String type : List.of("Approved", "Denied")) {
      boolean was = has(before, type);
      boolean is = has(changed, type);
      if (was && !is) {
        return Optional.of(forbidden("updates may not remove a condition of type \"%s\"", type));
      }
      if (!was && is && subresource.equals("status")) {
        return Optional.of(forbidden("updates may not add a condition of type \"%s\"", type));
      }
    }
    return has(changed, "Approved") && has(changed, "Denied")
        ? Optional.of(
            new Status.Cause(
                "FieldValueInvalid",
                "Invalid value: \"Denied\": Approved and Denied conditions are mutually exclusive",
                "status.conditions"))
        : Optional.empty();
  }

  private static Status.Cause forbidden(String text, String type) {
    return new Status.Cause(
        "FieldValueForbidden", "Forbidden: " + text.formatted(type), "status.conditions");
  }

  private static boolean has(JsonNode request, String type) {
    return Json.each(request.path("status").path("conditions"))
        .anyMatch(c -> c.path("type").asText().equals(type));
  }

  /** The admission plugin CertificateSubjectRestriction. Throws the 403. */
  static void requireNoMaster(ApiResource resource, JsonNode object) {
    boolean master =
        object.path("spec").path("signerName").asText().equals(CLIENT)
            && parse(object)
                .filter(request -> request.getSubject().toString().contains("O=system:masters"))
                .isPresent();
    if (master) {
      throw Status.forbidden(
          resource,
          Metadata.name(object),
          "use of %s signer with system:masters group is not allowed".formatted(CLIENT));
    }
  }

  private static Optional<PKCS10CertificationRequest> parse(JsonNode object) {
    try {
      byte[] pem = Base64.getDecoder().decode(object.path("spec").path("request").asText());
      String text = new String(pem, StandardCharsets.US_ASCII);
      try (PEMParser parser = new PEMParser(new java.io.StringReader(text))) {
        return parser.readObject() instanceof PKCS10CertificationRequest request
            ? Optional.of(request)
            : Optional.empty();
      }
    } catch (IllegalArgumentException | IOException none) {
      return Optional.empty();
    }
  }
}
