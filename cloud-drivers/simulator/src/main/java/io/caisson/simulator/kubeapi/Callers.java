package io.caisson.simulator.kubeapi;

import io.vertx.core.http.HttpServerRequest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/** For whom a request speaks: its caller, or the one whom he names. */
final class Callers {
  private final Authentication authentication;

  Callers(Authentication authentication) {
    this.authentication = authentication;
  }

  /** Throws 401 or 403 if that cannot be said. */
  Caller of(HttpServerRequest request) {
    return impersonated(
        authentication.identify(
            certificate(request), Optional.ofNullable(request.getHeader("Authorization"))),
        request);
  }

  /** Who may speak for anybody may say for whom. */
  private static Caller impersonated(Caller caller, HttpServerRequest request) {
    String user = Optional.ofNullable(request.getHeader("Impersonate-User")).orElse("");
    if (user.isEmpty()) {
      return caller;
    }
    if (!caller.isIn("system:masters")) {
      throw Status.forbidden(
          ApiResources.core("serviceaccounts"),
          "",
          "User \"%s\" cannot impersonate resource \"users\"".formatted(caller.name()));
    }
    return Caller.authenticated(user, request.headers().getAll("Impersonate-Group"), "");
  }

  private static Optional<X509Certificate> certificate(HttpServerRequest request) {
    try {
      Certificate[] chain = request.sslSession().getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate own
          ? Optional.of(own)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException none) {
      return Optional.empty();
    }
  }
}
