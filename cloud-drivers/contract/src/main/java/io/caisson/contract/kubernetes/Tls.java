package io.caisson.contract.kubernetes;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Trusts exactly some authorities, and shows at most one certificate. */
final class Tls {
  private final KeyStore store;

  private Tls(KeyStore store) {
    this.store = store;
  }

  static Tls trusting(String authorities) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (Certificate each : Pem.certificates(authorities)) {
        store.setCertificateEntry("ca-" + store.size(), each);
      }
      return new Tls(store);
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  Tls showing(List<X509Certificate> certificates, PrivateKey key) {
    try {
      store.setKeyEntry("me", key, new char[0], certificates.toArray(new Certificate[0]));
    } catch (GeneralSecurityException unusable) {
      throw new IllegalArgumentException(unusable);
    }
    return this;
  }

  SSLContext context() {
    try {
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store);
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException unusable) {
      throw new IllegalStateException(unusable);
    }
  }
}
