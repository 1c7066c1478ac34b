package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.simulator.model.Timeline;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Who calls: by client certificate, by bootstrap token, or nobody.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/">Authenticating</a>
 */
final class Authentication {
  private static final Pattern BEARER = Pattern.compile("Bearer +([a-z0-9]{6})\\.([a-z0-9]{16})");
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final int REMEMBERED = 64;

  private final ObjectStore store;
  private final ClusterPki pki;
  private final Timeline timeline;
  private final Map<X509Certificate, Caller> verified = new LinkedHashMap<>();

  Authentication(ObjectStore store, ClusterPki pki, Timeline timeline) {
    this.store = store;
    this.pki = pki;
    this.timeline = timeline;
  }

  /**
   * Throws 401 if what was shown proves nothing.
   *
   * @param header the header {@code Authorization}
   */
  Caller identify(Optional<X509Certificate> certificate, Optional<String> header) {
    Optional<Caller> byCertificate = certificate.flatMap(this::byCertificate);
    if (byCertificate.isPresent()) {
      return byCertificate.get();
    }
    if (header.isPresent()) {
      return byToken(header.get()).orElseThrow(Status::unauthorized);
    }
    if (certificate.isPresent()) {
      throw Status.unauthorized();
    }
    return Caller.anonymous();
  }

  private synchronized Optional<Caller> byCertificate(X509Certificate certificate) {
    Date now = Date.from(timeline.now());
    if (now.before(certificate.getNotBefore()) || now.after(certificate.getNotAfter())) {
      return Optional.empty();
    }
    Caller known = verified.get(certificate);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Caller> caller = verify(certificate);
    caller.ifPresent(
        fresh -> {
          if (verified.size() >= REMEMBERED) {
            verified.clear();
          }
          verified.put(certificate, fresh);
        });
    return caller;
  }

  private Optional<Caller> verify(X509Certificate certificate) {
    try {
      certificate.verify(pki.certificate().getPublicKey());
      List<String> purposes = certificate.getExtendedKeyUsage();
      if (purposes != null && !purposes.contains(CLIENT_AUTH)) {
        return Optional.empty();
      }
      LdapName subject = new LdapName(certificate.getSubjectX500Principal().getName());
      String hash =
          HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
      return values(subject, "CN").stream()
          .findFirst()
          .map(name -> Caller.authenticated(name, values(subject, "O"), "X509SHA256=" + hash));
    } catch (GeneralSecurityException | InvalidNameException e) {
      return Optional.empty();
    }
  }

  private static List<String> values(LdapName name, String type) {
    return name.getRdns().stream()
        .filter(rdn -> rdn.getType().equalsIgnoreCase(type))
        .map(Rdn::getValue)
        .map(Object::toString)
        .toList();
  }

  private Optional<Caller> byToken(String header) {
    Matcher token = BEARER.matcher(header.strip());
    if (!token.matches()) {
      return Optional.empty();
    }
    ObjectKey key = new ObjectKey("kube-system", "bootstrap-token-" + token.group(1));
    return store
        .get(ApiResources.core("secrets"), key)
        .filter(secret -> secret.path("type").asText().equals(BootstrapTokens.TYPE))
        .filter(secret -> BootstrapTokens.value(secret, "token-id").equals(token.group(1)))
        .filter(secret -> same(BootstrapTokens.value(secret, "token-secret"), token.group(2)))
        .filter(secret -> BootstrapTokens.isFresh(secret, timeline.now()))
        .filter(secret -> BootstrapTokens.isFor(secret, "authentication"))
        .map(secret -> holder(token.group(1), secret));
  }

  private static Caller holder(String id, JsonNode secret) {
    List<String> groups = new ArrayList<>(List.of("system:bootstrappers"));
    String extra = BootstrapTokens.value(secret, "auth-extra-groups");
    Arrays.stream(extra.split(",", -1)).filter(g -> !g.isBlank()).forEach(groups::add);
    return Caller.authenticated("system:bootstrap:" + id, groups, "");
  }

  private static boolean same(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
